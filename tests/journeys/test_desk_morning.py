"""A salesperson's morning by keyboard alone, and the colleague who sees it happen."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from funnel.groups import SALES, ensure_groups
from leads.kept import forget_kept
from leads.models import Lead, Note, Touch
from leads.pipeline.rules import CACHE_KEY
from tests.conftest import OpenPage
from tests.journeys.staff import PASSWORD, log_in, make_caller

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The list asks for news every ten seconds.
NEWS = 15_000


def test_morning_by_keyboard_alone(live_site: str, open_page: OpenPage) -> None:
    ensure_groups()
    anna = User.objects.create_user("anna", password=PASSWORD, is_staff=True)
    anna.groups.add(Group.objects.get(name=SALES))
    mara, _jonas = make_caller("Mara", 9), make_caller("Jonas", 5)
    hers = open_page(width=1280)
    hers.goto(f"{live_site}/admin/login/?next=/leads/")
    hers.locator("[name=username]").fill("anna")
    hers.locator("[name=password]").fill(PASSWORD)
    hers.locator("[name=password]").press("Enter")
    expect(hers.locator("a.row")).to_have_count(2)
    page = open_page(width=1280)
    sam = log_in(page, live_site, "/leads/", group=SALES)
    # Two people sell from here on.
    forget_kept(CACHE_KEY)

    page.keyboard.press("j")
    expect(page.locator("a.row", has_text="Mara")).to_be_focused()
    page.keyboard.press("c")
    expect(page.get_by_text("This lead is yours.")).to_be_visible()
    expect(page.locator("a.row", has_text="Mara")).to_contain_text("Yours")
    expect(hers.locator(".row.is-taken")).to_contain_text("sam has just claimed", timeout=NEWS)

    page.keyboard.press("n")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("Prefers mornings. 1 child.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".noted")).to_contain_text("Prefers mornings.")
    page.keyboard.press("1")
    expect(page.locator("#lead .badge", has_text="Contacted")).to_be_visible()
    expect(page.locator("a.row", has_text="Mara")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#lead-title")).to_have_text("Jonas")

    mara.refresh_from_db()
    assert (mara.owner, mara.stage) == (sam, Lead.Stage.CONTACTED)
    assert list(Note.objects.values_list("text", flat=True)) == ["Prefers mornings. 1 child."]
    assert list(Touch.objects.values_list("lead", "outcome")) == [(mara.pk, "reached")]
