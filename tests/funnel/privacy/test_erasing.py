"""Being forgotten: nothing of the person is left, what counts adds up as before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from io import StringIO

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from funnel.models import Answer, Conversion, StepView, Visit
from funnel.numbers.report import report
from funnel.numbers.scope import Scope
from funnel.privacy.erasing import erase_person
from leads.addresses import address_hash
from leads.models import Activity, Consent, EmailAddress, Lead, Suppression
from leads.permission import may_email
from nurture.models import Delivery, Enrollment, MailLink, OutboxMail
from nurture.sending.batch import send_batch
from nurture.sending.claiming import claim
from nurture.sending.handover import hand_over
from nurture.sending.outbox import OutboxBackend
from nurture.writing.links import address_of, find
from tests.funnel.journey.stored import everything
from tests.funnel.privacy.people import NORMALISED, TRACES, dump, make_known_person, make_person
from tests.leads.factories import make_address

pytestmark = pytest.mark.django_db


def kept() -> dict[str, int]:
    models = (Visit, Answer, StepView, Conversion, Enrollment, Delivery, Lead, EmailAddress)
    return {model.__name__: model._default_manager.count() for model in models}


def test_erasing_leaves_no_byte_of_the_person_but_the_hash() -> None:
    person = make_known_person()
    assert all(trace in dump() for trace in TRACES)

    erase_person(lead_id=person.lead.pk, now=timezone.now())

    rest = dump()
    assert [trace for trace in TRACES if trace in rest] == []
    assert address_hash(NORMALISED) in rest
    reasons = Suppression.objects.order_by("pk").values_list("address_hash", "reason")
    assert set(reasons) == {(address_hash(NORMALISED), "erased"), ("b" * 64, "erased")}
    assert person.visit.key.lower() not in rest


def test_erasing_leaves_no_byte_in_a_dump_of_the_database_file() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Postgres is dumped by the test above, through SQL.")
    person = make_known_person()
    erase_person(lead_id=person.lead.pk, now=timezone.now())
    text = StringIO()
    for line in connection.connection.iterdump():
        text.write(line.lower())
    said = text.getvalue()
    assert [trace for trace in TRACES if trace in said or trace.encode().hex() in said] == []


def test_erasing_keeps_every_sum_of_the_reports() -> None:
    person = make_known_person()
    make_person(person.visit.publication, email="other@example.com")
    now = timezone.now()
    scope = Scope(funnel_id=person.visit.funnel_id)
    before, rows = asdict(report(scope=scope, now=now)), kept()
    erase_person(lead_id=person.lead.pk, now=now)
    assert asdict(report(scope=scope, now=now)) == before
    assert kept() == rows


def test_erasing_takes_the_person_from_the_desk_and_their_links_from_the_mails() -> None:
    person = make_known_person()
    links = [person.link(target) for target in ("result", "confirm", "preferences")]
    erase_person(lead_id=person.lead.pk, now=timezone.now())
    assert not Lead.objects.people().exists()
    assert Activity.objects.count() == Consent.objects.count() == MailLink.objects.count() == 0
    husk = Lead.objects.get(pk=person.lead.pk)
    assert (husk.warmth, husk.band, husk.depth, husk.name, husk.phone) == (0, "cold", 0, "", "")
    client = Client()
    for link in links:
        assert find(link.token) is None
        assert client.get(address_of(link)).status_code == 404
    assert client.get(f"/v/{person.visit.key}/").status_code == 404


def test_erasing_twice_changes_nothing_more() -> None:
    person = make_known_person()
    erase_person(lead_id=person.lead.pk, now=timezone.now())
    entries = list(Suppression.objects.values_list())
    husks = list(EmailAddress.objects.values_list())
    erase_person(lead_id=person.lead.pk, now=timezone.now() + timedelta(days=1))
    assert list(Suppression.objects.values_list()) == entries
    assert list(EmailAddress.objects.values_list()) == husks


def test_erasing_one_person_leaves_the_others_alone() -> None:
    person = make_known_person()
    other = make_person(person.visit.publication, email="other@example.com")
    before = list(EmailAddress.objects.filter(pk=other.address.pk).values_list())
    acts = list(Activity.objects.filter(lead=other.lead).values_list())
    erase_person(lead_id=person.lead.pk, now=timezone.now())
    assert list(EmailAddress.objects.filter(pk=other.address.pk).values_list()) == before
    assert list(Activity.objects.filter(lead=other.lead).values_list()) == acts
    assert Visit.objects.filter(key=other.visit.key).exists()


def test_erasing_while_a_mail_is_claimed_sends_it_never() -> None:
    person = make_person()
    now = timezone.now()
    claimed = claim(delivery_id=person.delivery.pk, now=now)
    assert claimed is not None
    erase_person(lead_id=person.lead.pk, now=now)
    assert not hand_over(delivery=claimed, message_id="<a@b>", subject="Hi", now=now, pace=None)
    assert Delivery.objects.get(pk=claimed.pk).state == "cancelled"
    assert send_batch([claimed.pk], clock=lambda: now) == 0
    assert not OutboxMail.objects.exists()


class SlowOutbox(OutboxBackend):
    """Everybody presses erase while it is thinking."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for lead in Lead.objects.people():
            erase_person(lead_id=lead.pk, now=timezone.now())
        return super().send_messages(email_messages)


def test_erasing_while_a_mail_is_on_its_way_keeps_no_copy(settings: Settings) -> None:
    person = make_person()
    settings.EMAIL_BACKEND = f"{__name__}.SlowOutbox"
    assert send_batch([person.delivery.pk], clock=timezone.now) == 0
    rest = dump()
    assert [trace for trace in TRACES if trace in rest] == []
    assert Delivery.objects.get(pk=person.delivery.pk).state == "ambiguous"


def test_a_new_opt_in_after_erasing_starts_fresh_and_only_confirming_lifts_the_entry() -> None:
    person = make_person()
    publication = person.visit.publication
    erase_person(lead_id=person.lead.pk, now=timezone.now())
    back = make_person(publication)
    assert back.lead.pk != person.lead.pk
    assert back.address.pk != person.address.pk
    assert back.address.confirmed_at is None
    assert may_email(address=back.address, purpose="marketing") == "suppressed"
    assert may_email(address=back.address, purpose="requested") == ""
    Client().post(address_of(back.link("confirm")))
    assert Suppression.objects.count() == 0
    fresh = EmailAddress.objects.get(pk=back.address.pk)
    assert may_email(address=fresh, purpose="marketing") == ""


def test_forgetting_without_an_entry_leaves_no_trace_at_all() -> None:
    person = make_known_person()
    erase_person(lead_id=person.lead.pk, now=timezone.now(), is_suppressed=False)
    rest = dump()
    assert [trace for trace in (*TRACES, address_hash(NORMALISED)) if trace in rest] == []
    assert Suppression.objects.count() == 0


def test_erasing_somebody_from_a_list_without_any_visit() -> None:
    address = make_address(text="only@listed.example")
    before = everything()
    erase_person(lead_id=address.lead_id, now=timezone.now())
    assert everything() != before
    assert "only@listed" not in dump()
