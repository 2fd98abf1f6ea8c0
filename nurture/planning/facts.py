"""What is known of the visit behind a mail: facts for conditions, words for merge tags.

Read from leads.VisitFacts at the moment they are needed; dispatching and rendering ask here.
"""

from __future__ import annotations

from collections.abc import Mapping

from leads.models import VisitFacts
from quizzes.conditions import Facts
from quizzes.recall import Words

# An answer given in a mail is the answer to this question of the step `mail:<message key>`.
_MAIL_QUESTION = "answer"


def facts_of(
    story: VisitFacts | None,
    *,
    depth: int,
    warmth: int | None = None,
    did: frozenset[str] = frozenset(),
    mail_answers: Mapping[str, str] | None = None,
) -> Facts:
    """A visit that told us nothing meets no condition on it but a negative one.

    `mail_answers`: message key to the key of the choice its reader pressed.
    """
    answers = {
        (f"mail:{key}", _MAIL_QUESTION): (choice,) for key, choice in (mail_answers or {}).items()
    }
    if story is None:
        return Facts(answers=answers, depth=depth, warmth=warmth, did=did)
    said = {(each["step"], each["question"]): tuple(each["values"]) for each in story.answers}
    return Facts(
        answers=said | answers,
        outcome=story.outcome_key,
        topics=_topics(story),
        figures={figure["key"]: figure["value"] for figure in story.figures},
        score=story.score,
        source=story.source,
        device=story.device,
        language=story.language,
        depth=depth,
        warmth=warmth,
        did=did,
    )


def words_of(
    story: VisitFacts | None, *, first_name: str, results: Mapping[str, str] | None = None
) -> Words:
    """In the words the visitor read; `results` are the names of results in their language."""
    if story is None:
        return Words(first_name=first_name)
    answers: dict[str, dict[str, str]] = {}
    for each in story.answers:
        answers.setdefault(each["step"], {})[each["question"]] = _as_read(each)
    return Words(
        first_name=first_name,
        result=(results or {}).get(story.outcome_key, story.outcome_name),
        answers=answers,
        topics=_topics(story),
        figures={figure["key"]: _as_read(figure) for figure in story.figures},
        score=story.score,
        source=story.source,
    )


def _as_read(row: Mapping[str, object]) -> str:
    return str(row.get("read", row["said"]))


def _topics(story: VisitFacts) -> dict[str, int]:
    return {topic["key"]: topic["percent"] for topic in story.topics}
