"""The offer's press: yes, a call, not now, a change of mind. Each lands once."""

from __future__ import annotations

import pytest

from funnel.document import FunnelDocument
from funnel.models import Conversion, Publication
from leads.models import Activity, Consent, EmailAddress, Lead
from tests.funnel.factories import make_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import Visitor, ladder_document

pytestmark = pytest.mark.django_db

either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
URL = "https://example.com/buy"


def with_url() -> Publication:
    data = ladder_document().model_dump()
    data["steps"][-1]["offer"] |= {"action": "link", "url": URL}
    return make_publication(FunnelDocument.model_validate(data, strict=False))


def at_offer(visitor: Visitor, *, email: str = "") -> Visitor:
    visitor.finish_quiz().go_on_to("opt_in")
    if email:
        return visitor.press(act="next", email=email)
    return visitor.press(act="skip")


def conversions() -> list[str]:
    return list(Conversion.objects.order_by("pk").values_list("kind", flat=True))


def offer_acts() -> list[tuple[str, str, str]]:
    acts = Activity.objects.filter(subject__startswith="rates/offer").order_by("pk")
    return list(acts.values_list("kind", "label", "points_key"))


@either
def test_yes_asks_how_to_reach_the_person(has_script: bool) -> None:
    visitor = at_offer(Visitor(has_script=has_script))
    visitor.press(act="press").look(visitor.at("offer"))

    assert visitor.screen == "offer_contact"
    assert 'name="email"' in visitor.html
    assert conversions() == ["pressed"]
    assert visitor.visit.depth == 3 + 2 + 10
    assert visitor.visit.step_views.get(step_key="offer").is_yes is True


@either
def test_yes_of_a_known_person_is_in_the_ledger_once(has_script: bool) -> None:
    visitor = at_offer(Visitor(has_script=has_script), email="mara@example.com")
    for _ in range(3):
        visitor.press(to=visitor.at("offer"), act="press")
    assert 'name="email"' not in visitor.html
    assert conversions() == ["pressed"]
    assert offer_acts() == [("offer", "Pressed the offer: Ask for a call", "offer_pressed")]


@either
def test_yes_to_an_offer_elsewhere_leads_there(has_script: bool) -> None:
    visitor = at_offer(Visitor(with_url(), has_script=has_script)).press(act="press")
    there = f"{URL}?ref={visitor.visit.conversion_key}"
    if has_script:
        assert visitor.response.headers["HX-Redirect"] == there
    else:
        assert visitor.response.headers["Refresh"] == f"0; url={there}"
        assert URL not in visitor.html
    assert conversions() == ["pressed"]
    visitor.look(visitor.at("offer"))
    assert visitor.screen == "offer_thanks"
    assert URL not in visitor.html
    assert visitor.html.count('class="main"') == 1
    assert "<p>We call.</p>" in visitor.html


@either
def test_call_of_a_known_person_needs_nothing_more(has_script: bool) -> None:
    visitor = at_offer(Visitor(has_script=has_script), email="mara@example.com")
    visitor.press(act="press").press(act="call", phone="", good_time="Mornings")

    lead = Lead.objects.get()
    assert visitor.screen == "offer_thanks"
    assert conversions() == ["pressed", "call"]
    assert offer_acts()[-1] == ("call", "Asked for a call: Mornings", "call_asked")
    assert lead.call_asked_at is not None


@either
def test_call_lands_once_however_often_it_is_pressed(has_script: bool) -> None:
    visitor = at_offer(Visitor(has_script=has_script), email="mara@example.com")
    for phone in ("+46 70 123 45 67", "+46 70 123 45 67", "+46 70 765 43 21", ""):
        visitor.press(to=visitor.at("offer"), act="call", phone=phone)
    assert conversions() == ["call"]
    assert len(offer_acts()) == 1
    assert Lead.objects.get().phone == "+46707654321"


@either
def test_call_of_a_stranger_needs_a_phone_or_an_address(has_script: bool) -> None:
    visitor = at_offer(Visitor(has_script=has_script)).press(act="press")
    before = everything()
    visitor.press(act="call", good_time="Mornings")
    assert everything() == before
    assert visitor.screen == "offer_contact"
    assert "Please leave a phone number or an e-mail address: one is enough." in visitor.html
    assert 'value="Mornings"' in visitor.html


@either
def test_call_by_phone_alone_makes_a_lead_at_once(has_script: bool) -> None:
    visitor = at_offer(Visitor(has_script=has_script)).press(act="press")
    visitor.press(act="call", phone="+46 70 123 45 67", good_time="Mornings")
    lead = Lead.objects.get()
    assert visitor.screen == "offer_thanks"
    assert (lead.phone, lead.known_by_phone) == ("+46701234567", "+46701234567")
    assert lead.call_asked_at is not None
    assert (EmailAddress.objects.count(), Consent.objects.count()) == (0, 0)
    assert offer_acts()[-1] == ("call", "Asked for a call: Mornings", "call_asked")


