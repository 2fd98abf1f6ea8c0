"""What became of a mail that was handed over, written down; the series counts on from there.

Called by sending for what the transport said and by reaping for what nobody knows. Each
change is conditional on the lease, so a late answer of a slow worker changes nothing.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from leads.activity import Act, record_acts
from leads.locking import lock_addresses
from leads.models import Suppression
from leads.suppressing import suppress
from nurture.models import Delivery, DeliveryQuerySet, Enrollment, MailStop
from nurture.planning.enrolling import go_on, leave
from nurture.planning.hurrying import hurry
from nurture.providers import provider_group
from nurture.sending.refusals import (
    GIVE_UP_AFTER,
    RefusedError,
    Verdict,
    back_off,
    judge,
)

logger = logging.getLogger(__name__)

STOP_FOR = timedelta(minutes=30)
RESEND_AFTER = timedelta(minutes=1)
MOST_RESENDS = 1
_ERROR_LENGTH = 500


@transaction.atomic
def accept(*, delivery: Delivery, now: datetime, pace: timedelta | None) -> bool:
    """The mail server took it. False where the row is no longer ours."""
    lock_addresses([delivery.address_id])
    # A reaper may have called it maybe sent while the server was thinking: now we know better.
    ours = _mine(delivery, Delivery.State.HANDED_OVER, Delivery.State.AMBIGUOUS)
    if not ours.update(
        state=Delivery.State.ACCEPTED,
        accepted_at=now,
        lease_until=None,
        failing_since=None,
        error="",
    ):
        return False
    delivery.subject = Delivery.objects.values_list("subject", flat=True).get(pk=delivery.pk)
    note_sent(delivery, now=now)
    _go_on(delivery, now=now, pace=pace)
    return True


def note_sent(delivery: Delivery, *, now: datetime) -> None:
    """The line in the person's story. Idempotent."""
    act = Act(
        kind="mail",
        subject=f"mail/{delivery.pk}",
        label=f"Mail sent: {delivery.subject}"[:300],
        occurred_at=now,
        source_key=f"mail:{delivery.pk}",
        visit_id=delivery.visit_id,
    )
    record_acts(lead=delivery.lead, acts=[act], now=now)


@transaction.atomic
def refuse(
    *, delivery: Delivery, refusal: RefusedError, now: datetime, pace: timedelta | None
) -> Verdict:
    """Acts on the verdict over a refusal; gives it back."""
    lock_addresses([delivery.address_id])
    verdict = judge(refusal)
    text = str(refusal)[:_ERROR_LENGTH]
    match verdict:
        case Verdict.RETRY:
            _retry(delivery, text, now=now, pace=pace)
        case Verdict.MAYBE_SENT:
            doubt(delivery=delivery, error=text, now=now, pace=pace)
        case Verdict.BOUNCED:
            _bounce(delivery, text, now=now)
        case Verdict.FAILED:
            give_up(delivery=delivery, state=Delivery.State.FAILED, error=text, now=now, pace=pace)
        case Verdict.STOP_PROVIDER | Verdict.STOP_ALL:
            _stop(delivery, verdict, text, now=now)
    return verdict


@transaction.atomic
def give_up(
    *,
    delivery: Delivery,
    state: Delivery.State,
    error: str,
    now: datetime,
    pace: timedelta | None,
) -> None:
    """This mail alone is over (failed) or on hold (parked); the series goes on."""
    if _mine(delivery, Delivery.State.CLAIMED, Delivery.State.HANDED_OVER).update(
        state=state, error=error[:_ERROR_LENGTH], lease_until=None, handed_over_at=None
    ):
        logger.warning("Delivery %s is %s: %s", delivery.pk, state.value, error)
        _go_on(delivery, now=now, pace=pace)


