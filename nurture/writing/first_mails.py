"""The first mail of a series that was asked for by name: it goes out as requested, and counts as
a mail of that series as soon as it is out and its person is on it.

Sending calls it for a mail that went out, the roof for the confirm press that begins the series.
"""

from __future__ import annotations

from nurture.models import Delivery, Enrollment
from nurture.writing.requested import RequestedMail


def is_first_of_series(delivery: Delivery) -> bool:
    """Whether this requested mail waits to belong to a series. Asks no query."""
    return (
        delivery.purpose == Delivery.Purpose.REQUESTED
        and delivery.enrollment_id is None
        and delivery.message_key != ""
    )


def join_series(*, address_id: int) -> int:
    """Hands these mails of one address to its newest run of their series; how many. Idempotent.

    Expects the lock on the address. Only what is out: until then nothing of a series may hold up
    or call back what was just asked for.
    """
    out = Delivery.objects.filter(
        address=address_id,
        purpose=Delivery.Purpose.REQUESTED,
        enrollment=None,
        accepted_at__isnull=False,
    ).exclude(message_key="")
    waiting = {each.pk: _series_of(each) for each in out}
    runs = Enrollment.objects.filter(address=address_id, sequence__in=set(waiting.values()))
    newest = dict(runs.order_by("run").values_list("sequence_id", "pk")) if waiting else {}
    joining = {pk: newest[series] for pk, series in waiting.items() if series in newest}
    for pk, place in joining.items():
        Delivery.objects.filter(pk=pk).update(enrollment=place)
    return len(joining)


def _series_of(delivery: Delivery) -> int:
    """0 for a mail that says no series (any more): what is forgotten has no content."""
    if not delivery.content:
        return 0
    return RequestedMail.model_validate_json(delivery.content).series