@either
def test_call_by_address_keeps_the_ask_word_for_word(has_script: bool) -> None:
    visitor = at_offer(Visitor(has_script=has_script)).press(act="press")
    visitor.press(act="call", email="mara@example.com", phone="+46 70 123 45 67")
    lead = Lead.objects.get()
    assert visitor.screen == "offer_thanks"
    assert (lead.phone, EmailAddress.objects.get().lead) == ("+46701234567", lead)
    assert visitor.visit.lead == lead
    consent = Consent.objects.get(purpose="requested")
    assert consent.text == (
        "How do we reach you? One call, at a time that suits you. Nothing else happens with it."
        " [Ask for the call]"
    )
    points = Activity.objects.exclude(points_key="").order_by("points_key")
    assert list(points.values_list("points_key", flat=True)) == [
        *("address_given", "call_asked", "gift", "offer_pressed", "poll"),
        *("quiz_answer", "quiz_answer", "quiz_finished"),
    ]


@either
def test_call_with_both_fields_wrong_says_both(has_script: bool) -> None:
    visitor = at_offer(Visitor(has_script=has_script)).press(act="press")
    before = everything()
    visitor.press(act="call", email="mara@", phone="+1 2345 67")
    assert everything() == before
    assert 'id="error-phone"' in visitor.html
    assert 'id="error-email"' in visitor.html


@pytest.mark.parametrize("phone", ["soon", "-----", "12", "<script>alert(1)</script>"])
@either
def test_call_with_a_bad_phone_says_so_beside_the_field(has_script: bool, phone: str) -> None:
    visitor = at_offer(Visitor(has_script=has_script), email="mara@example.com")
    visitor.press(act="press")
    before = everything()
    visitor.press(act="call", phone=phone)
    assert everything() == before
    assert visitor.response.status_code == (422 if has_script else 200)
    assert visitor.screen == "offer_contact"
    assert 'role="alert" id="error-phone">We cannot dial this number' in visitor.html


@either
def test_not_now_is_never_held_up_and_can_be_taken_back(has_script: bool) -> None:
    visitor = at_offer(Visitor(has_script=has_script), email="mara@example.com")
    visitor.press(act="press").press(act="not_now", phone="half a num", good_time="")
    assert visitor.screen == "offer_later"
    assert visitor.look(visitor.at("offer")).screen == "offer_later"
    assert f'href="{visitor.at("result")}">Back to your result' in visitor.html
    assert "I changed my mind: Ask for a call" in visitor.html

    visitor.press(act="press")
    assert visitor.screen == "offer_contact"
    visitor.press(act="not_now").press(act="not_now")
    assert conversions() == ["pressed", "not_now"]
    assert [act[2] for act in offer_acts()] == ["offer_pressed", "not_now"]


@either
def test_not_now_first_and_yes_later_is_a_yes(has_script: bool) -> None:
    visitor = at_offer(Visitor(has_script=has_script))
    visitor.press(act="not_now")
    assert visitor.visit.step_views.get(step_key="offer").is_yes is False
    visitor.press(act="press")
    assert visitor.visit.step_views.get(step_key="offer").is_yes is True
    assert conversions() == ["not_now", "pressed"]


def test_seen_for_a_while_is_noted_once_and_asks_for_no_screen() -> None:
    visitor = at_offer(Visitor(), email="mara@example.com")
    for number in range(3):
        visitor.press(to=visitor.at("offer"), act="seen", tab="t", n=str(number + 1))
        assert (visitor.response.status_code, visitor.html) == (204, "")
    assert offer_acts() == [("offer_seen", "Saw the offer", "offer_seen")]
    assert conversions() == []
    assert visitor.visit.at_step == "offer"
    assert visitor.visit.step_views.get(step_key="offer").is_yes is False


def test_seen_of_a_stranger_makes_nobody() -> None:
    visitor = at_offer(Visitor())
    visitor.press(act="seen")
    assert (visitor.response.status_code, Lead.objects.count()) == (204, 0)


@either
def test_what_was_said_before_the_address_is_told_with_its_true_time(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script).finish_quiz().press(act="offer").press(act="press")
    visitor.press(act="not_now")
    said = dict(Conversion.objects.values_list("kind", "occurred_at"))
    visitor.look(visitor.at("result")).go_on_to("opt_in")
    visitor.press(act="next", email="mara@example.com")

    acts = Activity.objects.filter(subject__startswith="rates/offer")
    assert dict(acts.values_list("points_key", "occurred_at")) == {
        "offer_pressed": said["pressed"],
        "not_now": said["not_now"],
    }
