from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.home.week import DAYS, last_days, plot, weeks
from funnel.models import Publication, Visit
from leads.models import Lead
from tests.funnel.factories import make_publication
from tests.leads.factories import make_lead

NOW = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
_numbers = count(1)


def come(live: Publication, *, hours: float, lead: Lead | None = None, **more: bool) -> None:
    at = NOW - timedelta(hours=hours)
    Visit.objects.create(
        start_key=f"start-{next(_numbers)}",
        funnel=live.funnel,
        publication=live,
        lead=lead,
        started_at=at,
        last_act_at=at,
        at_step="quiz",
        **more,
    )


@pytest.mark.django_db
def test_weeks_counts_people_on_the_days_of_the_business() -> None:
    live = make_publication()
    cold, warm = make_lead(), make_lead()
    Lead.objects.filter(pk=warm.pk).update(band=Lead.Band.WARM)
    come(live, hours=0.1)
    come(live, hours=0.2, lead=cold)
    come(live, hours=0.3, lead=warm)
    come(live, hours=0.4, lead=warm)
    # Half past midnight in Berlin is still the day before in UTC.
    come(live, hours=23.7, lead=cold)
    come(live, hours=24 * 8)
    come(live, hours=1, is_test=True)
    come(live, hours=1, is_suspected_bot=True)

    week = weeks(now=NOW, zone=BERLIN)[live.funnel_id]

    def numbers(name: str) -> list[int]:
        return [bar.number for bar in getattr(week, name).bars]

    assert numbers("visitors") == [0, 0, 0, 0, 0, 1, 4]
    assert numbers("leads") == [0, 0, 0, 0, 0, 1, 2]
    assert numbers("warm") == [0, 0, 0, 0, 0, 0, 1]
    assert (week.visitors.total, week.leads.total, week.warm.total) == (5, 3, 1)


@pytest.mark.django_db
def test_weeks_knows_no_funnel_without_visitors() -> None:
    make_publication()
    assert weeks(now=NOW, zone=BERLIN) == {}


def test_last_days_end_today_where_the_business_is() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)

    assert last_days(late, BERLIN)[-1] == date(2026, 3, 3)
    assert last_days(late, ZoneInfo("America/New_York"))[-1] == date(2026, 3, 2)


@given(numbers=st.lists(st.integers(0, 10**6), min_size=DAYS, max_size=DAYS))
def test_plot_draws_more_higher_and_nothing_not_at_all(numbers: list[int]) -> None:
    days = last_days(NOW, BERLIN)
    drawn = plot(dict(zip(days, numbers, strict=True)), days)

    assert [bar.number for bar in drawn.bars] == numbers
    assert all((bar.height == 0) == (bar.number == 0) for bar in drawn.bars)
    assert all(bar.y + bar.height == drawn.height and bar.y >= 0 for bar in drawn.bars)
    ordered = sorted(drawn.bars, key=lambda bar: bar.number)
    assert [bar.height for bar in ordered] == sorted(bar.height for bar in drawn.bars)
