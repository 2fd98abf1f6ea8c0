"""The link to one's data: fresh, secret, once, not for long, and few of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone
from pytest_django import Settings

from funnel.models import DataLink
from funnel.privacy.erasing import erase_person
from funnel.privacy.links import (
    LASTS,
    TICKET_LASTS,
    LinkOverError,
    UnknownLinkError,
    ask_for_data,
    check_link,
    drop_old_links,
    open_link,
    read_ticket,
    send_data_link,
)
from leads.models import EmailAddress
from nurture.models import Delivery, OutboxMail
from nurture.sending.batch import send_batch
from tests.funnel.journey.stored import everything
from tests.funnel.privacy.mailbox import data_token
from tests.funnel.privacy.people import OUTBOX, dump
from tests.leads.factories import NOW, make_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def address() -> EmailAddress:
    return make_address(text="mara@example.com", at=NOW)


def test_link_is_secret_even_from_the_database(address: EmailAddress) -> None:
    assert send_data_link(address=address, language="en", now=NOW)
    token = data_token(address, at=NOW)
    assert len(token) == 43
    assert token.lower() not in dump()
    link = check_link(token, now=NOW)
    assert (link.address, link.expires_at, link.used_at) == (address, NOW + LASTS, None)


def test_link_opens_once(address: EmailAddress) -> None:
    send_data_link(address=address, language="en", now=NOW)
    token = data_token(address, at=NOW)
    opened = open_link(token, now=NOW + timedelta(hours=23))
    assert opened.address == address
    for use in (check_link, open_link):
        with pytest.raises(LinkOverError):
            use(token, now=NOW + timedelta(hours=23))


def test_link_is_over_after_a_day(address: EmailAddress) -> None:
    send_data_link(address=address, language="en", now=NOW)
    token = data_token(address, at=NOW)
    with pytest.raises(LinkOverError):
        open_link(token, now=NOW + LASTS)
    assert DataLink.objects.get().used_at is None


@pytest.mark.parametrize("token", ["", "a" * 43, "A" * 42 + "_"])
def test_forged_link_is_unknown(address: EmailAddress, token: str) -> None:
    send_data_link(address=address, language="en", now=NOW)
    with pytest.raises(UnknownLinkError):
        open_link(token, now=NOW)


def test_flipped_link_is_unknown(address: EmailAddress) -> None:
    send_data_link(address=address, language="en", now=NOW)
    token = data_token(address, at=NOW)
    flipped = ("B" if token[0] != "B" else "C") + token[1:]
    with pytest.raises(UnknownLinkError):
        check_link(flipped, now=NOW)


def test_ticket_lasts_half_an_hour_and_dies_with_its_link(address: EmailAddress) -> None:
    send_data_link(address=address, language="en", now=NOW)
    ticket = open_link(data_token(address, at=NOW), now=NOW).ticket
    assert read_ticket(ticket, now=NOW + TICKET_LASTS).address == address
    with pytest.raises(LinkOverError):
        read_ticket(ticket, now=NOW + TICKET_LASTS + timedelta(seconds=1))
    erase_person(lead_id=address.lead_id, now=NOW)
    with pytest.raises(LinkOverError):
        read_ticket(ticket, now=NOW)


def test_forged_and_foreign_tickets_are_unknown(address: EmailAddress) -> None:
    send_data_link(address=address, language="en", now=NOW)
    ticket = open_link(data_token(address, at=NOW), now=NOW).ticket
    other_purpose = signing.dumps([DataLink.objects.get().pk, 0], salt="another")
    for text in ("", "x", ticket[:-1], other_purpose):
        with pytest.raises(UnknownLinkError):
            read_ticket(text, now=NOW)


def test_few_links_to_one_address(address: EmailAddress) -> None:
    """One in a quarter of an hour, three a day, however often somebody asks."""
    sent = 0
    for minute in range(0, 24 * 60, 5):
        at = NOW + timedelta(minutes=minute)
        sent += send_data_link(address=address, language="en", now=at)
    assert sent == DataLink.objects.count() == Delivery.objects.count() == 3


def test_asking_for_an_unknown_address_writes_nothing(address: EmailAddress) -> None:
    before = everything()
    ask_for_data(normalised="nobody@example.com", language="en", now=NOW)
    assert everything() == before
    ask_for_data(normalised=address.normalised, language="en", now=NOW)
    assert DataLink.objects.count() == 1


def test_mail_speaks_the_language_that_was_chosen(
    address: EmailAddress, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = OUTBOX
    EmailAddress.objects.update(language="de")
    address.refresh_from_db()
    send_data_link(address=address, language="en", now=timezone.now())
    mail = Delivery.objects.get()
    assert '"language":"de"' in mail.content
    send_batch([mail.pk], clock=timezone.now)
    raw = bytes(OutboxMail.objects.get().raw).decode()
    assert "Content-Language: de" in raw


def test_old_links_are_dropped_when_nobody_asks_why_any_more(address: EmailAddress) -> None:
    send_data_link(address=address, language="en", now=NOW)
    assert drop_old_links(now=NOW + timedelta(days=7)) == 0
    assert drop_old_links(now=NOW + timedelta(days=9)) == 1
