"""The bytes of every kind of mail: headers that providers ask for, lines that servers take."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from pytest_django import Settings

from leads.models import Business, Lead
from nurture.models import Delivery
from nurture.writing.composing import compose, message_id_of
from nurture.writing.rendering import render_delivery
from nurture.writing.wire import wire_bytes
from tests.leads.factories import NOW, make_business
from tests.nurture.factories import make_content, make_reader, make_requested
from tests.nurture.writing.kinds import KINDS, OWN, asking, series_mail

pytestmark = pytest.mark.django_db

# The longest SITE_URL that passes the check.
SITE = "https://" + "quiz." * 6 + "example.com"
EMOJI = "🙂" * 5_000


@pytest.fixture(autouse=True)
def house(settings: Settings) -> None:
    settings.SITE_URL = SITE
    make_business()


def raw_of(delivery: Delivery) -> bytes:
    return wire_bytes(compose(delivery, render_delivery(delivery), now=NOW))


def read(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def check_lines(raw: bytes) -> list[bytes]:
    """The lines of a mail that any server takes: CRLF alone, 7 bit, at most 998 octets."""
    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) <= 998
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    return lines


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_the_headers_that_providers_ask_for(kind: str) -> None:
    delivery = KINDS[kind]()
    raw = raw_of(delivery)
    lines = check_lines(raw)
    head = raw.partition(b"\r\n\r\n")[0]

    [line] = [each for each in lines if each.startswith(b"List-Unsubscribe: ")]
    uri = line.removeprefix(b"List-Unsubscribe: <").removesuffix(b">").decode()
    assert re.fullmatch(re.escape(SITE) + r"/e/[A-Za-z0-9_-]{22}/", uri)
    assert len(f"<{uri}>") <= 77
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert f"Message-ID: {message_id_of(delivery)}".encode() in lines
    assert b"Auto-Submitted: auto-generated" in lines
    assert re.search(rb"\r\nList-Id: <[a-z0-9_-]+\.example\.com>\r\n", head)
    assert re.search(rb"\r\nFeedback-ID: \d+:[a-z0-9_-]+:[a-z]+:smallyes(\r\n|\Z)", head)
    for name in (b"From", b"To", b"Subject", b"Date", b"Message-ID", b"MIME-Version"):
        assert len(re.findall(rb"(?:^|\r\n)" + name + rb": ", head)) == 1, name

    mail = read(raw)
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    text, html = (str(part.get_content()) for part in list(mail.walk())[1:])
    assert uri in text
    assert uri in html
    assert "Storgatan 1, 211 42 Malmö, Sweden" in text
    assert mail["Content-Language"] == "en"
    # The same again, but for the mark between its parts: whoever gets it twice sees one mail.
    again = read(raw_of(Delivery.objects.get(pk=delivery.pk)))
    assert [str(part.get_content()) for part in list(again.walk())[1:]] == [text, html]
    assert again["Message-ID"] == mail["Message-ID"]


def test_sender_of_a_series_stands_in_its_mails_alone() -> None:
    mine, theirs = read(raw_of(series_mail(sender=OWN))), read(raw_of(series_mail()))
    assert (mine["From"], mine["Reply-To"]) == (
        "Mara Lind <mara@example.org>",
        "answers@example.org",
    )
    assert (theirs["From"], theirs["Reply-To"]) == ("Ledger & Lark <hello@example.com>", None)


@pytest.mark.parametrize(
    "name", [EMOJI, "Mara\r\nBcc: all@example.com", "Mara\u2028Lind\x00", "ı" * 3_000]
)
def test_no_name_breaks_a_mail(name: str) -> None:
    """What the border lets through is shorter; rows can be older than the border."""
    address = make_reader()
    Lead.objects.update(name=name[:60].replace("\x00", ""))
    address.refresh_from_db()
    address.lead.name = name
    delivery = series_mail(
        asking("reply", "For {{ first_name | default: 'you' }}").model_copy(
            update={"subject": "For {{ first_name | default: 'you' }}: one thing"}
        ),
        address=address,
    )
    delivery.lead.name = name.replace("\x00", "")
    raw = raw_of(delivery)
    check_lines(raw)
    mail = read(raw)
    assert mail["Bcc"] is None
    assert mail["To"] == address.normalised
    assert len(str(mail["Subject"])) <= 300


@pytest.mark.parametrize("text", ["a" * 5_000, "wörd " * 1_000, EMOJI, "x" * 4_999 + "\n\ny"])
def test_long_paragraphs_keep_short_lines(text: str) -> None:
    raw = raw_of(make_requested(content=make_content(body=text)))
    check_lines(raw)
    assert max(len(line) for line in raw.partition(b"\r\n\r\n")[2].split(b"\r\n")) <= 78


@pytest.mark.parametrize("letter", ["s", "ü", "🙂", "ع"])
def test_long_subjects_keep_short_lines(letter: str) -> None:
    """A recalled answer can be far longer than what a marketer may write."""
    content = make_content(
        subject="{{ answer.quiz.rate | default: 'you' }}",
        words={"answers": {"quiz": {"rate": letter * 5_000}}},
    )
    raw = raw_of(make_requested(address=make_reader(), content=content))
    check_lines(raw)
    assert read(raw)["Subject"] == letter * 300


def test_message_id_and_list_stay_ascii_for_a_domain_in_any_script() -> None:
    row = Business.objects.get()
    row.sender_email = "hallo@grüße.example"
    row.save()
    head = raw_of(make_requested()).partition(b"\r\n\r\n")[0]
    assert b".xn--grsse-lva.example>" in head
    assert head.isascii()
