"""A funnel's look in the browser: the sample follows each change, the first screen holds it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from funnel.demo.loading import Demo
from funnel.groups import MARKETING
from tests.conftest import OpenPage
from tests.journeys.staff import log_in

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(demo: Demo, live_site: str, open_page: OpenPage) -> Iterator[Page]:
    wrong: list[str] = []
    page = open_page(width=1280)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    log_in(page, live_site, "/admin/", group=MARKETING)
    page.goto(f"{live_site}/admin/funnel/funnel/{demo.funnel.pk}/change/")
    page.locator("summary", has_text="Look").first.click()
    yield page
    assert wrong == []


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((1600, 1200)).convert("RGB").save(out, "jpeg")
    path = tmp_path / "mara.jpg"
    path.write_bytes(out.getvalue())
    return path


def test_sample_follows_each_change_and_the_first_screen_shows_it(
    desk: Page, demo: Demo, live_site: str, photo: Path, open_page: OpenPage
) -> None:
    day = desk.locator(".y-look[data-side=light]")
    expect(day.locator("[role=status]")).to_contain_text("6.0 to 1")
    desk.locator("#id_accent").fill("#f4d35e")
    expect(day.locator("[role=status]")).to_have_text(
        "1.4 to 1: too close to its background. Pick it stronger."
    )
    desk.locator("#id_accent").fill("#ffb454")
    # The empty field's own picker beside it.
    desk.locator("#id_background + input").fill("#12161f")
    expect(desk.locator("#id_background")).to_have_value("#12161f")
    expect(day.locator("[role=status]")).to_contain_text("10.3 to 1")
    expect(day.locator(".y-look-page")).to_have_css("background-color", "rgb(18, 22, 31)")
    desk.locator("#id_corner").fill("0")
    expect(day.locator(".y-look-button")).to_have_css("border-radius", "0px")
    desk.locator("#id_picture").set_input_files(photo)
    expect(day.locator("[data-look=picture]")).to_be_visible()
    desk.locator("#id_picture_alt").fill("Mara at her desk")
    desk.locator("[name=_save]").click(timeout=60_000)
    desk.goto(f"{live_site}/admin/funnel/funnel/{demo.funnel.pk}/publish/")
    desk.locator("#main form button[type=submit]").last.click(timeout=60_000)
    desk.wait_for_url("**/share/")

    visitor = open_page()
    visitor.goto(f"{live_site}/f/{demo.funnel.slug}/")
    shown = visitor.get_by_alt_text("Mara at her desk")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") <= 1080
    # Question and answers stand on the first screen of a phone.
    last = visitor.locator(".choices button").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= 844
