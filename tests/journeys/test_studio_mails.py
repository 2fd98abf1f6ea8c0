"""A mail's time is changed in the studio, and the next real moments follow at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from funnel.demo.loading import Demo
from nurture.models import Message
from tests.conftest import OpenPage
from tests.journeys.test_studio_forms import opened

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_a_mail_s_new_time_is_shown_for_readers_here_and_elsewhere(
    demo: Demo, live_site: str, open_page: OpenPage, width: int
) -> None:
    mail = Message.objects.get(key="out-loud", sequence__seriesrule__funnel=demo.funnel)
    page = opened(open_page(width=width), live_site, demo, f"mail-{mail.pk}")
    own = page.locator(".s-times .s-own time")
    before = own.get_attribute("datetime")
    page.get_by_label("It comes", exact=True).select_option(label="Working days later")
    page.get_by_label("How many", exact=True).fill("9")
    expect(own).not_to_have_attribute("datetime", before or "")
    mail.refresh_from_db()
    assert (mail.is_working_days, mail.delay_days) == (True, 9)
    here = own.inner_text()
    page.get_by_label("If somebody began now in").select_option(label="Tokyo")
    expect(page.get_by_label("If somebody began now in")).to_have_value("Asia/Tokyo")
    expect(own).to_contain_text("09:30")
    assert "09:30" in here
