"""Figures for a monitor, as Prometheus reads them. Called by /metrics.

Sums only: nothing here names a person, a funnel or a visit.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Min

from nurture.models import Delivery, Enrollment


def metrics(*, now: datetime) -> str:
    """Four queries, however many rows there are."""
    open_states = {str(state): 0 for state in Delivery.OPEN}
    waiting = Delivery.objects.filter(state__in=Delivery.OPEN, due_at__lte=now)
    rows = waiting.values_list("state").annotate(total=Count("pk")).order_by("state")
    open_states.update(dict(rows))
    oldest = waiting.aggregate(at=Min("due_at"))["at"]
    enrolled = Enrollment.objects.filter(state=Enrollment.State.ACTIVE, due_at__lte=now)
    late = enrolled.aggregate(total=Count("pk"), at=Min("due_at"))
    lines = [
        *_head("small_yes_due_deliveries", "Mails that are due, by state."),
        *(f'small_yes_due_deliveries{{state="{s}"}} {n}' for s, n in sorted(open_states.items())),
        *_head("small_yes_oldest_due_delivery_seconds", "Age of the mail that waits longest."),
        f"small_yes_oldest_due_delivery_seconds {_age(oldest, now)}",
        *_head("small_yes_due_enrollments", "People whose next mail is to be planned now."),
        f"small_yes_due_enrollments {late['total']}",
        *_head("small_yes_oldest_due_enrollment_seconds", "Age of the plan that waits longest."),
        f"small_yes_oldest_due_enrollment_seconds {_age(late['at'], now)}",
        *_head("small_yes_unsure_deliveries", "Mails by final state that want a look."),
        *_unsure(),
    ]
    return "\n".join(lines) + "\n"


def _unsure() -> list[str]:
    states = (Delivery.State.AMBIGUOUS, Delivery.State.PARKED, Delivery.State.FAILED)
    found = Delivery.objects.filter(state__in=states).values_list("state")
    totals = {str(state): 0 for state in states} | dict(
        found.annotate(total=Count("pk")).order_by("state")
    )
    return [f'small_yes_unsure_deliveries{{state="{s}"}} {n}' for s, n in sorted(totals.items())]


def _head(name: str, text: str) -> list[str]:
    return [f"# HELP {name} {text}", f"# TYPE {name} gauge"]


def _age(at: datetime | None, now: datetime) -> int:
    return 0 if at is None else max(0, int((now - at).total_seconds()))
