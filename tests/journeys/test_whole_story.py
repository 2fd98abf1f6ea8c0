"""The main story: from a stranger's first tap over real mails to a lead that sales can call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import Page, expect
from pytest_django import Settings

from funnel.operating.background import Worker
from leads.models import Activity, Consent, EmailAddress, Lead, Suppression
from nurture.models import Delivery, Enrollment
from tests.conftest import OpenPage
from tests.journeys import mailbox
from tests.journeys.conftest import NewWalker
from tests.journeys.mailbox import Mails
from tests.journeys.staff import log_in
from tests.journeys.walking import Walker, until
from tests.services.mail import MailServer

pytestmark = pytest.mark.browser

ADDRESS = "jo.lind@example.com"
REQUESTED = "Your result and the seven habits"
SERIES = {
    "Three ticks, three minutes": "Tick three on my list",
    "Say this when a price feels high": "Watch the 60 seconds",
    "How one question gave Jana six free days": "Reply with my number",
    "The last of four: an offer, then quiet": "See the money check",
}


@pytest.fixture
def mails(
    smtp_server: MailServer, worker: Worker, settings: Settings, new_walker: NewWalker
) -> Mails:
    # Half a second a day: the two weeks of the series take some seconds.
    settings.DAY_SECONDS = 0.5
    return Mails(smtp_server, new_walker().page)


def opts_in(walker: Walker, *, has_tick: bool) -> None:
    walker.tap("Same price, and I add an extra").walk_to("opt_in opt_in")
    walker.page.get_by_label("First name").fill("Jo")
    walker.page.get_by_label("E-mail").fill(ADDRESS)
    if has_tick:
        walker.page.get_by_label("Yes, also send me the four money mails").check()
    walker.tap("Send it to me").tap("No thanks")
    assert walker.screen() == "offer offer"


def test_from_the_first_tap_to_the_desk_and_out_again(
    mails: Mails, new_walker: NewWalker, open_page: OpenPage
) -> None:
    visitor = new_walker()
    outcome = visitor.walk_to("result result").text()
    visitor.back()
    opts_in(visitor.land(), has_tick=True)

    the_asked_for_mail_arrives(mails, visitor)
    scanners_change_nothing(mails)
    confirming_starts_the_series(mails, open_page())
    reader = the_last_mail_leads_to_the_offer(mails, open_page())
    assert reader.key() == visitor.key()
    sales_finds_the_lead(open_page(width=1280), visitor.site, outcome)
    unsubscribing_by_the_header_stops_everything(mails)


def the_asked_for_mail_arrives(mails: Mails, visitor: Walker) -> None:
    mails.wait_for(1)
    mail = mails.server.messages[0]
    assert (mail["Subject"], mail["To"]) == (REQUESTED, ADDRESS)
    assert mails.server.recipients == [[ADDRESS]]
    for part in (mailbox.html(mail), mailbox.text(mail)):
        assert "My price for new clients is written down." in part
        assert "Jo" not in part.replace("Jo Lind", ""), "no text of the visitor before the press"
        assert visitor.key() not in part
    assert set(mailbox.links(mail)) == {
        "Open my result",
        "Yes, this is my address",
        "Choose what you get",
        "Unsubscribe",
    }
    assert mailbox.buttons(mail) == ["Open my result"]


def scanners_change_nothing(mails: Mails) -> None:
    before = (Activity.objects.count(), Consent.objects.count(), Delivery.objects.count())
    statuses = mailbox.scan(mails.server.messages[0])
    assert set(statuses) == {200}
    assert EmailAddress.objects.get().confirmed_at is None
    assert not Suppression.objects.exists()
    assert not Enrollment.objects.exists()
    after = (Activity.objects.count(), Consent.objects.count(), Delivery.objects.count())
    assert after == before
    mails.no_more_come()


def confirming_starts_the_series(mails: Mails, page: Page) -> None:
    page.goto(mailbox.links(mails.server.messages[0])["Yes, this is my address"])
    page.get_by_role("button", name="Yes, this is my address").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, that worked")
    assert EmailAddress.objects.get().confirmed_at is not None
    mails.wait_for(1 + len(SERIES))
    assert mails.subjects() == [REQUESTED, *SERIES]
    for mail, button in zip(mails.server.messages[1:], SERIES.values(), strict=True):
        assert mailbox.buttons(mail) == [button]
        assert mailbox.text(mail).strip().startswith("Hello Jo")
        assert len(mailbox.unsubscribe_address(mail)) <= 77
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mailbox.unsubscribe_address(mail) in mailbox.links(mail).values()
    assert "Same price, and I add an extra" in mailbox.text(mails.server.messages[2])
    assert len({str(mail["Message-ID"]) for mail in mails.server.messages}) == 5
    assert Enrollment.objects.get().state == Enrollment.State.FINISHED
    mails.no_more_come()


def the_last_mail_leads_to_the_offer(mails: Mails, page: Page) -> Walker:
    reader = Walker(page, "")
    # Nobody opens a mail and presses behind it within seconds: it has lain there for a minute.
    Delivery.objects.update(handed_over_at=F("handed_over_at") - timedelta(minutes=1))
    page.goto(mailbox.links(mails.server.messages[-1])["See the money check"])
    assert reader.screen() == "offer offer"
    reader.tap("Ask Mara for a time")
    assert "E-mail" not in reader.text(), "the address is known and not asked for again"
    assert ADDRESS not in page.content()
    page.get_by_label("Phone").fill("+49 170 1234567")
    page.get_by_label("A good time").fill("Tuesday morning")
    reader.tap("Ask for the call")
    assert reader.heading() == "Done. Here is what happens next"
    return reader


def sales_finds_the_lead(page: Page, site: str, outcome: str) -> None:
    log_in(page, site, "/leads/")
    rows = page.locator(".rows .row")
    expect(rows.first).to_contain_text("Jo")
    expect(rows.first).to_contain_text("Asked for a call")
    rows.first.click()
    expect(page.locator("#lead-title")).to_have_text("Jo")
    sheet = page.locator("#lead")
    for words in (
        ADDRESS,
        "0170 1234567",
        "Same price, and I add an extra",
        "Came back from the mail: The last of four",
        "Asked for a call: Tuesday morning",
        "Confirmed the address",
        "Left an address",
        *SERIES,
    ):
        expect(sheet).to_contain_text(words)
    said = sheet.locator(".result strong").inner_text()
    assert f"Your result: {said}" in outcome
    consent = sheet.locator("section", has_text="May I write?")
    expect(consent).to_contain_text("Ticked the box")
    expect(consent).to_contain_text("Confirmed: ")


def unsubscribing_by_the_header_stops_everything(mails: Mails) -> None:
    first, second = mails.server.messages[-1], mails.server.messages[1]
    for mail, is_multipart in ((first, False), (second, True)):
        address = mailbox.unsubscribe_address(mail)
        assert mailbox.press_one_click(address, is_multipart=is_multipart) == (200, address)
    assert list(Suppression.objects.values_list("reason", flat=True)) == ["unsubscribed"]
    assert Activity.objects.filter(label="Unsubscribed from further mails").exists()
    # Somebody who was on a series again, and due: the mail still does not go out.
    place = Enrollment.objects.get()
    Enrollment.objects.filter(pk=place.pk).update(
        state="active", position=0, due_at=place.anchor_at, ended_at=None, exit_reason=""
    )
    mails.no_more_come()
    place.refresh_from_db()
    assert place.state == Enrollment.State.EXITED


def test_unsubscribed_in_the_middle_of_the_series(mails: Mails, new_walker: NewWalker) -> None:
    opts_in(new_walker(), has_tick=True)
    mails.wait_for(1)
    page = mails.page
    page.goto(mailbox.links(mails.server.messages[0])["Yes, this is my address"])
    page.get_by_role("button", name="Yes, this is my address").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, that worked")
    mails.wait_for(2)
    page.goto(mailbox.links(mails.server.messages[1])["Unsubscribe"])
    page.get_by_role("button", name="Stop the mails").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No further mails")
    count = len(mails.server.messages)
    assert count < 5
    mails.no_more_come()
    assert Enrollment.objects.get().exit_reason == "unsubscribed"


def test_without_the_tick_one_mail_comes_and_no_more(mails: Mails, new_walker: NewWalker) -> None:
    opts_in(new_walker(), has_tick=False)
    mails.wait_for(1)
    page = mails.page
    page.goto(mailbox.links(mails.server.messages[0])["Yes, this is my address"])
    page.get_by_role("button", name="Yes, this is my address").click()
    mails.no_more_come()
    assert mails.subjects() == [REQUESTED]
    assert Lead.objects.count() == 1


def test_mail_server_down_the_visit_goes_on_and_the_mail_waits(
    mails: Mails, new_walker: NewWalker
) -> None:
    mails.server.reply_with("MAIL", "451 4.3.0 later", times=50)
    opts_in(new_walker(), has_tick=False)
    until(
        lambda: Delivery.objects.filter(state="scheduled", attempts__gte=1).exists(),
        "the first attempt",
        mails.page,
    )
    waiting = Delivery.objects.get()
    assert waiting.due_at > waiting.created_at
    assert mails.server.messages == []
