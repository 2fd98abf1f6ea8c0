"""A list brought in by hand, in a browser: seen before it counts, with a bar that moves."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django import Settings

from funnel.groups import OWNER
from leads.lists import importing
from leads.models import Lead
from tests.conftest import OpenPage
from tests.journeys.checking import Checks
from tests.journeys.staff import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What WCAG 2.2 AA (2.5.8) asks for.
LEAST = 24


def test_a_list_is_brought_tried_and_taken_in(
    live_site: str, open_page: OpenPage, settings: Settings, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path
    page = open_page(width=390)
    checks = Checks()
    log_in(page, live_site, "/leads/lists/", group=OWNER)
    checks.whole(page, "lists", least=LEAST)
    lines = ["Name;E-Mail", *(f"P{number};p{number}@example.com" for number in range(30)), "Z;no"]
    page.locator("input[type=file]").set_input_files(
        {"name": "fair.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    )
    page.get_by_role("button", name="Look at the list").click()
    checks.whole(page, "list-columns", least=LEAST)
    page.get_by_label("Where does the list come from?").fill("The fair")
    page.get_by_role("button", name="Try it, take nobody in yet").click()
    expect(page.get_by_role("heading", name="Looking at each row")).to_be_visible()
    importing.work(clock=timezone.now, seconds=20)
    expect(page.get_by_role("heading", name="This is what would happen")).to_be_visible()
    assert Lead.objects.count() == 0
    checks.whole(page, "list-tried", least=LEAST)
    page.get_by_role("button", name="Take them in now").click()
    expect(page.locator("progress")).to_be_visible()
    importing.work(clock=timezone.now, seconds=20)
    expect(page.get_by_role("heading", name="They are in")).to_be_visible()
    expect(page.get_by_role("link", name="Which rows were not taken, and why")).to_be_visible()
    assert Lead.objects.count() == 30
    checks.done()
