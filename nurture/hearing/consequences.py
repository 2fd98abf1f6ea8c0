"""What each thing that a provider tells of a mail means: for the mail, its address, its person.

Called by hearing.events alone, under the lock of the person. Each answers whether it changed
anything; none of them ever takes back what is worse.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q

from leads.models import EmailAddress, Suppression
from leads.suppressing import suppress
from nurture.hearing.told import Kind, Told
from nurture.models import Delivery, Enrollment, MailEvent, MailLink, Reply
from nurture.planning.enrolling import go_on, leave
from nurture.planning.pace import pace
from nurture.reader.unsubscribing import stop_mails
from nurture.sending.doubts import settle_doubt
from nurture.sending.rails import after_complaint

# So many mails in a row came back, over so long a time: then the address is as good as gone.
MOST_SOFT_BOUNCES = 5
SOFT_BOUNCES_OVER = timedelta(days=3)
_ERROR_LENGTH = 500
State = Delivery.State
_WORSE = (State.BOUNCED, State.COMPLAINED)


def deliver(delivery: Delivery, event: Told, now: datetime) -> bool:
    """It arrived, which ends a doubt; what bounced or was complained of stays so."""
    if delivery.state in _WORSE:
        return False
    _end_doubt(delivery, event, now)
    Delivery.objects.filter(pk=delivery.pk, delivered_at=None).update(
        delivered_at=event.occurred_at
    )
    EmailAddress.objects.filter(
        pk=delivery.address_id, soft_bounced_at__lte=event.occurred_at
    ).update(soft_bounces=0, soft_bounced_at=None)
    return True


def bounce(delivery: Delivery, event: Told, now: datetime) -> bool:
    """The address does not exist: no mail goes there any more."""
    _mark(delivery, State.BOUNCED, event, also_over=(State.COMPLAINED,))
    _end_address(delivery.address, now)
    return True


def soften(delivery: Delivery, event: Told, now: datetime) -> bool:
    """A mail that came back this time, or waits at the door: each mail counts once."""
    if delivery.delivered_at is not None or delivery.state in _WORSE:
        return False
    address = EmailAddress.objects.get(pk=delivery.address_id)
    if Delivery.objects.filter(address=address, delivered_at__gte=event.occurred_at).exists():
        return False
    if event.kind == Kind.SOFT_BOUNCED:
        _mark(delivery, State.BOUNCED, event)
    if _is_counted(delivery):
        return event.kind == Kind.SOFT_BOUNCED
    _count(address, event.occurred_at)
    since = address.soft_bounced_at or event.occurred_at
    is_over = event.occurred_at - since >= SOFT_BOUNCES_OVER
    if address.soft_bounces >= MOST_SOFT_BOUNCES and is_over:
        _end_address(address, now)
    return True


def complain(delivery: Delivery, event: Told, now: datetime) -> bool:
    """Somebody pressed "spam": nothing goes there any more, and the series is looked at."""
    Delivery.objects.filter(pk=delivery.pk, delivered_at=None).update(
        delivered_at=event.occurred_at
    )
    _mark(delivery, State.COMPLAINED, event)
    suppress(address=delivery.address, reason=Suppression.Reason.COMPLAINED, now=now)
    stop_mails(
        address=delivery.address,
        lead=delivery.lead,
        channel="provider",
        text="Marked as spam",
        source_key=f"complained:{delivery.pk}",
        now=now,
    )
    if delivery.enrollment is not None:
        after_complaint(sequence_id=delivery.enrollment.sequence_id, now=now)
    return True


def stop(delivery: Delivery, event: Told, now: datetime) -> bool:
    """The provider's own unsubscribe, as one press of the button in the mail's header."""
    stop_mails(
        address=delivery.address,
        lead=delivery.lead,
        channel="header",
        text=event.said or "Unsubscribed at the mail provider",
        source_key=f"unsubscribed:{delivery.pk}",
        now=now,
    )
    return True


def reject(delivery: Delivery, event: Told, _now: datetime) -> bool:
    """Refused on its way, and not because of its person."""
    if delivery.delivered_at is not None:
        return False
    return _mark(delivery, State.FAILED, event, also_over=_WORSE)


def _mark(
    delivery: Delivery, state: Delivery.State, event: Told, *, also_over: tuple[str, ...] = ()
) -> bool:
    """`also_over`: states that are not left for this one."""
    rows = Delivery.objects.filter(pk=delivery.pk).exclude(state__in=(*also_over, state))
    changed = rows.update(
        state=state,
        error=event.said[:_ERROR_LENGTH],
        held_reason="",
        lease_until=None,
        accepted_at=F("accepted_at") if delivery.accepted_at else F("handed_over_at"),
        delivered_at=F("delivered_at") if state == State.COMPLAINED else None,
    )
    if changed and delivery.state in Delivery.OPEN:
        _go_on(delivery, now=event.occurred_at)
    return bool(changed)


def _end_address(address: EmailAddress, now: datetime) -> None:
    suppress(address=address, reason=Suppression.Reason.BOUNCED, now=now)
    places = Enrollment.objects.filter(address=address, state=Enrollment.State.ACTIVE)
    leave([each.pk for each in places], reason=Enrollment.Exit.BOUNCED, now=now)


def _end_doubt(delivery: Delivery, event: Told, now: datetime) -> None:
    """Also where it was about to be sent once more, because nobody knew."""
    waits = Delivery.objects.filter(pk=delivery.pk, state=State.SCHEDULED, held_reason="maybe_sent")
    is_called_back = waits.update(state=State.AMBIGUOUS, held_reason="")
    settle_doubt(delivery_id=delivery.pk, has_arrived=True, by=event.provider, now=now)
    if is_called_back:
        _go_on(delivery, now=now)


def _go_on(delivery: Delivery, *, now: datetime) -> None:
    if delivery.enrollment_id is not None:
        go_on(
            enrollment_id=delivery.enrollment_id,
            message_key=delivery.message_key,
            now=now,
            pace=pace(),
        )


def _is_counted(delivery: Delivery) -> bool:
    return MailEvent.objects.filter(
        delivery=delivery,
        kind__in=(Kind.DEFERRED, Kind.SOFT_BOUNCED),
        state=MailEvent.State.APPLIED,
    ).exists()


def _count(address: EmailAddress, at: datetime) -> None:
    """One more in a row; what its person did meanwhile begins the row anew."""
    since = address.soft_bounced_at
    if since is None or _was_heard_of(address, since):
        address.soft_bounces, address.soft_bounced_at = 0, at
    address.soft_bounces += 1
    address.soft_bounced_at = min(address.soft_bounced_at or at, at)
    address.save(update_fields=["soft_bounces", "soft_bounced_at"])


def _was_heard_of(address: EmailAddress, since: datetime) -> bool:
    pressed = MailLink.objects.filter(delivery__address=address, pressed_at__gt=since)
    wrote = Reply.objects.filter(
        Q(sender=address.normalised) | Q(delivery__address=address), received_at__gt=since
    )
    return pressed.exists() or wrote.exists()
