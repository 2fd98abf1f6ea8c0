"""Two mails of different series are due for one person at once: the better one goes first.

Dispatching asks with what it is about to write in one round; the other looks again in an hour.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q

from nurture.models import Delivery, Enrollment
from nurture.planning.caps import DAY_SPAN
from nurture.planning.gathering import person_of
from nurture.rules import rules


def giving_way(enrollments: Sequence[Enrollment], *, now: datetime) -> set[int]:
    """Ids of those whose mail waits for a better one, as far as the day's cap has room for both.

    Priority 1 goes first, then who has waited longest. One query at most, none where no person
    is named twice.
    """
    people: dict[int, list[Enrollment]] = defaultdict(list)
    for each in enrollments:
        people[person_of(each).pk].append(each)
    rivals = {pk: rows for pk, rows in people.items() if len(rows) > 1}
    if not rivals:
        return set()
    taken, cap = _taken(rivals.keys(), now), rules().cap_day
    waiting: set[int] = set()
    for pk, rows in rivals.items():
        room = max(cap - taken[pk], 1)
        waiting |= {each.pk for each in sorted(rows, key=_rank)[room:]}
    return waiting


def _rank(enrollment: Enrollment) -> tuple[int, datetime, int]:
    return (enrollment.priority, enrollment.due_at or enrollment.anchor_at, enrollment.pk)


def _taken(people: Collection[int], now: datetime) -> Counter[int]:
    """How many mails of series count towards each one's day: sent lately, or on their way."""
    counted = Q(handed_over_at__gt=now - DAY_SPAN) | Q(state__in=Delivery.OPEN)
    mine = Q(lead__in=people) | Q(lead__merged_into__in=people)
    rows = Delivery.objects.filter(counted, mine, purpose__in=Delivery.SERIES)
    return Counter(root or pk for pk, root in rows.values_list("lead_id", "lead__merged_into_id"))
