"""Pictures of the studio."""
from __future__ import annotations
import pytest
from playwright.sync_api import Page
from tests.journeys.test_studio_ladder import *  # noqa

@pytest.mark.parametrize(("width","dark"), [(1280,False),(1280,True),(390,False),(390,True)])
def test_shots(open_studio, width, dark):
    page = open_studio("Anna", width=width, dark=dark)
    tag=f"/tmp/w/ladder/{width}{'d' if dark else ''}"
    page.wait_for_timeout(1200)
    if width==390:
        page.screenshot(path=f"{tag}-edit.png")
        page.locator(".s-switch [data-shows=ladder]").click()
        page.screenshot(path=f"{tag}-ladder0.png")
    page.locator(".s-go[id^=go-step-]").first.click()
    page.wait_for_timeout(1500)
    if width==390: page.locator(".s-switch [data-shows=ladder]").click()
    page.locator(".s-go[id^=go-question-]").first.click()
    page.wait_for_timeout(2500)
    page.screenshot(path=f"{tag}-question.png")
    if width==390:
        page.locator(".s-switch [data-shows=ladder]").click(); page.wait_for_timeout(300)
    page.screenshot(path=f"{tag}-ladder.png")
    page.locator(".s-grow[id=grow-step]").click()
    page.wait_for_timeout(800)
    page.screenshot(path=f"{tag}-grow.png")
