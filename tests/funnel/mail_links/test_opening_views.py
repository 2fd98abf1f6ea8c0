"""Opens are seen only where the operator asks and the reader agreed; taking it back ends it."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from leads.models import Consent
from nurture.models import Delivery, MailLink, MailRules
from nurture.proof import proof
from nurture.reader.unsubscribing import unsubscribe
from nurture.rules import save_rules
from nurture.writing.links import find
from nurture.writing.rendering import render_delivery
from tests.funnel.journey.stored import everything
from tests.funnel.mail_links.test_answer_views import HAND, address, browser, sent
from tests.leads.factories import make_business
from tests.nurture.writing.kinds import series_mail

pytestmark = pytest.mark.django_db

TEXT = "Ledger &amp; Lark may see whether I open their mails."


@pytest.fixture
def mail() -> Delivery:
    cache.clear()
    make_business()
    save_rules(MailRules(asks_for_opens=True))
    return sent(series_mail())


def keep(mail: Delivery, *, opens: bool, client: Client | None = None) -> str:
    fields = {"act": "keep", "asked": "opens", **({"opens": "yes"} if opens else {})}
    client = client or browser()
    return client.post(address(mail, "preferences"), fields, headers=HAND).content.decode()


def seen() -> list[bool]:
    return [at is not None for at in Delivery.objects.values_list("opened_at", flat=True)]


def test_box_is_there_unticked_only_where_opens_are_asked_for(mail: Delivery) -> None:
    page = browser().get(address(mail, "preferences")).content.decode()
    assert TEXT in page
    assert re.search(r'name="opens"\s+value="yes"\s*>', page)
    save_rules(MailRules(asks_for_opens=False))
    assert TEXT not in browser().get(address(mail, "preferences")).content.decode()


def test_agreeing_puts_the_picture_in_and_its_get_is_seen_once(mail: Delivery) -> None:
    assert "<img" not in render_delivery(mail).html
    keep(mail, opens=True)
    keep(mail, opens=True)
    row = Consent.objects.get(purpose="opens")
    assert (row.moment, row.text, row.language, row.channel, row.needs_confirmation) == (
        "given",
        "Ledger & Lark may see whether I open their mails.",
        "en",
        "page",
        False,
    )
    assert row in proof(mail.address).moments
    rendered = render_delivery(mail)
    assert rendered.html.count("<img") == 1
    assert address(mail, "open") in rendered.html
    assert address(mail, "open") not in rendered.text

    browser().head(address(mail, "open"))
    browser().get(address(mail, "open"), headers={"Sec-Purpose": "prefetch"})
    assert seen() == [False]
    answer = browser().get(address(mail, "open"))
    assert (answer.headers["Content-Type"], len(answer.content)) == ("image/gif", 42)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert seen() == [True]
    before = everything()
    assert browser().get(address(mail, "open")).content == answer.content
    assert everything() == before


def test_taking_it_back_silences_mails_that_are_out(mail: Delivery) -> None:
    keep(mail, opens=True)
    render_delivery(mail)
    assert re.search(r'name="opens"\s+value="yes"\s+checked', keep(mail, opens=True))
    keep(mail, opens=False)
    before = everything()
    assert browser().get(address(mail, "open")).status_code == 200
    assert everything() == before
    assert list(
        Consent.objects.filter(purpose="opens").order_by("pk").values_list("moment", flat=True)
    ) == ["given", "withdrawn"]


def test_unsubscribing_and_switching_off_silence_it_too(mail: Delivery) -> None:
    keep(mail, opens=True)
    render_delivery(mail)
    save_rules(MailRules(asks_for_opens=False))
    browser().get(address(mail, "open"))
    assert seen() == [False]
    save_rules(MailRules(asks_for_opens=True))
    link = find(MailLink.objects.get(target="unsubscribe").token)
    assert link is not None
    unsubscribe(link=link, channel="header", now=mail.created_at)
    browser().get(address(mail, "open"))
    assert seen() == [False]
    assert Consent.objects.filter(purpose="opens", moment="withdrawn").count() == 1


def test_a_machine_takes_back_and_never_agrees(mail: Delivery) -> None:
    scanner = Client(HTTP_USER_AGENT="Mozilla/5.0 (compatible; LinkScanner/1.0)")
    keep(mail, opens=True, client=scanner)
    assert not Consent.objects.filter(purpose="opens").exists()
    keep(mail, opens=True)
    keep(mail, opens=False, client=scanner)
    assert Consent.objects.filter(purpose="opens", moment="withdrawn").count() == 1


def test_an_old_page_without_the_box_says_nothing_about_it(mail: Delivery) -> None:
    keep(mail, opens=True)
    browser().post(address(mail, "preferences"), {"act": "keep"}, headers=HAND)
    assert Consent.objects.filter(purpose="opens").count() == 1