@transaction.atomic
def doubt(*, delivery: Delivery, error: str, now: datetime, pace: timedelta | None) -> bool:
    """Nobody knows whether it arrived. Only a mail somebody asked for is sent again, once."""
    lock_addresses([delivery.address_id])
    ours = _mine(delivery, Delivery.State.HANDED_OVER)
    if delivery.purpose == Delivery.Purpose.REQUESTED and delivery.resends < MOST_RESENDS:
        return bool(
            ours.update(
                state=Delivery.State.SCHEDULED,
                held_reason="maybe_sent",
                error=error,
                resends=delivery.resends + 1,
                due_at=now + RESEND_AFTER,
                lease_id="",
                lease_until=None,
            )
        )
    is_ours = bool(ours.update(state=Delivery.State.AMBIGUOUS, error=error, lease_until=None))
    if is_ours:
        _go_on(delivery, now=now, pace=pace)
    return is_ours


def _mine(delivery: Delivery, *states: Delivery.State) -> DeliveryQuerySet:
    return Delivery.objects.filter(pk=delivery.pk, lease_id=delivery.lease_id, state__in=states)


def _retry(delivery: Delivery, error: str, *, now: datetime, pace: timedelta | None) -> None:
    since = delivery.failing_since or now
    if now - since >= GIVE_UP_AFTER:
        give_up(delivery=delivery, state=Delivery.State.FAILED, error=error, now=now, pace=pace)
        return
    row = Delivery.objects.only("state", "attempts").get(pk=delivery.pk)
    # Without a connection it was not handed over, which is where attempts are counted.
    attempts = row.attempts + (row.state == Delivery.State.CLAIMED)
    _back_to_planned(
        delivery,
        reason="server_refused",
        error=error,
        due_at=now + back_off(attempts, str(delivery.pk)),
        failing_since=since,
        attempts=attempts,
    )


def _stop(delivery: Delivery, verdict: Verdict, error: str, *, now: datetime) -> None:
    """Everything waits, or all mail to this provider; the person is not to blame."""
    is_all = verdict is Verdict.STOP_ALL
    scope = "all" if is_all else provider_group(delivery.address.normalised)
    MailStop.objects.update_or_create(
        scope=scope,
        defaults={"reason": error[:300], "created_at": now, "until": now + STOP_FOR},
    )
    logger.error("Mail to %s stops for %s: %s", scope, STOP_FOR, error)
    _back_to_planned(delivery, reason="mail_stop", error=error, due_at=now + STOP_FOR)


def _back_to_planned(
    delivery: Delivery,
    *,
    reason: str,
    error: str,
    due_at: datetime,
    failing_since: datetime | None = None,
    attempts: int | None = None,
) -> None:
    ours = _mine(delivery, Delivery.State.CLAIMED, Delivery.State.HANDED_OVER)
    ours.update(
        state=Delivery.State.SCHEDULED,
        held_reason=reason,
        error=error,
        due_at=due_at,
        failing_since=failing_since or delivery.failing_since,
        attempts=F("attempts") if attempts is None else attempts,
        # Nothing went out, so it counts towards no cap.
        handed_over_at=None,
        lease_id="",
        lease_until=None,
    )


def _bounce(delivery: Delivery, error: str, *, now: datetime) -> None:
    ours = _mine(delivery, Delivery.State.CLAIMED, Delivery.State.HANDED_OVER)
    if not ours.update(
        state=Delivery.State.BOUNCED, error=error, lease_until=None, handed_over_at=None
    ):
        return
    suppress(address=delivery.address, reason=Suppression.Reason.BOUNCED, now=now)
    places = Enrollment.objects.filter(
        address_id=delivery.address_id, state=Enrollment.State.ACTIVE
    )
    leave([each.pk for each in places], reason=Enrollment.Exit.BOUNCED, now=now)


def _go_on(delivery: Delivery, *, now: datetime, pace: timedelta | None) -> None:
    if delivery.enrollment_id is not None:
        go_on(
            enrollment_id=delivery.enrollment_id,
            message_key=delivery.message_key,
            now=now,
            pace=pace,
        )
        hurry(delivery.enrollment)
