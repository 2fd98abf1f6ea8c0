"""Guard rails over a series: complaints slow it and stop it, a text that cannot be made waits.

Batches call after_parking(), hearing calls after_complaint(); the marketer hears of both.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from nurture.models import Delivery, MailEvent, MailStop, Notice, Sequence
from nurture.noticing import notice
from nurture.sending.stopping import mail_scope

# Of the last so many of one mail, this many at least, and this part of them.
LOOKED_AT, LEAST_PARKED, PARKED_PART = 50, 5, 0.3
COMPLAINTS_SPAN = timedelta(days=30)
# What Google asks of bulk senders: below 0.1 %, never 0.3 %.
SLOW_PART, STOP_PART = 0.001, 0.003
# Of fewer mails a part says nothing: one complaint slows, two stop.
ENOUGH_SENT = 100
_TRIED = (
    Delivery.State.ACCEPTED,
    Delivery.State.BOUNCED,
    Delivery.State.COMPLAINED,
    Delivery.State.AMBIGUOUS,
    Delivery.State.PARKED,
)


def after_parking(*, delivery: Delivery, now: datetime) -> MailStop | None:
    """The stop of this mail of a series where too many of it could not be made, else None."""
    if delivery.enrollment is None:
        return None
    sequence, key = delivery.enrollment.sequence, delivery.message_key
    mails = Delivery.objects.filter(enrollment__sequence=sequence, message_key=key)
    last = list(
        mails.filter(state__in=_TRIED).order_by("-pk").values_list("state", flat=True)[:LOOKED_AT]
    )
    parked = last.count(Delivery.State.PARKED)
    if parked < LEAST_PARKED or parked < PARKED_PART * len(last):
        return None
    return _stop_text(sequence, key, parked, len(last), now)


@transaction.atomic
def _stop_text(sequence: Sequence, key: str, parked: int, of: int, now: datetime) -> MailStop:
    said = _("%(parked)s of the last %(of)s could not be made.") % {"parked": parked, "of": of}
    stop, is_new = MailStop.objects.get_or_create(
        scope=mail_scope(sequence.pk, key),
        defaults={"kind": MailStop.Kind.TEXT, "reason": said, "created_at": now},
    )
    if is_new:
        what = {"series": sequence.name, "said": said, "mail": key}
        notice(
            kind=Notice.Kind.TEXT,
            key=f"text:{stop.scope}:{now.isoformat()}",
            subject=_("A mail of “%(series)s” waits: its text cannot be made") % what,
            text=_(
                "%(said)s Nobody gets this mail until its text is repaired; the people concerned"
                " are on hold, the others wait.\n\nMail: %(mail)s"
            )
            % what,
            now=now,
        )
    return stop


@transaction.atomic
def after_complaint(*, sequence_id: int, now: datetime) -> str:
    """Looks at the last 30 days of the series: 'paused', 'slowed' or '' for neither. Idempotent."""
    sequence = Sequence.objects.select_for_update().get(pk=sequence_id)
    sent, complaints = complaints_of(sequence_id, now)
    if _is_over(STOP_PART, 2, sent, complaints):
        if not sequence.is_paused:
            sequence.is_paused, sequence.pause_reason = True, MailStop.Kind.COMPLAINTS
            sequence.save(update_fields=["is_paused", "pause_reason"])
            _tell(sequence, _("“%(series)s” was paused: too many marked it as spam"), now)
        return "paused"
    if _is_over(SLOW_PART, 1, sent, complaints):
        if sequence.slowed_at is None:
            sequence.slowed_at = now
            sequence.save(update_fields=["slowed_at"])
            _tell(sequence, _("“%(series)s” was slowed down: some marked it as spam"), now)
        return "slowed"
    return ""


def complaints_of(sequence_id: int, now: datetime) -> tuple[int, int]:
    """Mails of the series that were taken in the last 30 days, and complaints about them."""
    told = MailEvent.objects.filter(delivery=OuterRef("pk"), kind=MailEvent.Kind.COMPLAINED)
    sent = Delivery.objects.filter(
        enrollment__sequence_id=sequence_id,
        accepted_at__gt=now - COMPLAINTS_SPAN,
        state__in=[
            Delivery.State.ACCEPTED,
            Delivery.State.COMPLAINED,
            Delivery.State.BOUNCED,
        ],
    )
    complained = sent.filter(Q(state=Delivery.State.COMPLAINED) | Q(Exists(told)))
    return sent.count(), complained.count()


def _is_over(part: float, few: int, sent: int, complaints: int) -> bool:
    return complaints >= few if sent < ENOUGH_SENT else complaints > part * sent


def _tell(sequence: Sequence, subject: str, now: datetime) -> None:
    sent, complaints = complaints_of(sequence.pk, now)
    said = {"series": sequence.name, "sent": sent, "complaints": complaints}
    notice(
        kind=Notice.Kind.COMPLAINTS,
        key=f"complaints:{sequence.pk}:{now.isoformat()}",
        subject=subject % said,
        text=_(
            "%(complaints)s of the last %(sent)s mails of this series were marked as spam. Mail"
            " providers send all your mails to the spam folder above three in a thousand. Have a"
            " look at who gets this series, how often, and what was promised to them."
        )
        % said,
        now=now,
    )
