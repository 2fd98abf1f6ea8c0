"""Every kind of screen for everybody: axe finds nothing, in light and dark, narrow and wide."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import Settings

from funnel.demo.loading import Demo
from funnel.groups import MARKETING
from funnel.models import Funnel
from funnel.operating.background import Worker
from nurture.models import MailLink
from nurture.tasks import dispatch_due
from tests.conftest import OpenPage
from tests.journeys.checking import Checks
from tests.journeys.conftest import NewWalker
from tests.journeys.staff import believable_leads, log_in
from tests.journeys.walking import FUNNEL, Walker

pytestmark = pytest.mark.browser

# Desk and outbox are denser than the public pages; this is what WCAG 2.2 AA (2.5.8) asks for.
STAFF = 24

# Faults of the admin's shell, whose templates are not ours to copy.
UNFOLD = {
    "landmark-one-main": "Unfold's pages have no main landmark",
    "region": "nor landmarks around their content",
    "page-has-heading-one": "and titles that are no headings",
    "heading-order": "so headings begin below the first level",
    "landmark-unique": "its scrolling areas all have the same name",
    "empty-table-header": "its tables of rows have a nameless column for removing one",
    "label": "its tables of rows name a field by the head of its column alone",
    "label-title-only": "or by a title",
    "select-name": "and choices just so",
}


@pytest.fixture
def checks() -> Checks:
    return Checks()


@pytest.fixture
def walker(new_walker: NewWalker) -> Walker:
    """Without motion from the first screen on: a fade would be measured halfway."""
    still = new_walker()
    still.page.emulate_media(reduced_motion="reduce")
    return still


def test_quiz_result_and_poll(walker: Walker, checks: Checks) -> None:
    look(walker, checks, "landing")
    walker.answer(1)
    look(walker, checks, "question")
    walker.back()
    look(walker, checks, "question-marked")
    walker.walk_to("result result")
    look(walker, checks, "result")
    walker.walk_to("poll poll")
    look(walker, checks, "poll")
    checks.done()


def test_gifts(walker: Walker, checks: Checks) -> None:
    walker.walk_to("checklist checklist").page.locator("[name=tick]").nth(2).check()
    look(walker, checks, "checklist")
    walker.walk_to("guide guide")
    look(walker, checks, "guide")
    walker.walk_to("video video")
    look(walker, checks, "video")
    walker.page.locator(".transcript summary").click()
    look(walker, checks, "video-transcript")
    checks.done()


def test_opt_in_and_offer(walker: Walker, checks: Checks) -> None:
    walker.skip_to_the_link()
    look(walker, checks, "link")
    walker.pass_by().go_on()
    look(walker, checks, "opt-in")
    walker.page.get_by_label("E-mail").fill("jo@@example")
    walker.tap("Send it to me")
    look(walker, checks, "opt-in-wrong")
    walker.tap("No thanks").page.locator(".first-mail summary").click()
    look(walker, checks, "series")
    walker.tap("No thanks")
    look(walker, checks, "proposal")
    walker.tap("Show me the offer now")
    look(walker, checks, "offer")
    walker.tap("Not now")
    look(walker, checks, "offer-later")
    walker.tap("I changed my mind")
    look(walker, checks, "contact")
    walker.page.get_by_label("E-mail").fill("jo@example.com")
    walker.tap("Ask for the call")
    look(walker, checks, "thanks")
    checks.done()


def test_pages_beside_the_way(walker: Walker, open_page: OpenPage, checks: Checks) -> None:
    page, site = walker.page, walker.site
    for name in ("privacy", "imprint", "missing"):
        page.goto(f"{site}/{name}/")
        checks.whole(page, name)
    Funnel.objects.update(publication=None)
    # Somebody else: who has just seen the landing page may keep it for a minute.
    page = open_page()
    page.goto(site + FUNNEL)
    assert Walker(page, site).heading() == "This one is closed for now"
    checks.whole(page, "closed")
    page.goto(site)
    checks.whole(page, "nothing-live")
    checks.done()


def test_mail_pages_and_outbox(
    walker: Walker, checks: Checks, worker: Worker, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "nurture.sending.outbox.OutboxBackend"
    page, site = walker.page, walker.site
    page.goto(f"{site}/outbox/")
    checks.whole(page, "outbox-empty", least=STAFF)
    walker.land().walk_to("opt_in opt_in").page.get_by_label("E-mail").fill("jo@example.com")
    walker.tap("Send it to me")
    links = wait_for_links(page)
    for target in ("confirm", "unsubscribe"):
        page.goto(f"{site}/e/{links[target]}/")
        checks.whole(page, target)
        page.locator("main button").click()
        page.locator("main .badge").wait_for()
        checks.whole(page, f"{target}-done")
    page.goto(f"{site}/outbox/")
    checks.whole(page, "outbox", least=STAFF)
    page.locator(".list a[href*='/outbox/']").last.click()
    checks.whole(page, "outbox-mail", least=STAFF)
    for part in ("text", "headers"):
        page.goto(f"{page.url.split('?')[0]}?part={part}")
        checks.whole(page, f"outbox-{part}", least=STAFF)
    checks.done()


def test_desk(demo: Demo, live_site: str, open_page: OpenPage, checks: Checks) -> None:
    page = open_page(width=1280)
    log_in(page, live_site, "/leads/")
    checks.whole(page, "desk-empty", least=STAFF)
    leads = believable_leads(now=timezone.now())
    page.goto(f"{live_site}/leads/?tab=all")
    checks.whole(page, "desk", least=STAFF)
    page.goto(f"{live_site}/leads/{leads[0].pk}/")
    checks.whole(page, "desk-lead", least=STAFF)
    for receipt in page.locator(".receipt summary").all():
        receipt.click()
    checks.whole(page, "desk-lead-receipt", least=STAFF)
    page.goto(f"{live_site}/leads/?tab=all&q=nobody")
    checks.whole(page, "desk-nobody", least=STAFF)
    page.goto(f"{live_site}/leads/alerts/")
    checks.whole(page, "desk-alerts", least=STAFF)
    checks.stands_still(page, "desk")
    checks.done()


def test_admin(
    demo: Demo, new_walker: NewWalker, live_site: str, open_page: OpenPage, checks: Checks
) -> None:
    page = open_page(width=1280)
    page.goto(f"{live_site}/admin/login/")
    checks.axe(page, "admin-login", without=UNFOLD)
    new_walker().walk_to("offer offer")
    log_in(page, live_site, "/admin/", group=MARKETING)
    checks.axe(page, "admin-home", without=UNFOLD)
    pk = demo.funnel.pk
    for name, path in {
        "admin-funnels": "funnel/funnel/",
        "admin-tuning": "tuning/",
        "admin-webhooks": "webhooks/",
        "admin-webhook": "webhooks/add/",
        "admin-funnel": f"funnel/funnel/{pk}/change/",
        "admin-numbers": "numbers/",
        "admin-report": f"numbers/{pk}/",
        "admin-gifts": "leads/leadmagnet/",
        "admin-mails": "nurture/sequence/",
    }.items():
        answer = page.goto(f"{live_site}/admin/{path}")
        assert answer is not None
        assert answer.status == 200, path
        checks.axe(page, name, without=UNFOLD)
    checks.done()


def look(walker: Walker, checks: Checks, name: str) -> None:
    checks.whole(walker.page, name)
    checks.stands_still(walker.page, name)


def wait_for_links(page: Page) -> dict[str, str]:
    """Token by target, once the worker has sent the mail."""
    for _ in range(200):
        found = dict(MailLink.objects.values_list("target", "token"))
        if "confirm" in found and MailLink.objects.filter(delivery__state="accepted").exists():
            return found
        dispatch_due.delay()
        page.wait_for_timeout(100)
    raise AssertionError("The mail did not go out.")
