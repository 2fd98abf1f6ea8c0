"""The README's pictures: `make screens` takes them anew from the demo as it stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django import Settings

from funnel.demo.loading import Demo
from funnel.groups import MARKETING
from funnel.operating.background import Worker
from nurture.models import OutboxMail
from nurture.tasks import dispatch_due
from tests.conftest import OpenPage
from tests.journeys.staff import believable_leads, log_in
from tests.journeys.walking import Walker, until

if not os.environ.get("SCREENS"):
    pytest.skip(
        "pictures are taken on request: SCREENS=docs/screens, or make screens",
        allow_module_level=True,
    )

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "screens"
# What a README can bear.
MOST_BYTES = 250 * 1024


def keep(page: Page, name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.png"
    page.mouse.move(0, 0)
    page.screenshot(path=path, animations="disabled")
    assert path.stat().st_size < MOST_BYTES


@pytest.fixture
def phone(chromium: Browser, demo: Demo, live_site: str) -> Walker:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=1)
    return Walker(context.new_page(), live_site).land()


def test_phone(phone: Walker) -> None:
    keep(phone.page, "phone")
    phone.walk_to("result result")
    phone.page.locator("h1").evaluate("heading => heading.blur()")
    keep(phone.page, "result")


def test_admin_and_report(demo: Demo, live_site: str, phone: Walker, open_page: OpenPage) -> None:
    some_traffic(phone)
    page = open_page(width=1280)
    log_in(page, live_site, "/admin/", group=MARKETING)
    page.goto(f"{live_site}/admin/funnel/funnel/{demo.funnel.pk}/change/")
    keep(page, "admin")
    page.goto(f"{live_site}/admin/numbers/{demo.funnel.pk}/")
    keep(page, "report")


def test_desk(demo: Demo, live_site: str, open_page: OpenPage) -> None:
    leads = believable_leads(now=timezone.now())
    page = open_page(width=1280)
    log_in(page, live_site, "/leads/")
    page.goto(f"{live_site}/leads/{leads[0].pk}/?tab=all")
    keep(page, "desk")


def test_mail(phone: Walker, worker: Worker, settings: Settings, open_page: OpenPage) -> None:
    settings.EMAIL_BACKEND = "nurture.sending.outbox.OutboxBackend"
    phone.walk_to("opt_in opt_in").page.get_by_label("E-mail").fill("jo.lind@example.com")
    phone.tap("Send it to me")

    def is_there() -> bool:
        dispatch_due.delay()
        return OutboxMail.objects.exists()

    until(is_there, "the mail", phone.page)
    page = open_page(width=1280)
    page.goto(f"{phone.site}/outbox/")
    page.wait_for_load_state("networkidle")
    keep(page, "mail")


def some_traffic(walker: Walker) -> None:
    """Some visits that end in different places, so that the report has something to show."""
    for number, goal in enumerate(
        [
            *["opt_in opt_in"] * 5,
            "offer offer",
            *["video video"] * 2,
            *["checklist checklist"] * 2,
            *["result result"] * 2,
            "poll question",
        ]
    ):
        source = ("newsletter", "instagram", "")[number % 3]
        walker.land(f"?utm_source={source}" if source else "").walk_to(goal)
        if goal == "opt_in opt_in":
            walker.page.get_by_label("E-mail").fill(f"person{number}@example.com")
            walker.tap("Send it to me")
    for answers in (1, 2, 4):
        walker.land()
        for _ in range(answers):
            walker.answer(2)
