from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from django.core.mail import BadHeaderError
from pytest_django import Settings

from leads.models import Business
from nurture.checks import check_site_url
from nurture.models import Delivery
from nurture.writing.composing import compose, message_id_of
from nurture.writing.rendering import render_delivery
from nurture.writing.wire import wire_bytes
from tests.leads.factories import NOW, make_business
from tests.nurture.factories import (
    make_content,
    make_enrollment,
    make_reader,
    make_requested,
    make_version,
    message,
)
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db

# The longest SITE_URL that passes the check.
SITE = "https://" + "quiz." * 6 + "example.com"


def raw_of(delivery: Delivery) -> bytes:
    return wire_bytes(compose(delivery, render_delivery(delivery), now=NOW))


def each_kind() -> list[Delivery]:
    long_word = "wörd " * 1000
    asked = make_requested(content=make_content(body=long_word, subject="Ünïcode " * 12))
    for purpose in ("series", "marketing"):
        version = make_version(message("one", body=long_word), purpose=purpose)
        make_enrollment(version=version, address=make_reader(purpose=purpose))
    return [asked, *Delivery.objects.filter(pk__in=dispatch(NOW)).exclude(pk=asked.pk)]


def test_compose_writes_headers_that_mailbox_providers_read(settings: Settings) -> None:
    settings.SITE_URL = SITE
    assert len(SITE) == 49
    assert check_site_url(None) == []
    make_business()
    deliveries = each_kind()
    assert [each.purpose for each in deliveries] == ["requested", "series", "marketing"]
    for delivery in deliveries:
        raw = raw_of(delivery)
        lines = raw.split(b"\r\n")
        [unsubscribe] = [each for each in lines if each.startswith(b"List-Unsubscribe: ")]
        value = unsubscribe.removeprefix(b"List-Unsubscribe: ").decode()

        assert value.startswith(f"<{SITE}/e/")
        assert value.endswith("/>")
        assert len(value) == 77
        assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
        assert b"Auto-Submitted: auto-generated" in lines
        assert f"Message-ID: {message_id_of(delivery)}".encode() in lines
        assert raw.count(b"\nFrom: ") == raw.count(b"\nTo: ") == raw.count(b"\nSubject: ") == 1
        assert max(len(line) for line in lines) <= 998
        assert raw.isascii()
        assert b"\n" not in raw.replace(b"\r\n", b"")


def test_compose_has_two_readable_parts() -> None:
    delivery = make_requested(content=make_content(body="Grüße, **Mara** 🙂"))
    parsed = message_from_bytes(raw_of(delivery), policy=policy.default)

    kinds = [part.get_content_type() for part in parsed.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    text, html = (part.get_content() for part in list(parsed.walk())[1:])
    assert text.splitlines()[0] == "Grüße, Mara 🙂"
    assert "Grüße, <strong>Mara</strong> 🙂" in html
    assert parsed["From"] == "Your business <hello@localhost.localdomain>"
    assert parsed["List-Id"] == "<requested.localhost.localdomain>"


def test_compose_names_the_sender_in_any_script() -> None:
    make_business(name="Müller, Søn & Co")
    Business.objects.update(reply_to="antwort@example.com")
    parsed = message_from_bytes(raw_of(make_requested()), policy=policy.default)

    assert parsed["From"].addresses[0].display_name == "Müller, Søn & Co"
    assert parsed["From"].addresses[0].addr_spec == "hello@example.com"
    assert parsed["Reply-To"] == "antwort@example.com"


def test_compose_refuses_a_header_with_a_second_line() -> None:
    make_business()
    Business.objects.update(reply_to="a@example.com\nBcc: b@example.com")

    with pytest.raises(BadHeaderError):
        raw_of(make_requested())


def test_message_id_is_the_same_for_every_attempt() -> None:
    first, second = make_requested(), make_requested()

    assert message_id_of(first) == message_id_of(Delivery.objects.get(pk=first.pk))
    assert message_id_of(first) != message_id_of(second)
    assert message_id_of(first).startswith(f"<{first.pk}.")
    first.message_id = "<as it was handed over@example.com>"
    assert message_id_of(first) == first.message_id


def test_check_site_url_warns_about_a_long_address(settings: Settings) -> None:
    settings.SITE_URL = SITE + "x"

    assert [each.id for each in check_site_url(None)] == ["nurture.W001"]
