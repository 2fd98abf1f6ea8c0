"""Whether the one small thing a mail asked for was done, as conditions over Delivery.

The figures count with it, the ledger of one person tells with it. A step, the offer and a reply
are done by what planning calls a yes; but a mail is only given what came within two weeks. The
result, and going on where they stopped, are no yes to plan with: there every act of theirs in
the funnel counts.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from leads.models import Activity, VisitFacts
from nurture.models import MailAnswer, MailEvent, MailLink, Reply
from nurture.planning.yeses import is_yes, yes_to

# What is done later has other reasons.
WITHIN = timedelta(days=14)
IN_THE_MAIL = ("poll", "helped", "done")
_OFFER = (Activity.Kind.OFFER, Activity.Kind.CALL)
# Ours, or a no.
_NO_YES = (
    Activity.Kind.MAIL,
    Activity.Kind.DESK,
    Activity.Kind.MAIL_CLICK,
    Activity.Kind.REPLY,
    Activity.Kind.NOT_NOW,
)


def did(target: str) -> Q:
    """The reader did what a mail with this button target asked for."""
    if target in IN_THE_MAIL:
        return Q(Exists(MailAnswer.objects.filter(delivery=OuterRef("pk"))))
    if target == "reply":
        return Q(Exists(_replies()))
    return Q(Exists(acts_behind(target)))


def pressed() -> Q:
    """A person, not a machine, acted behind one of its links."""
    return Q(Exists(MailLink.objects.filter(delivery=OuterRef("pk"), pressed_at__isnull=False)))


def unsubscribed() -> Q:
    """By a link of this mail, by the button of the mail program, or told by the provider."""
    by_us = Activity.objects.filter(
        source_key=Concat(Value("unsubscribed:"), Cast(OuterRef("pk"), CharField()))
    )
    return Q(Exists(by_us)) | Q(Exists(_told(MailEvent.Kind.UNSUBSCRIBED)))


def complained() -> Q:
    return Q(state="complained") | Q(Exists(_told(MailEvent.Kind.COMPLAINED)))


def acts_behind(target: str) -> QuerySet[Activity]:
    """Acts of the delivery's person that count as this target, up to two weeks after it left."""
    acts = Activity.objects.filter(
        _same_person(),
        occurred_at__gt=OuterRef("handed_over_at"),
        occurred_at__lte=OuterRef("handed_over_at") + WITHIN,
    )
    if target == "offer":
        return acts.filter(kind__in=_OFFER)
    # Another funnel may have a step of the same key; whose visit it was stands in its facts.
    visits = VisitFacts.objects.filter(visit_id=OuterRef("visit_id"))
    acts = acts.filter(Exists(visits.filter(funnel_id=OuterRef(OuterRef("funnel_id")))))
    kind, _colon, key = target.partition(":")
    if kind == "step":
        return acts.filter(yes_to(key))
    return acts.exclude(kind__in=_NO_YES)


def counts_for(act: Activity, target: str) -> bool:
    """Whether this act of the reader is what a mail with this button target asked for."""
    if target == "reply":
        return act.kind == Activity.Kind.REPLY
    if target == "offer":
        return act.kind in _OFFER
    kind, _colon, key = target.partition(":")
    if kind == "step":
        return is_yes(act) and act.subject.split("/")[1:2] == [key]
    return target not in IN_THE_MAIL and act.kind not in _NO_YES


def _replies() -> QuerySet[Reply]:
    mine = Q(delivery=OuterRef("pk"))
    after = Q(
        _same_person(),
        received_at__gt=OuterRef("handed_over_at"),
        received_at__lte=OuterRef("handed_over_at") + WITHIN,
    )
    return Reply.objects.filter(mine | after)


def _told(kind: MailEvent.Kind) -> QuerySet[MailEvent]:
    return MailEvent.objects.filter(
        delivery=OuterRef("pk"), kind=kind, state=MailEvent.State.APPLIED
    )


def _same_person() -> Q:
    return (
        Q(lead=OuterRef("lead_id"))
        | Q(lead=OuterRef("lead__merged_into_id"))
        | Q(lead__merged_into=OuterRef("lead_id"))
    )
