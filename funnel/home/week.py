"""The last seven days of every funnel in three small plots: visitors, leads, warm leads.

The home page calls it. Days are those of the business; tests and robots are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from funnel.models import Visit
from leads.models import Lead

DAYS = 7
_WARM = (Lead.Band.WARM, Lead.Band.HOT)
_HEIGHT, _WIDTH, _GAP = 32, 12, 4
# A day with anything in it is seen, however large the largest is.
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Bar:
    day: date
    number: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Plot:
    """`total` is the week's; bars stand on one line, `width` by `height` pixels in all."""

    total: int
    bars: tuple[Bar, ...]
    width: int = DAYS * (_WIDTH + _GAP) - _GAP
    height: int = _HEIGHT
    bar: int = _WIDTH


@dataclass(frozen=True, slots=True)
class Week:
    """Whole people each: who began, who left an address, and who of them is warm now."""

    visitors: Plot
    leads: Plot
    warm: Plot


@dataclass(slots=True)
class _Counted:
    visitors: dict[date, int] = field(default_factory=dict)
    leads: dict[date, int] = field(default_factory=dict)
    warm: dict[date, int] = field(default_factory=dict)


def weeks(*, now: datetime, zone: ZoneInfo) -> dict[int, Week]:
    """By funnel id; a funnel without a visitor in these days is not in it. One query.

    A lead counts on the day of each visit in which an address was left.
    """
    days = last_days(now, zone)
    since = datetime.combine(days[0], time(), tzinfo=zone)
    people = Q(lead__merged_into=None, lead__erased_at=None)
    rows = (
        Visit.objects.counted()
        .filter(started_at__gte=since, started_at__lte=now)
        .annotate(day=TruncDate("started_at", tzinfo=zone))
        .order_by()
        .values_list("funnel_id", "day")
        .annotate(
            visitors=Count("pk"),
            leads=Count("lead", distinct=True, filter=people),
            warm=Count("lead", distinct=True, filter=people & Q(lead__band__in=_WARM)),
        )
    )
    found: dict[int, _Counted] = {}
    for pk, day, visitors, leads, warm in rows:
        counted = found.setdefault(pk, _Counted())
        counted.visitors[day], counted.leads[day], counted.warm[day] = visitors, leads, warm
    return {pk: _week(each, days) for pk, each in found.items()}


def empty_week(*, now: datetime, zone: ZoneInfo) -> Week:
    """A week in which nobody came."""
    return _week(_Counted(), last_days(now, zone))


def last_days(now: datetime, zone: ZoneInfo) -> list[date]:
    """Seven days up to today, as the business's calendar has them."""
    today = now.astimezone(zone).date()
    return [today - timedelta(days=back) for back in reversed(range(DAYS))]


def _week(counted: _Counted, days: list[date]) -> Week:
    return Week(
        visitors=plot(counted.visitors, days),
        leads=plot(counted.leads, days),
        warm=plot(counted.warm, days),
    )


def plot(numbers: Mapping[date, int], days: list[date]) -> Plot:
    """One bar a day, the largest as high as the plot; a day without anybody has none."""
    most = max((numbers.get(day, 0) for day in days), default=0)
    bars = [
        _bar(day, numbers.get(day, 0), most, place * (_WIDTH + _GAP))
        for place, day in enumerate(days)
    ]
    return Plot(sum(bar.number for bar in bars), tuple(bars))


def _bar(day: date, number: int, most: int, x: int) -> Bar:
    height = max(_LEAST, round(_HEIGHT * number / most)) if number else 0
    return Bar(day, number, x, _HEIGHT - height, height)
