"""Plans the mails that are due: one short transaction, a bounded batch, few queries.

The task dispatch_due calls it every few seconds. It sends nothing; what it plans, and what
was planned before and is due, is rung for the senders.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from nurture.leases import lease_end, new_lease
from nurture.models import Delivery, Enrollment
from nurture.planning.deciding import Decision, Finish, Leave, PassOver, Wait, Write
from nurture.planning.enrolling import leave
from nurture.planning.following import FOLLOWED, follow_due
from nurture.planning.gathering import gather
from nurture.planning.hurrying import hurry
from nurture.planning.moving import move
from nurture.planning.pace import pace_of
from nurture.planning.versions import SeriesContent, content_of
from nurture.planning.yielding import giving_way
from nurture.providers import provider_group

logger = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(hours=1)
_DAY = timedelta(days=1)
_CHANGED = [*FOLLOWED, "lease_id", "lease_until"]


@transaction.atomic
def plan(*, now: datetime, limit: int, pace: timedelta | None) -> int:
    """Makes the next delivery of each due enrollment, or ends it. How many it looked at."""
    enrollments = _claim(now=now, limit=limit)
    before = {each.pk: (each.version_id, each.position) for each in enrollments}
    follow_due(enrollments, now=now, pace=pace)
    tick = _Tick(now, pace)
    due = [each for each in enrollments if each.due_at is not None and each.due_at <= now]
    tick.carry_out(due)
    Delivery.objects.bulk_create(tick.deliveries, ignore_conflicts=True)
    gone = {pk for ids in tick.leaving.values() for pk in ids}
    _save([each for each in enrollments if each.pk not in gone], before)
    for reason, ids in tick.leaving.items():
        leave(ids, reason=reason, now=now)
    return len(enrollments)


def _save(enrollments: Sequence[Enrollment], before: Mapping[int, tuple[int, int]]) -> None:
    """Most of them only have a mail on its way now: one statement for all of these."""
    rest: list[Enrollment] = []
    written: list[int] = []
    for each in enrollments:
        each.lease_id, each.lease_until = "", None
        is_unmoved = before[each.pk] == (each.version_id, each.position)
        if is_unmoved and each.due_at is None and each.state == Enrollment.State.ACTIVE:
            written.append(each.pk)
        else:
            rest.append(each)
    Enrollment.objects.filter(pk__in=written).update(
        due_at=None, waiting_since=None, lease_id="", lease_until=None
    )
    Enrollment.objects.bulk_update(rest, _CHANGED)


def _claim(*, now: datetime, limit: int) -> list[Enrollment]:
    """The due enrollments that are ours. Their addresses are locked, as every writer does first.

    On Postgres somebody else's locked addresses are left for the next tick.
    """
    candidates = (
        Enrollment.objects.due(now)
        .filter(sequence__is_paused=False)
        .select_related("address")
        .select_for_update(of=("address",), skip_locked=True)
        .order_by("due_at", "pk")[:limit]
    )
    ids = [each.pk for each in candidates]
    lease = new_lease()
    Enrollment.objects.due(now).filter(pk__in=ids).update(
        lease_id=lease, lease_until=lease_end(now)
    )
    mine = Enrollment.objects.filter(pk__in=ids, lease_id=lease)
    # A version is a long text that many of them share: it is read once.
    return list(
        mine.select_related("address", "lead__merged_into")
        .prefetch_related("version", "sequence")
        .order_by("pk")
    )


@dataclass
class _Tick:
    """One round: decisions become changed rows, new deliveries, and reasons to leave."""

    now: datetime
    pace: timedelta | None
    deliveries: list[Delivery] = field(default_factory=list)
    leaving: dict[Enrollment.Exit, list[int]] = field(default_factory=lambda: defaultdict(list))

    def carry_out(self, due: Sequence[Enrollment]) -> None:
        decided = self._decided(due)
        writing = [
            each
            for each, _content, decision in decided
            if isinstance(decision, Write) and pace_of(each, self.pace) is None
        ]
        waiting = giving_way(writing, now=self.now)
        for enrollment, content, decision in decided:
            if enrollment.pk in waiting:
                enrollment.due_at = self.now + LOOK_AGAIN
            else:
                self._follow(enrollment, content, decision)

    def _decided(
        self, due: Sequence[Enrollment]
    ) -> list[tuple[Enrollment, SeriesContent, Decision]]:
        gathered = gather(due, now=self.now)
        found = []
        for each in due:
            day = pace_of(each, self.pace)
            try:
                content = content_of(each.version)
                decision = gathered.decide(each, content, day=_DAY if day is None else day)
            except Exception:
                # One series that cannot be read must not stop the others.
                logger.exception("Enrollment %s could not be decided.", each.pk)
                each.due_at = self.now + LOOK_AGAIN
                continue
            found.append((each, content, decision))
        return found

    def _follow(self, enrollment: Enrollment, content: SeriesContent, decision: Decision) -> None:
        """Carries one decision out on its row."""
        pace = pace_of(enrollment, self.pace)
        match decision:
            case Leave(reason):
                self.leaving[reason].append(enrollment.pk)
            case Finish():
                end = len(content.sequence.messages)
                move(enrollment, content, to=end, now=self.now, pace=pace)
            case PassOver(index, reason):
                skipped = self._delivery(enrollment, content, index)
                skipped.state, skipped.skipped_reason = Delivery.State.SKIPPED, reason
                move(enrollment, content, to=index + 1, now=self.now, pace=pace)
                hurry(enrollment)
            case Wait(index, until):
                enrollment.position = index
                enrollment.waiting_since = enrollment.waiting_since or self.now
                again = LOOK_AGAIN if pace is None else pace / 24
                enrollment.due_at = min(self.now + again, until)
            case Write(index):
                self._delivery(enrollment, content, index)
                enrollment.position, enrollment.due_at = index, None
                enrollment.waiting_since = None

    def _delivery(self, enrollment: Enrollment, content: SeriesContent, index: int) -> Delivery:
        """Adds the mail at `index`, planned for when it was due."""
        message = content.sequence.messages[index]
        planned_for = enrollment.due_at or self.now
        expires = message.expires_days
        delivery = Delivery(
            lead_id=enrollment.lead_id,
            address_id=enrollment.address_id,
            enrollment=enrollment,
            purpose=content.sequence.purpose,
            dedupe_key=f"seq:{enrollment.pk}:{message.key}",
            message_key=message.key,
            funnel_id=enrollment.funnel_id,
            visit_id=enrollment.visit_id,
            provider_group=provider_group(enrollment.address.normalised),
            created_at=self.now,
            planned_for=planned_for,
            due_at=self.now,
            expires_at=None if expires is None else planned_for + timedelta(days=expires),
        )
        self.deliveries.append(delivery)
        return delivery
