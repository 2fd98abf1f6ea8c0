"""The last gate: one conditional UPDATE decides whether a prepared mail goes out.

Called by sending, right before the transport. Whoever unsubscribes, buys, wins or pauses
before this UPDATE commits is not written to any more.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from leads.models import EmailAddress, Lead
from leads.permission import may_email
from nurture.models import Delivery, DeliveryQuerySet
from nurture.planning.enrolling import leave
from nurture.planning.exits import exit_of
from nurture.planning.hours import is_hour_for, next_hour_for
from nurture.planning.pace import pace_of
from nurture.planning.versions import content_of
from nurture.sending.asking import MailAtGate
from nurture.sending.drafts import Draft, draft_update
from nurture.sending.guards import (
    PERMISSION,
    STOP_LOOKS,
    STOPS,
    Guard,
    guards_for,
    is_series,
    shape_of,
    stops_of,
    topic_of,
)
from nurture.sending.holding import held
from nurture.sending.settling import leave_out
from nurture.sending.stopping import held_by, standing_stops

# '' is a permission that came back in the same moment.
_WAITS = {"": timedelta(minutes=1), "not_confirmed": timedelta(hours=6)}
# The UPDATE of each shape of mail, compiled once in a process.
_drafts: dict[Hashable, Draft] = {}
_MOST_DRAFTS = 256
# No row has this number.
_GONE = -1


@transaction.atomic
def hand_over(
    *,
    delivery: Delivery,
    message_id: str,
    subject: str,
    now: datetime,
    pace: timedelta | None,
    tries: Collection[str] = (),
) -> bool:
    """True: it is handed over and must be sent now. False: it is held, left out, ended or not ours.

    Idempotent in effect: a second worker with the same delivery has another lease. `tries`: scopes
    of stops whose pause is over, where this mail is the one that tries.
    """
    pace = pace_of(delivery.enrollment, pace)
    people, address = _locked(delivery)
    mine = Delivery.objects.filter(
        pk=delivery.pk, state=Delivery.State.CLAIMED, lease_id=delivery.lease_id
    )
    if address is None:
        mine.update(state=Delivery.State.SCHEDULED, lease_id="", lease_until=None)
        return False
    if not _is_right_hour(delivery, now, pace):
        return _hold(mine, delivery, "quiet_hours", now=now, until=now, pace=pace)
    mail = MailAtGate(
        delivery=delivery,
        address=address,
        people=people,
        now=now,
        is_paced=pace is not None,
        scopes=[each for each in stops_of(delivery, people) if each not in tries],
        message_id=message_id,
        subject=subject,
    )
    if _let_through(mail):
        return True
    standing = next((each for each in guards_for(mail) if mine.filter(each.stands).exists()), None)
    if standing is not None:
        _turn_back(mine, delivery, _named(standing, delivery, people, now), now=now, pace=pace)
    return False


def _locked(delivery: Delivery) -> tuple[list[int], EmailAddress | None]:
    """Ids of the person's rows, and the mail's address, read under the lock of all their
    addresses; None for a person that was merged, or erased, since the mail was taken."""
    root = delivery.lead.merged_into_id or delivery.lead_id
    person = Lead.objects.filter(Q(pk=root) | Q(merged_into=root))
    theirs = EmailAddress.objects.filter(Q(lead__in=person) | Q(pk=delivery.address_id))
    rows = {each.pk: each for each in theirs.select_for_update(of=("self",)).order_by("pk")}
    found = dict(person.order_by("pk").values_list("pk", "merged_into_id"))
    if found.get(delivery.lead_id, _GONE) != delivery.lead.merged_into_id:
        return [], None
    return list(found), rows.get(delivery.address_id)


def _let_through(mail: MailAtGate) -> bool:
    """The one UPDATE: whatever was committed before it counts."""
    shape = shape_of(mail)
    draft = _drafts.get(shape) if shape is not None else None
    if draft is None:
        draft = update_for(mail)
        if shape is not None:
            if len(_drafts) >= _MOST_DRAFTS:
                _drafts.clear()
            _drafts[shape] = draft
    return draft.run(mail.value) > 0


def update_for(mail: MailAtGate) -> Draft:
    """Hands over where no guard stands; good for every mail of this shape."""
    free = Delivery.objects.filter(
        *(~guard.stands for guard in guards_for(mail)),
        pk=mail.slot("delivery"),
        state=Delivery.State.CLAIMED,
        lease_id=mail.slot("lease"),
    )
    return draft_update(free, mail.handed_over())


def _named(guard: Guard, delivery: Delivery, people: Sequence[int], now: datetime) -> Guard:
    """What a stop is called depends on what it covers and on who made it."""
    if guard.reason != STOPS:
        return guard
    scopes = stops_of(delivery, people)
    found = standing_stops(scopes, now)
    stop = next((found[scope] for scope in scopes if scope in found), None)
    if stop is None:
        return guard
    wait = STOP_LOOKS if stop.until is None else min(stop.until - now, STOP_LOOKS)
    return replace(guard, reason=held_by(stop), wait=wait)


def _is_right_hour(delivery: Delivery, now: datetime, pace: timedelta | None) -> bool:
    if pace is not None or not is_series(delivery) or delivery.enrollment is None:
        return True
    content = content_of(delivery.enrollment.version)
    return is_hour_for(delivery.lead, content, delivery.message_key, now)


def _turn_back(
    mine: DeliveryQuerySet,
    delivery: Delivery,
    guard: Guard,
    *,
    now: datetime,
    pace: timedelta | None,
) -> None:
    reason, wait, way_out = guard.reason, guard.wait, guard.exit
    if reason == PERMISSION:
        reason = may_email(
            address=delivery.address, purpose=delivery.purpose, topic=topic_of(delivery)
        )
        wait = _WAITS.get(reason)
        way_out = exit_of(reason)
    if wait is not None:
        _hold(mine, delivery, reason, now=now, until=now + wait, pace=pace)
        return
    if guard.skips:
        leave_out(delivery=delivery, reason=reason, now=now, pace=pace)
        return
    if delivery.enrollment_id is not None and way_out is not None:
        leave([delivery.enrollment_id], reason=way_out, now=now)
    mine.update(
        state=Delivery.State.CANCELLED if delivery.enrollment_id else Delivery.State.SKIPPED,
        skipped_reason=reason,
        held_reason="",
        lease_id="",
        lease_until=None,
    )


def _hold(
    mine: DeliveryQuerySet,
    delivery: Delivery,
    reason: str,
    *,
    now: datetime,
    until: datetime,
    pace: timedelta | None,
) -> bool:
    """Back to the planned ones with the reason, due when it may have passed. Always False."""
    if pace is None and is_series(delivery) and delivery.enrollment is not None:
        content = content_of(delivery.enrollment.version)
        until = next_hour_for(delivery.lead, content, delivery.message_key, until)
    mine.update(
        state=Delivery.State.SCHEDULED,
        held_reason=reason,
        holds=held(delivery.holds, reason=reason, now=now, until=until),
        due_at=until,
        lease_id="",
        lease_until=None,
    )
    return False
