"""What became of a mail that was handed over, written down; the series counts on from there.

Called by sending for what the transport said and by reaping for what nobody knows. Each
change is conditional on the lease, so a late answer of a slow worker changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from leads.activity import Act, record_acts
from leads.locking import hold_address
from leads.models import Suppression
from leads.suppressing import suppress
from nurture.models import Delivery, DeliveryQuerySet, Enrollment, MailStop
from nurture.planning.enrolling import go_on, leave
from nurture.planning.hurrying import hurry
from nurture.providers import provider_group
from nurture.rules import rules
from nurture.sending.breaker import trip
from nurture.sending.holding import held
from nurture.sending.refusals import GIVE_UP_AFTER, RefusedError, Verdict, back_off, judge
from nurture.sending.stopping import ALL, group_scope, held_by
from nurture.writing.first_mails import is_first_of_series, join_series

logger = logging.getLogger(__name__)

STOP_LOOKS = timedelta(minutes=30)
RESEND_AFTER = timedelta(minutes=1)
MOST_RESENDS = 1
_ERROR_LENGTH = 500


@transaction.atomic
def accept(
    *, delivery: Delivery, now: datetime, pace: timedelta | None, provider_id: str = ""
) -> bool:
    """The mail server took it. False where the row is no longer ours.

    `provider_id`: what a sending provider calls it; '' where it is the Message-ID.
    """
    hold_address(delivery.address_id)
    # A reaper may have called it maybe sent while the server was thinking: now we know better.
    ours = _mine(delivery, Delivery.State.HANDED_OVER, Delivery.State.AMBIGUOUS)
    if not ours.update(
        state=Delivery.State.ACCEPTED,
        accepted_at=now,
        provider_id=provider_id[:200],
        lease_until=None,
        failing_since=None,
        error="",
    ):
        return False
    delivery.subject = Delivery.objects.values_list("subject", flat=True).get(pk=delivery.pk)
    note_sent(delivery, now=now)
    _go_on(delivery, now=now, pace=pace)
    if is_first_of_series(delivery):
        join_series(address_id=delivery.address_id)
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


def never_sent(*, delivery: Delivery) -> bool:
    """Back to the planned ones: not a byte of it went out. Idempotent."""
    ours = _mine(delivery, Delivery.State.CLAIMED, Delivery.State.HANDED_OVER)
    return bool(
        ours.update(
            state=Delivery.State.SCHEDULED, handed_over_at=None, lease_id="", lease_until=None
        )
    )


@transaction.atomic
def leave_out(*, delivery: Delivery, reason: str, now: datetime, pace: timedelta | None) -> None:
    """This mail never goes out; the series goes on from it."""
    if _mine(delivery, Delivery.State.CLAIMED).update(
        state=Delivery.State.SKIPPED,
        skipped_reason=reason,
        held_reason="",
        lease_id="",
        lease_until=None,
    ):
        _go_on(delivery, now=now, pace=pace)


@transaction.atomic
def refuse(
    *,
    delivery: Delivery,
    refusal: RefusedError,
    now: datetime,
    pace: timedelta | None,
    tries: Collection[str] = (),
) -> Verdict:
    """Acts on the verdict over a refusal; gives it back.

    `tries`: scopes of stops whose pause was over and for which this mail was the one that tried.
    Whether the server itself is in trouble, the batch tells the breaker.
    """
    hold_address(delivery.address_id)
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
            _stop(delivery, verdict, text, now=now, is_try=ALL in tries)
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
    """Nobody knows whether it arrived. By the rules of the house it is sent again, once, or not:
    usually only what somebody asked for."""
    hold_address(delivery.address_id)
    ours = _mine(delivery, Delivery.State.HANDED_OVER)
    if _is_sent_again(delivery):
        until = now + RESEND_AFTER
        return bool(
            ours.update(
                state=Delivery.State.SCHEDULED,
                held_reason="maybe_sent",
                holds=held(delivery.holds, reason="maybe_sent", now=now, until=until),
                error=error,
                resends=delivery.resends + 1,
                due_at=until,
                lease_id="",
                lease_until=None,
            )
        )
    is_ours = bool(ours.update(state=Delivery.State.AMBIGUOUS, error=error, lease_until=None))
    if is_ours:
        _go_on(delivery, now=now, pace=pace)
    return is_ours


def _is_sent_again(delivery: Delivery) -> bool:
    if delivery.resends >= MOST_RESENDS:
        return False
    row = rules()
    return row.resends_series if delivery.purpose in Delivery.SERIES else row.resends_requested


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
        now=now,
        due_at=now + back_off(attempts, str(delivery.pk)),
        failing_since=since,
        attempts=attempts,
    )


def _stop(delivery: Delivery, verdict: Verdict, error: str, *, now: datetime, is_try: bool) -> None:
    """Everything waits, or all mail to this provider; the person is not to blame."""
    if verdict is Verdict.STOP_ALL:
        stop = trip(scope=ALL, kind=MailStop.Kind.LOGIN, said=error, now=now, is_try=is_try)
    else:
        group = delivery.provider_group or provider_group(delivery.address.normalised)
        stop = trip(scope=group_scope(group), kind=MailStop.Kind.REFUSED, said=error, now=now)
    due_at = stop.until or now + STOP_LOOKS
    _back_to_planned(delivery, reason=held_by(stop), error=error, now=now, due_at=due_at)


def _back_to_planned(
    delivery: Delivery,
    *,
    reason: str,
    error: str,
    now: datetime,
    due_at: datetime,
    failing_since: datetime | None = None,
    attempts: int | None = None,
) -> None:
    ours = _mine(delivery, Delivery.State.CLAIMED, Delivery.State.HANDED_OVER)
    ours.update(
        state=Delivery.State.SCHEDULED,
        held_reason=reason,
        holds=held(delivery.holds, reason=reason, now=now, until=due_at),
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
