"""A marketer publishes with the changes before her, looks back, restores, and takes it down."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from funnel.demo.loading import Demo
from funnel.drafts import recorded, undo
from funnel.groups import MARKETING
from funnel.models import Funnel
from nurture.models import Message
from quizzes.models import Question
from tests.conftest import OpenPage
from tests.journeys.staff import log_in

pytestmark = pytest.mark.browser

# A folder for pictures of every page, for whoever wants to look.
KEEP = os.environ.get("PUBLISHING_SCREENS", "")
_DARK = "(dark) => document.documentElement.classList.toggle('dark', dark)"


def keep(page: Page, name: str) -> None:
    if not KEEP:
        return
    for width, height in ((390, 844), (1280, 900)):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            # The admin reads light or dark when a page loads, and a page that answers a form
            # cannot be loaded again.
            page.evaluate(_DARK, scheme == "dark")
            page.screenshot(path=Path(KEEP) / f"{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    page.evaluate(_DARK, False)


def edit(funnel: Funnel) -> Question:
    """Two questions reworded, an offer dearer, a mail gone."""
    first, second = Question.objects.filter(quiz__step__funnel=funnel).order_by("position")[:2]
    with recorded(funnel=funnel, by=None, now=timezone.now(), words="Edited"):
        for question in (first, second):
            question.text = f"{question.text} Be honest."
            question.save()
        step = funnel.steps.get(kind="offer")
        assert step.offer is not None
        step.offer.price = "140 €"
        step.offer.save()
        last = Message.objects.filter(sequence__seriesrule__funnel=funnel).order_by("position")
        last.last().delete()  # type: ignore[union-attr]  # the demo has mails
    return first


def test_publish_look_back_restore_and_close(
    demo: Demo, live_site: str, open_page: OpenPage
) -> None:
    funnel = demo.funnel
    first = edit(funnel)
    page = open_page(width=1280)
    desk = f"/admin/funnel/funnel/{funnel.pk}"
    log_in(page, live_site, f"{desk}/publish/", group=MARKETING)

    changes = page.locator(".p-changes")
    expect(changes).to_contain_text("2 questions reworded")
    expect(changes).to_contain_text("1 mail removed")
    changes.get_by_text("2 questions reworded").click()
    expect(changes.locator("details[open] ins").first).to_have_text(" Be honest.")
    keep(page, "publish")

    # Meanwhile somebody else goes on.
    with recorded(funnel=funnel, by=None, now=timezone.now(), words="Edited"):
        Funnel.objects.filter(pk=funnel.pk).update(hook="Three questions, one minute.")
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was published")
    expect(page.locator(".p-changes")).to_contain_text("The first screen reworded")
    keep(page, "publish-stale")
    page.get_by_role("button", name="Publish version 2").click()
    page.wait_for_url(f"{live_site}{desk}/share/")

    page.goto(f"{live_site}{desk}/versions/")
    expect(page.get_by_role("heading", name="Version 2")).to_be_visible()
    expect(page.locator(".p-version").first).to_contain_text("2 questions reworded")
    expect(page.locator(".p-version").first).to_contain_text("mara")
    keep(page, "history")
    page.get_by_role("link", name="See each change").click()
    expect(page.locator(".p-changes")).to_contain_text("1 step reworded")
    keep(page, "version")

    page.goto(f"{live_site}{desk}/versions/1/restore/")
    expect(page.locator(".p-changes")).to_contain_text("1 mail added")
    keep(page, "restore")
    page.get_by_role("button", name="Bring back version 1").click()
    page.wait_for_url(f"{live_site}{desk}/publish/")
    first.refresh_from_db()
    assert not first.text.endswith("Be honest.")
    expect(page.locator(".p-changes")).to_contain_text("1 mail added")

    undo(funnel=funnel, by=None, now=timezone.now())
    first.refresh_from_db()
    assert first.text.endswith("Be honest.")
    page.reload()
    expect(page.get_by_role("heading", name="Everything is live already")).to_be_visible()

    page.goto(f"{live_site}{desk}/schedule/")
    page.get_by_label("Comes down").fill("2020-01-01T09:00")
    page.get_by_role("button", name="Keep these times").click()
    expect(page.get_by_role("alert")).to_have_text("That moment is over. Choose a later one.")
    keep(page, "schedule")
    page.get_by_label("Comes down").fill("2090-01-01T09:00")
    page.get_by_role("button", name="Keep these times").click()
    expect(page.locator(".y-badges")).to_contain_text("Comes down Sun 1 Jan 2090, 09:00")
    keep(page, "state")

    page.goto(f"{live_site}{desk}/take-down/")
    page.get_by_label("Words for those who come").fill("Back after the holidays, in May.")
    keep(page, "take-down")
    page.get_by_role("button", name="Take it down").click()
    page.wait_for_url(f"{live_site}{desk}/change/")

    visitor = open_page(javascript=False)
    answer = visitor.goto(f"{live_site}/f/{funnel.slug}/")
    assert answer is not None
    assert (answer.status, answer.headers["x-robots-tag"]) == (410, "noindex")
    expect(visitor.get_by_role("heading", name="This one is closed for now")).to_be_visible()
    expect(visitor.locator(".lead")).to_have_text("Back after the holidays, in May.")
    keep(visitor, "closed")
