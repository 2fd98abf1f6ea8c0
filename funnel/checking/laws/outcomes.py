"""The results of a quiz: each says when it is given, and nothing that is not looked at."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault, named
from quizzes.document import OutcomeDoc, QuizDoc

# The keys of a result that each way to decide looks at.
_LOOKED_AT: dict[str, tuple[str, ...]] = {
    "points": (),
    "category": ("category",),
    "tier": ("at_least", "at_most"),
    "range": ("at_least", "at_most"),
    "rule": ("when",),
}
_DECIDING = ("category", "at_least", "at_most", "when")


def outcome_faults(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    yield from _count(path, quiz)
    yield from named("missing-default", _default(path, quiz))
    if quiz.outcome_by == "points":
        yield from named("unreachable-result", _unpointed(path, quiz))
    first: dict[str | None, int] = {}
    for number, outcome in enumerate(quiz.outcomes):
        here = f"{path}.outcomes[{number}]"
        yield from _unused(here, outcome, quiz)
        yield from _needed(here, outcome, quiz)
        if not outcome.interpretation.strip():
            # A score alone keeps nobody: 73 % of a self-assessment's readers left without
            # feedback made for them, 65 % with it (Morrison and others, 2013).
            yield Fault(
                f"{here}.interpretation",
                _("Say what this result means. A result without it helps nobody."),
                law="result-unexplained",
            )
        if outcome.category is not None and outcome.category in first:
            yield Fault(
                f"{here}.category",
                _("%(place)s has this topic already, so nobody gets this result.")
                % {"place": f"outcomes[{first[outcome.category]}]"},
                law="unreachable-result",
            )
        first.setdefault(outcome.category, number)


def _count(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    if quiz.scoring == "personality" and len(quiz.outcomes) < 2:
        yield Fault(f"{path}.outcomes", _("A quiz needs at least two results. Add one."))
    elif not quiz.outcomes:
        yield Fault(f"{path}.outcomes", _("A quiz with a score needs a result. Add one."))


def _default(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    here = f"{path}.default_outcome"
    if quiz.default_outcome is None:
        if quiz.outcome_by == "points":
            yield Fault(here, _("Say which result stands when no answer gave points."))
        else:
            yield Fault(here, _("Say which result stands when no other one fits."))
    elif quiz.outcome(quiz.default_outcome) is None:
        yield Fault(
            here, _("There is no result '%(key)s' in this quiz.") % {"key": quiz.default_outcome}
        )


def _unpointed(path: str, quiz: QuizDoc) -> Iterator[Fault]:
    pointed = {
        key
        for question in quiz.questions
        for choice in question.options
        for key, points in choice.points.items()
        if points > 0
    }
    for number, outcome in enumerate(quiz.outcomes):
        if outcome.key not in pointed:
            yield Fault(
                f"{path}.outcomes[{number}]",
                _(
                    "No answer gives points to '%(key)s', so nobody gets it."
                    " Give it points or remove it."
                )
                % {"key": outcome.key},
            )


def _unused(here: str, outcome: OutcomeDoc, quiz: QuizDoc) -> Iterator[Fault]:
    for name in _DECIDING:
        if name not in _LOOKED_AT[quiz.outcome_by] and getattr(outcome, name) is not None:
            yield Fault(
                f"{here}.{name}",
                _("This quiz finds its result by %(how)s, so nothing looks at this. Remove it.")
                % {"how": quiz.outcome_by},
            )


def _needed(here: str, outcome: OutcomeDoc, quiz: QuizDoc) -> Iterator[Fault]:
    looked_at = _LOOKED_AT[quiz.outcome_by]
    is_empty = all(getattr(outcome, name) is None for name in looked_at)
    # The default may be only that: what stands when no other one fits.
    if looked_at and is_empty and outcome.key != quiz.default_outcome:
        yield Fault(f"{here}.{looked_at[0]}", _missing(quiz))
    if quiz.outcome_by == "category":
        yield from _category(here, outcome, quiz)
    if quiz.outcome_by in {"tier", "range"}:
        yield from _bounds(here, outcome, is_percent=quiz.outcome_by == "tier")


def _category(here: str, outcome: OutcomeDoc, quiz: QuizDoc) -> Iterator[Fault]:
    if outcome.category not in {None, *(topic.key for topic in quiz.topics)}:
        yield Fault(
            f"{here}.category",
            _("There is no topic '%(key)s' in this quiz.") % {"key": outcome.category},
        )


def _missing(quiz: QuizDoc) -> str:
    match quiz.outcome_by:
        case "category":
            return _("Say which topic must be highest for this result.")
        case "rule":
            return _("Say when this result stands.")
        case _:
            return _("Say at_least or at_most.")


def _bounds(here: str, outcome: OutcomeDoc, *, is_percent: bool) -> Iterator[Fault]:
    least, most = outcome.at_least, outcome.at_most
    if least is not None and most is not None and least > most:
        sentence = _("at_least is above at_most, so nobody gets this result.")
        yield Fault(f"{here}.at_most", sentence, law="unreachable-result")
    for name, bound in (("at_least", least), ("at_most", most)):
        if is_percent and bound is not None and not 0 <= bound <= 100:
            yield Fault(f"{here}.{name}", _("A share in percent lies between 0 and 100."))
