from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from funnel.trying.story import Coming, coming_mails
from nurture.models import Message
from tests.funnel.factories import make_funnel
from tests.funnel.journey.visitor import ladder_document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("delay", "days", "hours"),
    [
        ({"delay_days": 2}, 2, 0),
        ({"delay_days": 0}, 0, 0),
        ({"delay_days": 3, "delay_hours": 5}, 0, 5),
        ({"delay_days": 0, "delay_hours": 24}, 1, 0),
        ({"delay_days": 5, "is_working_days": True}, 7, 0),
        ({"delay_days": 4, "is_working_days": True}, 4, 0),
    ],
)
def test_coming_mails_say_how_long_a_series_takes(
    delay: dict[str, int],
    days: int,
    hours: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    funnel = make_funnel(ladder_document())
    last = Message.objects.order_by("position").last()
    assert last is not None
    Message.objects.update(delay_days=0, delay_hours=0, is_working_days=False)
    Message.objects.filter(pk=last.pk).update(**delay)
    series = last.sequence
    with django_assert_num_queries(2):
        told = coming_mails(funnel)
    count = series.messages.count()
    assert Coming(series.name, count, days, hours) in told
