"""Test people and real ones: neither ever becomes the other by a press of somebody else."""

from __future__ import annotations

import pytest

from funnel.models import Publication, Visit
from funnel.trying.forgetting import forget_trials
from funnel.trying.tokens import new_mark
from leads.capture import capture_lead
from leads.consents import confirm_address
from leads.models import Activity, EmailAddress, Lead, Suppression
from nurture.models import Delivery, Enrollment
from tests.funnel.factories import NOW, make_publication
from tests.funnel.journey.visitor import Visitor, ladder_document
from tests.funnel.row_counts import rows
from tests.funnel.trying.trials import ADDRESS, land, token_for, walk

pytestmark = pytest.mark.django_db
BELONGS = "This address belongs to a lead. Use another, or one with +try before the @."


@pytest.fixture
def live() -> Publication:
    return make_publication(ladder_document())


def test_a_trial_makes_a_test_person_whom_no_list_shows(live: Publication) -> None:
    walk(land(live, token_for(live)))
    lead, address = Lead.objects.get(), EmailAddress.objects.get()
    assert (lead.is_test, address.is_test, address.normalised) == (True, True, ADDRESS)
    assert Lead.objects.people().count() == 0
    assert Activity.objects.filter(lead=lead, kind="call").exists()


def test_a_trial_mails_nobody_but_who_was_named_for_it(live: Publication) -> None:
    visitor = land(live, token_for(live)).answer().answer().go_on_to("opt_in")
    before = rows()
    visitor.press(act="next", email="somebody@example.com", marketing="yes")
    assert "mail goes only to the address you wrote on the Try page" in visitor.html
    assert (visitor.response.status_code, rows()) == (422, before)


@pytest.mark.parametrize("by", ["link", "mark"])
def test_a_test_never_touches_a_real_person(live: Publication, by: str) -> None:
    real = capture_lead(address=ADDRESS, first_name="Real", now=NOW).lead
    fields = {"seen": new_mark()} if by == "mark" else {}
    visitor = land(live, token_for(live)) if by == "link" else Visitor(live).land()
    visitor.answer(**fields).answer().go_on_to("opt_in")
    before = rows()
    visitor.press(act="next", email=ADDRESS, first_name="Other", marketing="yes")
    assert BELONGS in visitor.html
    assert rows() == before
    assert Lead.objects.get() == real
    assert Lead.objects.get().name == "Real"


def test_a_test_never_touches_who_is_known_by_phone(live: Publication) -> None:
    capture_lead(address="", first_name="", phone="+491701234567", now=NOW)
    visitor = land(live, token_for(live)).answer().answer().go_on_to("offer")
    before = rows()
    visitor.press(act="call", phone="+49 170 1234567")
    assert "This number belongs to a lead." in visitor.html
    assert rows() == before


def test_who_was_tried_and_comes_as_a_visitor_begins_anew_as_a_real_person(
    live: Publication,
) -> None:
    walk(land(live, token_for(live)))
    tried = Lead.objects.get()
    Visitor(live).land().answer(start="real").answer().go_on_to("opt_in").press(
        act="next", email=ADDRESS, first_name="Ada", marketing="yes"
    )
    lead, address = Lead.objects.get(), EmailAddress.objects.get()
    assert (lead.is_test, address.is_test, lead.name) == (False, False, "Ada")
    assert lead.pk != tried.pk
    assert {visit.is_test: visit.lead_id for visit in Visit.objects.all()} == {
        True: None,
        False: lead.pk,
    }
    assert set(Activity.objects.values_list("visit_id", flat=True)) == {
        Visit.objects.get(is_test=False).pk
    }


def test_a_test_by_mark_keeps_days_and_caps(live: Publication) -> None:
    visitor = Visitor(live).land().answer(seen=new_mark()).answer().go_on_to("opt_in")
    visitor.press(act="next", email=ADDRESS, first_name="Mara", marketing="yes")
    address = EmailAddress.objects.get()
    assert address.is_test is True
    assert '"is_trial":true' not in Delivery.objects.get().content
    assert Enrollment.objects.filter(day_seconds__isnull=False).count() == 0


def test_trying_again_and_again_meets_no_cap_and_a_stranger_does(live: Publication) -> None:
    for number in range(6):
        visitor = land(live, token_for(live)).answer(start=f"n{number}").answer()
        visitor.go_on_to("opt_in").press(act="next", email=ADDRESS, marketing="yes")
    assert Delivery.objects.filter(state="scheduled").count() == 6
    for number in range(6):
        visitor = Visitor(live).land().answer(start=f"s{number}").answer().go_on_to("opt_in")
        visitor.press(act="next", email="victim@example.com", marketing="yes")
    victim = Delivery.objects.filter(address__normalised="victim@example.com")
    assert victim.filter(state="scheduled").count() == 3


def test_what_stood_on_the_do_not_mail_list_before_a_trial_stays(live: Publication) -> None:
    walk(land(live, token_for(live)))
    address = EmailAddress.objects.get()
    confirm_address(address=address, now=NOW, channel="mail")
    before = address.created_at.replace(year=2020)
    Suppression.objects.create(
        address_hash=address.address_hash, reason="do_not_contact", created_at=before
    )
    Suppression.objects.create(
        address_hash=address.address_hash, reason="unsubscribed", created_at=address.created_at
    )
    forget_trials(funnel=live.funnel)
    assert [row.reason for row in Suppression.objects.all()] == ["do_not_contact"]
