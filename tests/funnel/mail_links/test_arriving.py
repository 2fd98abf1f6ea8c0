"""Somebody from a list presses the first link of a mail: that makes their visit, once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from funnel.mail_links.places import visit_of
from funnel.models import Funnel, Publication, Visit
from leads.models import Activity, EmailAddress
from nurture.models import Delivery, Enrollment, MailLink
from nurture.writing.links import make_links
from tests.funnel.factories import make_document, make_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import PHONE
from tests.leads.factories import make_lead
from tests.nurture.factories import make_enrollment, make_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication() -> Publication:
    return make_publication(make_document())


@pytest.fixture
def mail(publication: Publication) -> Delivery:
    """A mail of a series to somebody who was brought in from a list."""
    address = make_reader(text="quirina.zobel@example.com")
    lead = make_lead(name="Quirina", phone="+46701234567")
    EmailAddress.objects.filter(pk=address.pk).update(lead=lead)
    address.refresh_from_db()
    place = make_enrollment(address=address, funnel_id=publication.funnel_id)
    Enrollment.objects.update(visit_id=None)
    return Delivery.objects.create(
        lead=lead,
        address=address,
        enrollment=place,
        purpose="marketing",
        dedupe_key="seq:1:one",
        funnel_id=publication.funnel_id,
        created_at=place.enrolled_at,
        due_at=place.enrolled_at,
        state="accepted",
    )


def link(mail: Delivery, target: str = "offer") -> MailLink:
    make_links(delivery=mail, targets=[target])
    return MailLink.objects.get(delivery=mail, target=target)


def client() -> Client:
    return Client(HTTP_USER_AGENT=PHONE)


def test_looking_shows_what_waits_and_writes_nothing(mail: Delivery) -> None:
    address = f"/e/{link(mail).token}/"
    before = everything()
    for _ in range(20):
        page = client().get(address)
        assert page.status_code == client().head(address).status_code == 200
    text = page.content.decode()
    assert everything() == before
    assert text.count("<form") == 1
    assert "What is your hour worth?" in text
    assert not re.search("quirina|zobel|4670123", text, re.IGNORECASE)


def test_the_press_makes_the_visit_and_opens_the_step(
    mail: Delivery, publication: Publication
) -> None:
    response = client().post(f"/e/{link(mail).token}/")
    visit = Visit.objects.get()
    offer = publication.funnel.steps.get(kind="offer").key
    assert response.status_code == 302
    assert response.headers["Location"] == f"/v/{visit.key}/{offer}/?m={link(mail).token}"
    assert (visit.lead, visit.address, visit.source) == (mail.lead, mail.address, "mail")
    assert (visit.device, visit.publication) == ("phone", publication)
    assert visit.at_step == "quiz"
    behind = client().get(response.headers["Location"])
    assert behind.status_code == 200
    assert not re.search("quirina|zobel|4670123", behind.content.decode(), re.IGNORECASE)
    assert Activity.objects.filter(kind="mail_click").count() == 1


def test_every_later_press_finds_the_same_visit(mail: Delivery) -> None:
    for target in ("offer", "result", "resume", "offer"):
        address = f"/e/{link(mail, target).token}/"
        response = client().post(address)
        assert response.status_code == 302
        assert client().get(address).status_code == 302
    assert Visit.objects.count() == 1
    mail.refresh_from_db()
    assert mail.visit_id == Visit.objects.get().pk
    assert Enrollment.objects.get().visit_id == mail.visit_id
    assert Activity.objects.filter(kind="mail_click").count() == 1


def test_a_funnel_that_is_not_live_leads_nowhere(mail: Delivery) -> None:
    Funnel.objects.update(publication=None)
    response = client().get(f"/e/{link(mail).token}/")
    assert response.status_code == 404
    assert client().post(f"/e/{link(mail).token}/").status_code == 404
    assert Visit.objects.count() == 0


def test_a_mail_whose_visit_is_gone_is_missing_kindly(mail: Delivery) -> None:
    Delivery.objects.update(visit_id=999_999)
    response = client().get(f"/e/{link(mail).token}/")
    assert response.status_code == 404
    assert "We cannot find this page" in response.content.decode()
    assert visit_of(link(mail)) is None


def test_a_link_whose_mail_is_gone_is_missing_kindly(mail: Delivery) -> None:
    token = link(mail).token
    mail.delete()
    assert client().get(f"/e/{token}/").status_code == 404
