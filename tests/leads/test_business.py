from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from leads.business import business
from leads.models import Business
from tests.leads.factories import make_business

pytestmark = pytest.mark.django_db


def test_business_is_a_placeholder_before_the_first_save() -> None:
    assert business().name == "Your business"
    assert business().time_zone == "Europe/Berlin"


def test_business_is_read_once_and_again_after_a_save(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assert business().name == "Your business"
    row = make_business(name="Ledger & Lark")
    assert business().name == "Ledger & Lark"
    with django_assert_num_queries(0):
        assert business().face_url == ""
    row.name = "Lark"
    row.save()
    assert business().name == "Lark"
    row.delete()
    assert business().name == "Your business"


def test_business_has_one_row_only() -> None:
    make_business(name="One")
    row = Business(name="Two", sender_name="Two", sender_email="two@example.com")
    row.save()
    assert [(each.pk, each.name) for each in Business.objects.all()] == [(1, "Two")]


def test_business_in_an_unknown_time_zone_keeps_utc() -> None:
    make_business(time_zone="Europe/Atlantis")
    assert business().zone == ZoneInfo("UTC")
