"""What is known of the visit behind a mail: facts for conditions, words for merge tags.

Read from leads.VisitFacts at the moment they are needed; dispatching and rendering ask here.
"""

from __future__ import annotations

from collections.abc import Sequence

from leads.models import VisitFacts
from quizzes.conditions import Facts
from quizzes.recall import Words


def facts_of(story: VisitFacts | None, *, depth: int) -> Facts:
    """A visit that told us nothing meets no condition but a negative one."""
    if story is None:
        return Facts(depth=depth)
    return Facts(
        answers={
            (each["step"], each["question"]): tuple(each["choices"]) for each in story.answers
        },
        outcome=story.outcome_key,
        topics=_topics(story),
        source=story.source,
        depth=depth,
    )


def words_of(story: VisitFacts | None, *, first_name: str) -> Words:
    if story is None:
        return Words(first_name=first_name)
    answers: dict[str, dict[str, str]] = {}
    for each in story.answers:
        answers.setdefault(each["step"], {})[each["question"]] = _said(each["said"])
    return Words(
        first_name=first_name,
        result=story.outcome_name,
        answers=answers,
        topics=_topics(story),
        source=story.source,
    )


def _topics(story: VisitFacts) -> dict[str, int]:
    return {topic["key"]: topic["percent"] for topic in story.topics}


def _said(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
