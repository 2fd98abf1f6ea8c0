"""Mails speak the language they are written in, and Arabic ones read from the right."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.utils import translation

from nurture.document import ButtonDoc, MailDoc
from nurture.models import Delivery, SequenceVersion
from nurture.planning.versions import ThemeColours, content_of, publish_sequence
from nurture.writing.composing import compose
from nurture.writing.rendering import Rendered, render_delivery
from nurture.writing.requested import RequestedMail
from nurture.writing.wire import wire_bytes
from tests.leads.factories import NOW
from tests.nurture.factories import make_enrollment, make_reader, make_requested, make_version
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db


def asked_for(language: str, *, subject: str = "Ihr Ergebnis") -> Delivery:
    button = ButtonDoc(label="Öffnen", target="result")
    mail = MailDoc(subject=subject, body="Hier ist es:\n\n- eins\n- zwei", button=button)
    return make_requested(content=RequestedMail(mail=mail, language=language))


def of_series(language: str, purpose: str) -> Delivery:
    version = spoken(make_version(purpose=purpose), language)
    make_enrollment(version=version, address=make_reader(purpose=purpose))
    [pk] = dispatch(NOW)
    return Delivery.objects.get(pk=pk)


def spoken(version: SequenceVersion, language: str) -> SequenceVersion:
    return publish_sequence(
        sequence=version.sequence,
        document=content_of(version).sequence,
        theme=ThemeColours(),
        time_zone="Europe/Berlin",
        language=language,
        now=NOW,
    )


def test_a_german_mail_is_german_to_its_foot() -> None:
    rendered = render_delivery(asked_for("de"))
    assert '<html lang="de" dir="ltr">' in rendered.html
    assert "Ja, das ist meine Adresse" in rendered.html
    assert "Ist das deine Adresse?" in rendered.text
    assert "Abbestellen: http" in rendered.text
    assert "diese Adresse bei" in rendered.text
    assert "Unsubscribe" not in rendered.html + rendered.text
    assert rendered.language == "de"


def test_an_arabic_mail_reads_from_the_right() -> None:
    rendered = render_delivery(asked_for("ar"))
    assert '<html lang="ar" dir="rtl">' in rendered.html
    assert rendered.html.count('dir="rtl"') == 2
    assert "padding-right: 24px" in rendered.html
    assert "padding-left: 24px" not in rendered.html
    assert "إلغاء الاشتراك" in rendered.html


def test_a_language_we_do_not_speak_keeps_its_direction() -> None:
    rendered = render_delivery(asked_for("he"))
    assert '<html lang="he" dir="rtl">' in rendered.html
    assert "Unsubscribe" in rendered.html


@pytest.mark.parametrize(
    ("purpose", "why"),
    [
        ("series", "weil du „Five quiet fixes“ bestellt hast."),
        ("marketing", "weil du weiteren Mails zugestimmt hast."),
    ],
)
def test_a_series_says_why_it_comes_in_its_language(purpose: str, why: str) -> None:
    rendered = render_delivery(of_series("de", purpose))
    assert why in rendered.text
    assert '<html lang="de" dir="ltr">' in rendered.html


def test_the_language_of_whoever_sends_changes_nothing() -> None:
    delivery = asked_for("de")
    said: list[Rendered] = []
    for active in ("ar", "en", "es"):
        with translation.override(active):
            said.append(render_delivery(delivery))
            assert translation.get_language() == active
    assert said[0] == said[1] == said[2]


def test_an_arabic_subject_travels_whole() -> None:
    subject = "نتيجتك: " + "أنت تعمل أكثر مما تُحاسب عليه " * 8
    delivery = asked_for("ar", subject=subject.strip())
    raw = wire_bytes(compose(delivery, render_delivery(delivery), now=NOW))
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert (mail["Subject"], mail["Content-Language"]) == (subject.strip(), "ar")
    assert max(len(line) for line in raw.split(b"\r\n")) < 998
