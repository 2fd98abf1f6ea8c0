"""A draft as a document even while it is unfinished, for whoever only looks at it.

The studio shows it and draws its map and its score card; publishing asks compile.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from funnel.checking.faults import Fault
from funnel.document import FunnelDocument
from funnel.models import Funnel
from funnel.publishing.compile import draft_parts
from funnel.publishing.draft_translations import with_translations
from funnel.publishing.mending import Parts, mended
from funnel.publishing.shape import Plain, cleaned
from quizzes.branching import END


@dataclass(frozen=True, slots=True)
class Showable:
    """`left_out` are the keys of steps that nothing can be shown of yet."""

    document: FunnelDocument
    left_out: tuple[str, ...] = ()


def showable(funnel: Funnel) -> FunnelDocument:
    """Of a finished draft what compile_funnel() makes; of any other what is nearest to it.

    Never raises: empty texts are "…", what cannot be shown is left out, a reference to what is
    gone is dropped. As many queries as compiling takes.
    """
    return shown_draft(funnel).document


def shown_draft(funnel: Funnel) -> Showable:
    """The same, with what had to be left out."""
    raw = draft_parts(funnel)
    found = cleaned(raw if raw is not None else {}, "", list[Fault]())
    assert isinstance(found, dict)
    before = [str(step.get("key")) for step in _steps(found)]
    document = mended(found)
    if _drop_broken(found):
        document = mended(found)
    document = with_translations(document, funnel)
    kept = {step.key for step in document.steps}
    return Showable(document, tuple(key for key in before if key and key not in kept))


def _steps(raw: Parts) -> Iterator[Parts]:
    yield from _rows(raw.get("steps"))


def _rows(raw: Plain) -> Iterator[Parts]:
    if isinstance(raw, list):
        yield from (each for each in raw if isinstance(each, dict))


def _keys(raw: Plain) -> set[object]:
    return {row.get("key") for row in _rows(raw)}


def _drop_broken(raw: Parts) -> bool:
    """Takes every name of something that is not there out of the data; True where one was."""
    steps, series = _keys(raw.get("steps")), _keys(raw.get("sequences"))
    results = {None, *(key for quiz in _quizzes(raw) for key in _keys(quiz.get("outcomes")))}
    dropped = [_drop_in_quiz(quiz) for quiz in _quizzes(raw)]
    dropped += [_unset(step.get("offer"), "later_step", steps) for step in _steps(raw)]
    dropped.append(_keep(raw, "steps", lambda step: step.get("sequence") in {None, *series}))
    dropped.append(
        _keep(
            raw,
            "series_rules",
            lambda rule: rule.get("sequence") in series and rule.get("outcome") in results,
        )
    )
    return any(dropped)


def _quizzes(raw: Parts) -> Iterator[Parts]:
    for step in _steps(raw):
        quiz = step.get("quiz")
        if isinstance(quiz, dict):
            yield quiz


def _drop_in_quiz(quiz: Parts) -> bool:
    outcomes, topics = _keys(quiz.get("outcomes")), _keys(quiz.get("topics"))
    questions = _keys(quiz.get("questions"))
    dropped = [
        _unset(quiz, "default_outcome", outcomes),
        _unset(quiz, "decides", _keys(quiz.get("figures"))),
        _unset(quiz, "tie_question", questions),
    ]
    dropped += [_unset(outcome, "category", topics) for outcome in _rows(quiz.get("outcomes"))]
    for question in _rows(quiz.get("questions")):
        for part in (question, *_rows(question.get("choices"))):
            dropped += [
                _unset(part, "go_to", {*questions, END}),
                _without(part.get("points"), outcomes),
                _without(part.get("topics"), topics),
            ]
    return any(dropped)


def _unset(part: Plain, name: str, known: set[object]) -> bool:
    if not isinstance(part, dict) or part.get(name) is None or part[name] in known:
        return False
    part[name] = None
    return True


def _without(points: Plain, known: set[object]) -> bool:
    gone = [key for key in points if key not in known] if isinstance(points, dict) else []
    for key in gone:
        assert isinstance(points, dict)
        del points[key]
    return bool(gone)


def _keep(raw: Parts, name: str, is_whole: Callable[[Parts], bool]) -> bool:
    rows = list(_rows(raw.get(name)))
    kept: list[Plain] = [row for row in rows if is_whole(row)]
    raw[name] = kept
    return len(kept) < len(rows)
