"""Which acts of the ledger are a yes, and to what: for conditions of mails and goals of series,
and for telling whether somebody did what a mail asked for.

Said twice, because both are needed: over rows already read, and as SQL for the hand-over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet

from django.db.models import Exists, OuterRef, Q

from leads.models import Activity, VisitFacts

_KINDS = Activity.Kind
# Named by what they are; a step is named by its key.
BY_KIND: dict[str, str] = {
    "offer": _KINDS.OFFER,
    "call": _KINDS.CALL,
    "reply": _KINDS.REPLY,
}
_NAMES = {kind: name for name, kind in BY_KIND.items()}
_ALWAYS = (
    _KINDS.GIFT,
    _KINDS.POLL,
    _KINDS.ADDRESS,
    _KINDS.OFFER,
    _KINDS.CALL,
    _KINDS.STEP,
)
STEP_KINDS = (*_ALWAYS, _KINDS.VIDEO, _KINDS.QUIZ)


def did(
    ledger: Iterable[Activity], *, visits: AbstractSet[int], pressed: Iterable[str]
) -> frozenset[str]:
    """What conditions name: `step:<key>`, `mail:<key>`, offer, call, reply.

    `visits` are the person's in the funnel of the series, where alone steps count; `pressed` the
    keys of mails with a human act behind them.
    """
    found = {f"mail:{key}" for key in pressed}
    for act in ledger:
        if act.kind in _NAMES:
            found.add(_NAMES[act.kind])
        if act.visit_id in visits and is_yes(act):
            found |= {f"step:{part}" for part in act.subject.split("/")[1:2]}
    return frozenset(found)


def is_one_of(act: Activity, wanted: Collection[str], *, visits: AbstractSet[int]) -> bool:
    """Whether this act is one of what `wanted` names."""
    return not did([act], visits=visits, pressed=()).isdisjoint(wanted)


def acts_for(wanted: Iterable[str], *, funnel_id: int) -> Q:
    """is_one_of() over Activity, for one funnel; what names a mail is not asked for here."""
    found = Q(pk__in=[])
    for name in wanted:
        kind, _colon, key = name.partition(":")
        if kind == "step":
            mine = VisitFacts.objects.filter(visit_id=OuterRef("visit_id"), funnel_id=funnel_id)
            found |= yes_to(key) & Q(Exists(mine))
        elif kind in BY_KIND:
            found |= Q(kind=BY_KIND[kind])
    return found


def is_yes(act: Activity) -> bool:
    """A quiz is said yes to when it is finished, or by doing first what its result says; a film
    when half of it was watched, below which it is told without any effort."""
    match act.kind:
        case _KINDS.VIDEO:
            return act.effort > 0
        case _KINDS.QUIZ:
            return act.points_key == "quiz_finished" or (not act.points_key and act.effort > 0)
        case _:
            return act.kind in _ALWAYS


def yes_to(step: str) -> Q:
    """is_yes() over Activity, to the step of this key in any funnel."""
    quiz = Q(kind=_KINDS.QUIZ) & (Q(points_key="quiz_finished") | Q(points_key="", effort__gt=0))
    yes = Q(kind__in=_ALWAYS) | Q(kind=_KINDS.VIDEO, effort__gt=0) | quiz
    # Keys hold nothing that means something in a pattern.
    return yes & Q(subject__regex=rf"^[^/]+/{step}(/|$)")
