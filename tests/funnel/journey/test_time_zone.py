from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from funnel.journey.forms import arrival
from funnel.models import Visit
from leads.capture import capture_lead, keep_time_zone
from leads.models import Lead
from tests.funnel.journey.visitor import Visitor
from tests.leads.factories import NOW, make_lead

BAD = (
    *("../etc", "../../etc/passwd", "Europe", "Nowhere/Here", "undefined", "posix/Europe/Paris"),
    *("Europe/Lisbon\x00", "x" * 10_000, "Europe/" + "x" * 90, "\ud800", "localtime", "{{ a }}"),
)


def came(zone: str) -> str:
    fields = QueryDict(mutable=True)
    fields["time_zone"] = zone
    return arrival(RequestFactory().post("/"), fields.dict()).time_zone


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "America/Argentina/Ushuaia", "Asia/Calcutta"])
def test_arrival_keeps_the_zone_of_the_browser(zone: str) -> None:
    assert came(zone) == zone


@pytest.mark.parametrize("zone", BAD)
def test_arrival_drops_what_is_no_zone(zone: str) -> None:
    assert came(zone) == ""


@pytest.mark.django_db
def test_time_zone_of_the_newest_browser_stands_and_nothing_takes_none_back() -> None:
    lead = make_lead()
    for zone in ("Europe/Lisbon", "", "Asia/Tokyo", "Asia/Tokyo"):
        keep_time_zone(lead=lead, zone=zone)
    lead.refresh_from_db()
    assert lead.time_zone == "Asia/Tokyo"


@pytest.mark.django_db
def test_time_zone_that_is_known_costs_no_write(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    captured = capture_lead(address="a@example.com", first_name="", now=NOW)
    keep_time_zone(lead=captured.lead, zone="Europe/Lisbon")
    with django_assert_num_queries(0):
        keep_time_zone(lead=captured.lead, zone="Europe/Lisbon")


@pytest.mark.django_db
def test_time_zone_goes_from_the_first_press_to_the_person_of_the_gate() -> None:
    visitor = Visitor().land()
    visitor.press(choice="a", time_zone="Europe/Lisbon")
    visitor.press(choice="a", time_zone="Asia/Tokyo")
    visitor.go_on_to("opt_in")
    assert Visit.objects.get().time_zone == "Europe/Lisbon", "frozen at the first touch"
    visitor.press(email="mara@example.com")
    assert [lead.time_zone for lead in Lead.objects.all()] == ["Europe/Lisbon"]


@pytest.mark.django_db
def test_time_zone_that_is_none_stops_nobody() -> None:
    visitor = Visitor().land()
    visitor.press(choice="a", time_zone="\x00" + "x" * 10_000)
    visitor.go_on_to("opt_in").press(email="mara@example.com")
    assert [(visit.time_zone, visit.lead is not None) for visit in Visit.objects.all()] == [
        ("", True)
    ]
