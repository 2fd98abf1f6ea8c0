"""A mail series asked for on the ladder, in a browser: read, asked for, confirmed from the mail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from leads.models import Consent, EmailAddress
from nurture.models import Delivery, Enrollment
from nurture.writing.links import CONFIRM, make_links
from tests.conftest import OpenPage
from tests.funnel.factories import make_publication
from tests.funnel.journey.series_document import series_document
from tests.journeys.rows import every_table

pytestmark = pytest.mark.browser

STEP = "main#step"


@pytest.fixture
def wrong() -> Iterator[list[str]]:
    """Script errors on the way; there are none."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def address(transactional_db: None, _clean_start: None, live_site: str) -> str:
    return f"{live_site}/f/{make_publication(series_document()).funnel.slug}/"


def to_series(page: Page, address: str) -> None:
    page.goto(address)
    for number in (1, 2):
        expect(page.locator("#top .where")).to_have_text(f"{number} of 2")
        page.locator("#step .choices button").first.click()
    expect(page.locator(STEP)).to_have_attribute("data-screen", "result")
    page.locator("#step .main").click()
    expect(page.locator(STEP)).to_have_attribute("data-screen", "series")


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_series_is_read_asked_for_and_confirmed(
    address: str, open_page: OpenPage, wrong: list[str], has_script: bool
) -> None:
    page = open_page(javascript=has_script)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    to_series(page, address)
    expect(page.locator(".mails li")).to_have_count(3)
    first = page.locator(".first-mail")
    expect(first.locator("article")).not_to_be_visible()
    first.locator("summary").click()
    expect(first.locator("article")).to_contain_text("Look up one number, today.")
    assert page.locator("#step form").count() == 1

    before = every_table()
    field = page.get_by_label("E-mail")
    field.fill("jo@@example")
    page.get_by_role("button", name="Send me the three mails").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("jo@@example")
    assert every_table() == before, "a wrong address stores nothing"

    field.fill("jo@example.com")
    page.get_by_role("button", name="Send me the three mails").click()
    expect(page.locator(STEP)).to_have_attribute("data-screen", "opt_in")
    assert list(Consent.objects.values_list("purpose", flat=True)) == ["requested", "series"]
    assert not Enrollment.objects.exists()

    page.goto(make_links(delivery=Delivery.objects.get(), targets=[CONFIRM])[CONFIRM])
    assert not Enrollment.objects.exists(), "looking confirms nothing"
    page.locator("form button.main").click()
    expect(page.locator(".badge")).to_be_visible()
    assert list(Enrollment.objects.values_list("position", "state")) == [(1, "active")]


def test_no_is_an_equal_button(address: str, open_page: OpenPage, wrong: list[str]) -> None:
    page = open_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    to_series(page, address)
    yes = page.get_by_role("button", name="Send me the three mails").bounding_box()
    no = page.get_by_role("button", name="No thanks, just go on")
    box = no.bounding_box()
    assert yes is not None
    assert box is not None
    assert [round(box[each]) for each in ("width", "height")] == [
        round(yes[each]) for each in ("width", "height")
    ]
    no.click()
    expect(page.locator(STEP)).to_have_attribute("data-screen", "opt_in")
    assert not EmailAddress.objects.exists()
