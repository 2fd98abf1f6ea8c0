"""The confirm press: proves the address, goes into the ledger, begins the series."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from funnel.journey.series import enroll_left_visits
from funnel.mail_links.confirming import confirm
from funnel.mail_links.places import visit_of
from funnel.models import Visit
from leads.consents import Terms, give_consents
from leads.models import Activity, Consent, EmailAddress, Suppression
from leads.permission import awaits_confirmation
from nurture.models import Enrollment
from nurture.reader.unsubscribing import unsubscribe
from tests.funnel.factories import NOW, make_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.test_series import document
from tests.funnel.mail_links.reader import Reader, make_early_reader, make_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Reader:
    return make_reader(make_publication(document(confirm=True)))


def agree_again(reader: Reader) -> None:
    give_consents(
        address=EmailAddress.objects.get(),
        terms=[Terms(Consent.Purpose.MARKETING, "Send me four more mails.", True)],
        language="en",
        url="",
        channel="page",
        now=timezone.now(),
    )


def test_confirm_proves_records_and_enrolls(reader: Reader) -> None:
    now = timezone.now()
    assert confirm(link=reader.link("confirm"), now=now) is True

    address = EmailAddress.objects.get()
    assert address.confirmed_at == now
    moments = Consent.objects.order_by("pk").values_list("purpose", "moment", "channel", "text")
    words = "Send me four more mails."
    fields = "First name (if you like) · E-mail"
    asked = f"Where to?\nOne mail now. Stop with one press.\n{fields}\n[Send it]"
    assert list(moments) == [
        ("requested", "given", "page", asked),
        ("marketing", "given", "page", words),
        ("marketing", "confirmed", "mail", words),
    ]
    act = Activity.objects.get(points_key="address_confirmed")
    assert (act.kind, act.label, act.occurred_at, act.visit_id) == (
        "address",
        "Confirmed the address",
        now,
        reader.visit.pk,
    )
    [row] = Enrollment.objects.values_list("sequence__key", "address", "visit_id", "state")
    assert row == ("planning", address.pk, reader.visit.pk, "active")


def test_confirm_again_is_harmless(reader: Reader) -> None:
    now = timezone.now()
    assert confirm(link=reader.link("confirm"), now=now) is True
    before = everything()
    assert confirm(link=reader.link("confirm"), now=now) is False
    assert everything() == before


def test_confirm_of_an_address_the_visit_left_behind_begins_no_series(reader: Reader) -> None:
    visitor = reader.visitor
    visitor.look(visitor.at("address")).press(act="next", email="other@example.com")
    assert confirm(link=reader.link("confirm"), now=timezone.now()) is True
    assert Enrollment.objects.count() == 0


def test_confirm_after_the_visit_is_gone_still_proves_the_address(reader: Reader) -> None:
    Visit.objects.all().delete()
    assert visit_of(reader.link("confirm")) is None
    assert confirm(link=reader.link("confirm"), now=NOW) is True
    assert EmailAddress.objects.get().confirmed_at == NOW


def test_confirm_after_the_look_at_resting_visits_begins_the_default_series() -> None:
    """Who opens the mail next morning, and never saw a result, is not forgotten."""
    reader = make_early_reader(make_publication(document(confirm=True, opt_in_first=True)))
    later = timezone.now() + timedelta(hours=8)
    assert enroll_left_visits(now=later, limit=10) == 1
    assert Enrollment.objects.count() == 0

    confirm(link=reader.link("confirm"), now=later)
    assert list(Enrollment.objects.values_list("sequence__key", "state")) == [("after", "active")]


def test_confirm_before_that_look_waits_for_a_result_or_for_it() -> None:
    reader = make_early_reader(make_publication(document(confirm=True, opt_in_first=True)))
    confirm(link=reader.link("confirm"), now=timezone.now())
    assert Enrollment.objects.count() == 0
    enroll_left_visits(now=timezone.now() + timedelta(hours=1), limit=10)
    assert list(Enrollment.objects.values_list("sequence__key", "state")) == [("after", "active")]


def test_confirm_is_settled_until_somebody_agrees_anew(reader: Reader) -> None:
    def settled() -> bool:
        return not awaits_confirmation(reader.link("confirm").delivery.address)

    assert not settled()
    confirm(link=reader.link("confirm"), now=timezone.now())
    assert settled()
    unsubscribe(link=reader.link("unsubscribe"), channel="page", now=timezone.now())
    assert settled()
    agree_again(reader)
    assert not settled()
    assert confirm(link=reader.link("confirm"), now=timezone.now()) is True
    assert settled()
    assert Suppression.objects.count() == 0
