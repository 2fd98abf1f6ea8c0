"""Trying a funnel out from the studio: walked, mailed, counted nowhere, gone in one click."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from funnel.demo.loading import Demo
from funnel.groups import MARKETING
from funnel.models import Funnel, LandingCount, Visit
from funnel.operating.background import Worker
from leads.models import Lead
from nurture.models import Enrollment
from nurture.planning.versions import content_of
from tests.conftest import OpenPage
from tests.journeys import mailbox
from tests.journeys.checking import Checks
from tests.journeys.mailbox import Mails
from tests.journeys.rows import every_table
from tests.journeys.staff import log_in
from tests.journeys.test_accessibility import UNFOLD
from tests.journeys.walking import Walker, until
from tests.services.mail import MailServer

pytestmark = pytest.mark.browser
ADDRESS = "mara+try@example.com"
# What a login and looking around leave behind in the tables of the house itself.
OF_THE_HOUSE = ("sessions.", "axes.", "admin.", "auth.")


def of_funnels() -> dict[str, int]:
    return {
        name: count for name, count in every_table().items() if not name.startswith(OF_THE_HOUSE)
    }


@pytest.fixture
def desk(demo: Demo, live_site: str, open_page: OpenPage) -> Page:
    page = open_page(width=1280)
    log_in(page, live_site, "/admin/", group=MARKETING)
    until(lambda: bool(page.evaluate(_MARK)), "the mark", page)
    return page


_MARK = "() => localStorage.getItem('small-yes-staff')"


def try_page(desk: Page, demo: Demo) -> Page:
    origin = re.match(r"https?://[^/]+", desk.url)
    assert origin
    desk.goto(f"{origin[0]}/admin/funnel/funnel/{demo.funnel.pk}/studio/try/")
    return desk


def figures(desk: Page) -> str:
    """What stands on the numbers page."""
    origin = re.match(r"https?://[^/]+", desk.url)
    assert origin
    desk.goto(f"{origin[0]}/admin/numbers/")
    return desk.locator("main, #content").first.inner_text()


def start(desk: Page, site: str, what: str) -> Walker:
    desk.get_by_label(what).check()
    desk.get_by_label("Where do the mails go?").fill(ADDRESS)
    with desk.expect_popup() as opened:
        desk.get_by_role("button", name="Start in a new tab").click()
    opened.value.wait_for_load_state("networkidle")
    return Walker(opened.value, site)


def opt_in(walker: Walker) -> None:
    walker.walk_to("opt_in opt_in")
    walker.page.get_by_label("First name").fill("Mara")
    walker.page.get_by_label("E-mail").fill(ADDRESS)
    walker.page.get_by_label("Yes, also send me the four money mails").check()
    walker.tap("Send it to me").tap("No thanks")


def arrive(mails: Mails, count: int) -> None:
    """The series at its own pace, with each wait cut short."""
    for number in range(2, count + 1):
        waiting = Enrollment.objects.filter(state="active", due_at__isnull=False)
        until(waiting.exists, f"mail {number} being planned", mails.page)
        waiting.update(due_at=timezone.now())
        mails.wait_for(number)


def test_the_draft_is_tried_with_all_its_mails_and_gone_in_one_click(
    desk: Page, demo: Demo, live_site: str, smtp_server: MailServer, worker: Worker
) -> None:
    before, numbers = of_funnels(), figures(desk)
    hook = "Words that only the draft has, and 7 of them"
    Funnel.objects.filter(pk=demo.funnel.pk).update(hook=hook)
    walker = start(try_page(desk, demo), live_site, "The draft, as it is now")
    expect(walker.page.locator(".hook")).to_have_text(hook)
    expect(walker.page.locator(".trying")).to_contain_text("You are trying this out.")
    opt_in(walker)
    expect(walker.page.locator(".trying")).to_contain_text("Nothing counts.")

    mails = Mails(smtp_server, walker.page)
    mails.wait_for(1)
    walker.page.goto(mailbox.links(smtp_server.messages[0])["Yes, this is my address"])
    walker.page.get_by_role("button", name="Yes, this is my address").click()
    place = Enrollment.objects.get()
    days = sum(each.delay.days for each in content_of(place.version).sequence.messages)
    assert place.day_seconds is not None
    assert days * place.day_seconds <= 300
    arrive(mails, 5)
    assert smtp_server.recipients == [[ADDRESS]] * 5
    assert all(subject.startswith("[Try] ") for subject in mails.subjects())

    assert Lead.objects.people().count() == 0
    assert LandingCount.objects.count() == before["funnel.LandingCount"]
    assert figures(desk) == numbers
    try_page(desk, demo)
    expect(desk.locator(".y-try-list")).to_contain_text(ADDRESS)
    desk.get_by_role("button", name="Delete all trials").click()
    expect(desk.get_by_text("1 trial is deleted, with its mails.")).to_be_visible()
    assert of_funnels() == before


def test_a_plain_visit_of_staff_is_uncounted_by_the_mark(
    desk: Page, live_site: str, open_page: OpenPage
) -> None:
    mine = Walker(desk.context.new_page(), live_site).land()
    mine.page.wait_for_load_state("networkidle")
    assert LandingCount.objects.count() == 0
    mine.answer(1)
    expect(mine.page.locator(".trying")).to_be_visible()
    other = Walker(open_page(), live_site).land()
    other.answer(1)
    assert dict(Visit.objects.values_list("key", "is_test")) == {
        mine.key(): True,
        other.key(): False,
    }
    until(lambda: LandingCount.objects.count() == 1, "the visitor's view", other.page)


def test_the_link_works_without_a_script(
    desk: Page, demo: Demo, live_site: str, open_page: OpenPage
) -> None:
    walker = start(try_page(desk, demo), live_site, "What is live")
    still = Walker(open_page(javascript=False), live_site)
    still.page.goto(walker.page.url)
    still.page.locator("#step .choices button").nth(1).click()
    expect(still.page.locator(".trying")).to_be_visible()
    assert Visit.objects.get().is_test is True


def test_the_pages_of_a_trial_can_be_read_by_everybody(
    desk: Page, demo: Demo, live_site: str
) -> None:
    try_page(desk, demo)
    desk.get_by_label("Where do the mails go?").fill(ADDRESS)
    desk.get_by_role("button", name="Try it on my phone").click()
    expect(desk.locator("#phone img")).to_be_visible()
    desk.wait_for_function("document.querySelector('#phone img').naturalWidth > 0")
    walker = start(desk, live_site, "What is live")
    checks = Checks()
    checks.axe(desk, "try", without=UNFOLD)
    checks.fits(desk, "try")
    checks.whole(walker.page, "trial", least=40)
    checks.done()
