"""The whole ladder as one picture: what each rung asks and gives, for whom, and which mails follow.

The funnel's page draws it from the draft's rows, however unfinished they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnel.admin.places import content_address, step_address
from funnel.admin.vocabulary import vocabulary_of
from funnel.admin.words_of_worth import asks_in_words, gives_in_words
from funnel.admin_forms import STEP_KINDS
from funnel.ladder import title_of
from funnel.models import Funnel, SeriesRule, Step
from funnel.worth import Sum, Worth, running, worth_of
from quizzes.conditions import Condition, Facts, Leaf, OutcomeIs, verdict
from quizzes.models import Question
from quizzes.wording import read_condition
from quizzes.wording.describing import describe

_ICONS = {str(kind): icon for kind, icon, _gives, _ask in STEP_KINDS}
_WRITTEN = {Question.Kind.SHORT_TEXT, Question.Kind.LONG_TEXT}
_WRITING = 3


@dataclass(frozen=True, slots=True)
class Mails:
    """A series that begins at a rung, and who gets it."""

    whose: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Rung:
    """`bar` is in percent of the longer side: asked and given, before this rung and with it."""

    number: int
    kind: str
    title: str
    icon: str
    url: str
    shown: str
    shown_url: str
    only_for: tuple[str, ...]
    gives: str
    asks: str
    size: str
    dots: range
    sum: Sum
    bar: Mapping[str, int]
    gate: str
    mails: tuple[Mails, ...]


def rungs_of(funnel: Funnel) -> list[Rung]:
    """Every step in its order; the number of queries does not grow with their number."""
    steps = list(
        funnel.steps.select_related("quiz", "magnet", "opt_in", "offer", "sequence")
        .prefetch_related("quiz__questions")
        .annotate(mail_count=Count("sequence__messages"))
    )
    words = vocabulary_of(funnel)
    conditions = [read_condition(step.show_if) for step in steps]
    worths = [_worth(step) for step in steps]
    sums = _sums(steps, conditions, worths, list(words.results))
    longest = max((max(each.asked, each.given) for each in sums), default=0) or 1
    mails = _mails(funnel, steps)
    return [
        Rung(
            number=number,
            kind=str(step.get_kind_display()),
            title=title_of(step),
            icon=_ICONS[step.kind],
            url=content_address(step),
            shown=describe(condition, words) if condition else "",
            shown_url=step_address(step),
            only_for=tuple(words.results.get(key, key) for key in _only_for(condition)),
            gives=gives_in_words(step, getattr(step, "mail_count", 0)),
            asks=asks_in_words(worth),
            size=worth.size,
            dots=range(min(worth.asked, 12)),
            sum=so_far,
            bar=_bar(so_far, longest),
            gate=_gate(step),
            mails=tuple(mails.get(step.pk, ())),
        )
        for number, (step, condition, worth, so_far) in enumerate(
            zip(steps, conditions, worths, sums, strict=True), 1
        )
    ]


def _worth(step: Step) -> Worth:
    questions = list(step.quiz.questions.all()) if step.quiz else []
    efforts = [_WRITING if each.kind in _WRITTEN else 1 for each in questions]
    return worth_of(step.kind, part=step.part, questions=efforts)


def _sums(
    steps: Sequence[Step],
    conditions: Sequence[Condition | None],
    worths: Sequence[Worth],
    results: Sequence[str],
) -> list[Sum]:
    """By each rung, the way that asks most among those of the results it is shown to."""
    best: list[Sum | None] = [None] * len(steps)
    for result in results or [""]:
        way = _way(steps, conditions, result)
        for index, so_far in zip(way, running(worths[each] for each in way), strict=True):
            known = best[index]
            if known is None or so_far.asked > known.asked:
                best[index] = so_far
    alone = [Sum().plus(worth) for worth in worths]
    return [known or own for known, own in zip(best, alone, strict=True)]


def _way(steps: Sequence[Step], conditions: Sequence[Condition | None], result: str) -> list[int]:
    """The rungs that people with this result may meet; of offers in a row only the first."""
    way: list[int] = []

    def is_unsettled(leaf: Leaf) -> bool:
        return not isinstance(leaf, OutcomeIs)

    for index, step in enumerate(steps):
        is_next_offer = step.kind == Step.Kind.OFFER and way and _is_offer(steps[way[-1]])
        fits = verdict(conditions[index], Facts(outcome=result), is_unsettled)
        if fits is not False and not is_next_offer:
            way.append(index)
    return way


def _is_offer(step: Step) -> bool:
    return step.kind == Step.Kind.OFFER


def _only_for(condition: Condition | None) -> tuple[str, ...]:
    """The results a step is for, where its condition is just that."""
    return condition.any_of if isinstance(condition, OutcomeIs) else ()


def _bar(so_far: Sum, longest: int) -> dict[str, int]:
    asked, given = 100 * so_far.asked // longest, 100 * so_far.given // longest
    asked_before = 100 * so_far.before_asked // longest
    given_before = 100 * so_far.before_given // longest
    return {
        "asked": asked_before,
        "asked_now": asked - asked_before,
        "asked_from": 100 - asked_before,
        "asked_now_from": 100 - asked,
        "given": given_before,
        "given_from": 100 + given_before,
        "given_now": given - given_before,
    }


def _gate(step: Step) -> str:
    if step.opt_in is None:
        return ""
    if step.opt_in.is_skippable:
        return _("The gate: an address is asked for here, and may be kept back.")
    return _("The gate: only who leaves an address goes on.")


def _mails(funnel: Funnel, steps: Sequence[Step]) -> dict[int, list[Mails]]:
    """Series begin once result and address are both known: at the later of the two rungs."""
    places = [step.pk for step in steps if step.kind in (Step.Kind.RESULT, Step.Kind.OPT_IN)]
    gates = [step.pk for step in steps if step.kind == Step.Kind.OPT_IN]
    if not gates:
        return {}
    results = [step.pk for step in steps if step.kind == Step.Kind.RESULT][:1]
    where = max([gates[0], *results], key=places.index)
    rules = SeriesRule.objects.filter(funnel=funnel).select_related("outcome", "sequence")
    found = [_series(rule) for rule in rules.annotate(mail_count=Count("sequence__messages"))]
    return {where: found}


def _series(rule: SeriesRule) -> Mails:
    count: int = getattr(rule, "mail_count", 0)
    return Mails(
        whose=rule.outcome.name if rule.outcome else _("Everybody else"),
        words=ngettext("%(name)s, %(count)s mail", "%(name)s, %(count)s mails", count)
        % {"name": rule.sequence.name, "count": count},
        url=reverse("admin:nurture_sequence_change", args=[rule.sequence_id]),
    )


def far_ahead(rungs: Iterable[Rung]) -> Rung | None:
    """The first rung but an offer by which much more was asked than given."""
    return next((each for each in rungs if each.sum.is_far_ahead and each.size != "big"), None)
