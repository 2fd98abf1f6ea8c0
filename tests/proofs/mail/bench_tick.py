"""The tick with 200 due mails among ten thousand and among a million people on a series."""

from __future__ import annotations

import statistics
import time

from django.db import connection
from django.utils import timezone

from leads.models import EmailAddress
from nurture.models import Delivery, Enrollment, SequenceVersion
from nurture.planning.dispatching import plan
from nurture.sending.ringing import due_to_ring
from tests.proofs.mail import people

DUE = 200


def fill(pattern: EmailAddress, version: SequenceVersion, *, first: int, last: int) -> None:
    """More people on the series, each due at a moment of the coming weeks."""
    people.make_people(last - first + 1, first=first)
    people.put_on_series(pattern, version, timezone.now(), first=first, last=last)
    with connection.cursor() as cursor:
        table = Enrollment._meta.db_table
        cursor.execute(
            f"UPDATE {table} SET due_at = now() + interval '1 day' + (id % 40000) * interval"
            f" '1 minute' WHERE id BETWEEN {people.BASE + first} AND {people.BASE + last}"
        )
        cursor.execute("VACUUM ANALYZE")


def median(*, among: int, times: int) -> float:
    """Seconds of one tick: plans the 200 that are due, evenly spread over all, and finds them."""
    seconds = []
    for number in range(times + 1):
        ids = [people.BASE + 1 + number + (among - times - 1) // DUE * n for n in range(DUE)]
        Enrollment.objects.filter(pk__in=ids).update(due_at=timezone.now())
        begun = time.monotonic()
        plan(now=timezone.now(), limit=1_000, pace=None)
        found = due_to_ring(timezone.now(), limit=1_000).series
        seconds.append(time.monotonic() - begun)
        assert len(found) == DUE, f"{len(found)} were found."
        Delivery.objects.all().delete()
    # The first one warms up connection and caches.
    return statistics.median(seconds[1:])
