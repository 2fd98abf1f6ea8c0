"""Figures for a monitor, as Prometheus reads them. Called by /metrics.

Sums only: nothing here names a person, a funnel or a visit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Min, Q

from nurture.models import Delivery, Enrollment, MailStop
from nurture.watching.queue import QueueReport, queue_report


def metrics(*, now: datetime) -> str:
    """As many queries as queue_report() and three, however many rows there are."""
    report = queue_report(now)
    return "\n".join([*_due(now), *_queue(report), *_sent(report), *_watch(report)]) + "\n"


def _due(now: datetime) -> list[str]:
    """What is due right now, whatever holds it."""
    scheduled, in_hand = Q(state=Delivery.State.SCHEDULED), Q(state__in=Delivery.OPEN[1:])
    waiting = Delivery.objects.filter(scheduled | in_hand, due_at__lte=now)
    rows = waiting.order_by().values_list("state").annotate(total=Count("pk"), at=Min("due_at"))
    found = {state: (total, at) for state, total, at in rows}
    totals = {str(state): found.get(state, (0, None))[0] for state in Delivery.OPEN}
    oldest = min((at for _total, at in found.values()), default=None)
    enrolled = Enrollment.objects.filter(state=Enrollment.State.ACTIVE, due_at__lte=now)
    late = enrolled.aggregate(total=Count("pk"), at=Min("due_at"))
    return [
        *_by("small_yes_due_deliveries", "Mails that are due, by state.", "state", totals),
        *_one(
            "small_yes_oldest_due_delivery_seconds",
            "Age of the mail that waits longest.",
            _age(oldest, now),
        ),
        *_one(
            "small_yes_due_enrollments",
            "People whose next mail is to be planned now.",
            late["total"],
        ),
        *_one(
            "small_yes_oldest_due_enrollment_seconds",
            "Age of the plan that waits longest.",
            _age(late["at"], now),
        ),
    ]


def _queue(report: QueueReport) -> list[str]:
    late, now = report.late, report.now
    series = [at for at in (late.series, late.plans) if at is not None]
    oldest = {
        "requested": _age(late.requested, now),
        "series": _age(min(series, default=None), now),
    }
    unsure = {"ambiguous": report.ambiguous, "failed": report.failed, "parked": report.parked}
    return [
        *_by(
            "small_yes_oldest_due_seconds",
            "Age of what waits longest and should go: nobody paused it, no reader holds it.",
            "kind",
            oldest,
        ),
        *_one("small_yes_late_mails", "How many wait that should go.", late.mails),
        *_by("small_yes_deliveries", "Mails on their way, by state.", "state", report.states),
        *_by(
            "small_yes_unsure_deliveries",
            "Mails that want a look, by state; failed ones of the last 7 days.",
            "state",
            unsure,
        ),
        *_one(
            "small_yes_ambiguous_deliveries",
            "Mails of which nobody knows whether they arrived.",
            report.ambiguous,
        ),
        *_one("small_yes_parked_deliveries", "Mails whose text cannot be made.", report.parked),
        *_by(
            "small_yes_held_deliveries", "Planned mails that wait, by why.", "reason", report.held
        ),
    ]


def _sent(report: QueueReport) -> list[str]:
    minute = {flow.group: flow.last_minute for flow in report.flows}
    hour = {flow.group: flow.last_hour for flow in report.flows}
    name = "small_yes_sent_last_"
    return [
        *_by(f"{name}minute", "Mails handed over in the last minute.", "provider_group", minute),
        *_by(f"{name}hour", "Mails handed over in the last hour.", "provider_group", hour),
    ]


def _watch(report: QueueReport) -> list[str]:
    kinds = {str(kind.value): 0 for kind in MailStop.Kind}
    for stop in report.stops:
        kinds[stop.kind] = kinds.get(stop.kind, 0) + 1
    return [
        *_by("small_yes_mail_stops", "Stops and pauses that stand, by kind.", "kind", kinds),
        *_one("small_yes_held_series", "Series that are paused or slowed.", len(report.series)),
        *_one(
            "small_yes_unsent_notices", "Notices that nobody was mailed yet.", report.unsent_notices
        ),
    ]


def _one(name: str, text: str, value: int) -> list[str]:
    return [*_head(name, text), f"{name} {value}"]


def _by(name: str, text: str, label: str, values: Mapping[str, int]) -> list[str]:
    return [
        *_head(name, text),
        *(f'{name}{{{label}="{key}"}} {value}' for key, value in sorted(values.items())),
    ]


def _head(name: str, text: str) -> list[str]:
    return [f"# HELP {name} {text}", f"# TYPE {name} gauge"]


def _age(at: datetime | None, now: datetime) -> int:
    return 0 if at is None else max(0, int((now - at).total_seconds()))
