"""A reader chooses what they get, and is forgotten when they ask: in a real browser."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from funnel.privacy.links import send_data_link
from leads.models import EmailAddress, Lead, Suppression
from nurture.models import Enrollment
from tests.conftest import OpenPage
from tests.funnel.privacy.mailbox import data_token
from tests.funnel.privacy.people import TRACES, Person, dump, make_known_person, make_person
from tests.journeys.checking import Checks
from tests.nurture.factories import make_enrollment

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(live_site: str) -> Person:  # its links point at the live site
    """Confirmed, on two series."""
    person = make_person()
    now = timezone.now()
    EmailAddress.objects.filter(pk=person.address.pk).update(confirmed_at=now)
    person.address.consents.filter(moment="given").update(needs_confirmation=False)
    person.address.refresh_from_db()
    make_enrollment(address=person.address)
    make_enrollment(address=person.address)
    return person


def look(page: Page, checks: Checks, name: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    checks.whole(page, name)


@pytest.mark.parametrize("javascript", [True, False])
def test_choosing_pausing_and_stopping(
    reader: Person, live_site: str, open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    page.goto(f"{live_site}/e/{reader.link('preferences').token}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose what you get")
    page.locator("[name=topic]").first.uncheck()
    page.get_by_label("Pause for 30 days").check()
    page.get_by_label("At most one mail a week").check()
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("status").filter(has_text="Kept")).to_be_visible()
    expect(page.get_by_role("heading", name="What you left")).to_be_visible()
    assert sorted(Enrollment.objects.values_list("state", flat=True)) == ["active", "exited"]
    address = EmailAddress.objects.get(pk=reader.address.pk)
    assert address.gets_fewer
    assert address.paused_until is not None

    page.get_by_label("Go on now").check()
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_label("Pause for 30 days")).to_be_visible()
    page.get_by_role("button", name="Stop all mails").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No further mails")
    assert Suppression.objects.get().reason == "unsubscribed"


def test_erase_me_leaves_only_the_hash(live_site: str, open_page: OpenPage) -> None:
    person = make_known_person()
    now = timezone.now()
    send_data_link(address=person.address, language="en", now=now)
    page = open_page(javascript=False)
    page.goto(f"{live_site}/my-data/{data_token(person.address, at=now)}/")
    page.get_by_role("button", name="Open my data").click()
    expect(page.get_by_text("Seventeen lemons")).to_be_visible()
    page.get_by_role("button", name="Erase my data").click()
    expect(page.get_by_role("heading", name="What stays")).to_be_visible()
    assert Lead.objects.people().count() == 1
    page.get_by_role("button", name="Yes, erase it all").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are forgotten here")
    rest = dump()
    assert [trace for trace in TRACES if trace in rest] == []
    assert set(Suppression.objects.values_list("reason", flat=True)) == {"erased"}
    # Nothing was kept for going back to.
    with pytest.raises(PlaywrightError, match="ERR_CACHE_MISS"):
        page.go_back()


def test_pages_of_choosing_and_of_ones_data_are_for_everybody(
    reader: Person, live_site: str, open_page: OpenPage
) -> None:
    checks = Checks()
    page = open_page()
    page.goto(f"{live_site}/e/{reader.link('preferences').token}/")
    look(page, checks, "preferences")
    page.locator("[name=topic]").first.uncheck()
    page.get_by_label("Pause for 30 days").check()
    page.get_by_role("button", name="Keep this").click()
    look(page, checks, "preferences-kept")
    page.goto(f"{live_site}/my-data/")
    look(page, checks, "my-data-ask")
    page.get_by_label("Your e-mail address").fill("nobody@example.com")
    page.get_by_role("button", name="Send me a link").click()
    look(page, checks, "my-data-asked")
    now = timezone.now()
    send_data_link(address=reader.address, language="en", now=now)
    page.goto(f"{live_site}/my-data/{data_token(reader.address, at=now)}/")
    look(page, checks, "my-data-open")
    page.get_by_role("button", name="Open my data").click()
    look(page, checks, "my-data")
    page.get_by_role("button", name="Erase my data").click()
    look(page, checks, "my-data-erase")
    checks.done()
