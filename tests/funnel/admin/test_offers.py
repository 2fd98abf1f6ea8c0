"""The page of an offer: one button, the fields it needs, and what follows "not now"."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from funnel.models import Funnel, Offer, Step
from funnel.portable.exporting import export_document
from tests.funnel.admin.form_data import form_data
from tests.funnel.factories import make_funnel
from tests.funnel.journey.offers import offer_document

pytestmark = pytest.mark.django_db

SHOP = "https://shop.example/check"


@pytest.fixture
def offer() -> Offer:
    return Offer.objects.get(step__funnel=make_funnel(offer_document()))


def page(offer: Offer) -> str:
    return reverse("admin:funnel_offer_change", args=[offer.pk])


def save(client: Client, offer: Offer, **changes: object) -> tuple[int, str]:
    response = client.post(page(offer), {**form_data(client.get(page(offer))), **changes})
    offer.refresh_from_db()
    return response.status_code, response.content.decode()


def test_saving_an_offer_changes_nothing_by_itself(marketer: Client, offer: Offer) -> None:
    step = Step.objects.get(offer=offer)
    before = export_document(step.funnel)
    assert save(marketer, offer)[0] == 302
    assert export_document(Funnel.objects.get(pk=step.funnel_id)) == before


def test_page_is_whole_without_script(marketer: Client, offer: Offer) -> None:
    html = marketer.get(page(offer)).content.decode()
    for name in ("button", "action", "url", "key_name", "whatsapp", "whatsapp_text", "later_step"):
        assert html.count(f'name="{name}"') == 1, name
    assert "js/offer_fields" in html


@pytest.mark.parametrize(
    ("action", "field", "sentence"),
    [
        ("link", "url", "Say where the button leads: an address with https://."),
        ("booking", "url", "Say where the button leads: an address with https://."),
        ("whatsapp", "whatsapp", "Say the number people write to on WhatsApp."),
    ],
)
def test_button_without_a_place_to_lead_to_is_not_kept(
    marketer: Client, offer: Offer, action: str, field: str, sentence: str
) -> None:
    before = offer.action
    status, html = save(marketer, offer, action=action, **{field: ""})
    assert (status, sentence in html, offer.action) == (200, True, before)


@pytest.mark.parametrize(
    "url", ["http://shop.example/", "javascript:alert(1)", "https://me:secret@shop.example/"]
)
def test_address_that_is_not_safe_is_refused(marketer: Client, offer: Offer, url: str) -> None:
    assert save(marketer, offer, action="link", url=url)[0] == 200
    assert offer.url == ""


def test_address_typed_without_its_beginning_means_https(marketer: Client, offer: Offer) -> None:
    assert save(marketer, offer, action="link", url="shop.example/check")[0] == 302
    assert (offer.action, offer.url) == ("link", SHOP)


def test_number_is_kept_the_way_the_world_dials_it(marketer: Client, offer: Offer) -> None:
    assert save(marketer, offer, action="whatsapp", whatsapp="+46 70 123 45 67")[0] == 302
    assert (offer.action, offer.whatsapp) == ("whatsapp", "+46701234567")
    status, html = save(marketer, offer, whatsapp="12")
    assert (status, offer.whatsapp) == (200, "+46701234567")
    assert "errorlist" in html


def test_smaller_step_is_one_of_the_gifts_on_the_ladder(marketer: Client, offer: Offer) -> None:
    html = marketer.get(page(offer)).content.decode()
    assert '<option value="list">The five-line quote</option>' in html
    assert save(marketer, offer, later_step="list")[0] == 302
    assert offer.later_step == "list"
    assert save(marketer, offer, later_step="quiz")[0] == 200
    assert offer.later_step == "list"


def test_sales_may_not_change_an_offer(salesperson: Client, offer: Offer) -> None:
    assert salesperson.get(page(offer)).status_code == 403
