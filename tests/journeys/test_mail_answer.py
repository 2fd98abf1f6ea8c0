"""A question in a mail: opened from the outbox, tapped, pressed, thanked, on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from leads.models import Activity
from nurture.models import Delivery, MailAnswer, MailLink, MailRules, OutboxMail
from nurture.rules import save_rules
from nurture.sending.outbox import OutboxBackend
from nurture.writing.composing import compose
from nurture.writing.rendering import render_delivery
from tests.conftest import OpenPage
from tests.funnel.factories import make_document, make_publication
from tests.journeys.checking import Checks
from tests.leads.factories import make_business
from tests.nurture.writing.kinds import CHOICES, asking, series_mail

pytestmark = pytest.mark.browser


@pytest.fixture
def kept(live_site: str, settings: Settings) -> OutboxMail:  # its links point at the live site
    """A mail with a question and a link, of a funnel that is live, as the outbox keeps it."""
    settings.IS_EMBEDDED, settings.EMAIL_URL = True, ""
    make_business()
    save_rules(MailRules(asks_for_opens=True))
    delivery = series_mail(asking("poll", "How often do you look?", *CHOICES), counts_links=True)
    delivery.funnel_id = make_publication(make_document()).funnel_id
    delivery.visit_id, delivery.handed_over_at = None, timezone.now() - timedelta(minutes=5)
    delivery.save()
    mail = compose(delivery, render_delivery(delivery), now=timezone.now())
    OutboxBackend().send_messages([mail])
    return OutboxMail.objects.get()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_poll_in_a_mail_is_tapped_pressed_and_thanked(
    kept: OutboxMail, live_site: str, open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    page.goto(f"{live_site}/outbox/{kept.pk}/")
    page.frame_locator("iframe").get_by_role("link", name="Once a month").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How often do you look?")
    expect(page.locator(".tapped")).to_contain_text("Once a month")
    assert (MailAnswer.objects.count(), Activity.objects.count()) == (0, 0)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for answering")
    assert MailAnswer.objects.get().choice_key == "monthly"
    page.get_by_role("link", name="Change my answer").click()
    page.get_by_role("button", name="When the bank calls").click()
    expect(page.locator(".tapped")).to_contain_text("When the bank calls")
    assert MailAnswer.objects.get().choice_key == "never"
    assert Activity.objects.filter(kind="poll").count() == 1
    assert not MailLink.objects.exclude(machine_reason="").exists()
    page.locator("main .main").click()
    expect(page).to_have_url(f"{live_site}/f/{make_document().slug}/")


def test_pages_behind_a_mail_are_for_everybody(
    kept: OutboxMail, live_site: str, open_page: OpenPage
) -> None:
    """Also that the press on a link's page really leaves: the policy of the page lets it."""
    checks, page = Checks(), open_page()
    targets = dict(MailLink.objects.values_list("target", "token"))
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_site}/e/{targets['choice:weekly']}/")
    checks.whole(page, "mail-question")
    answers_of_others()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", name="How the others answered")).to_be_visible()
    checks.whole(page, "mail-thanks")
    page.goto(f"{live_site}/e/{targets['preferences']}/")
    checks.whole(page, "mail-preferences-opens")
    page.goto(f"{live_site}/e/{targets['link:1']}/")
    checks.whole(page, "mail-leaving")
    leaves(page, live_site)
    checks.done()


def answers_of_others() -> None:
    """Twenty people before this one."""
    mine = Delivery.objects.get()
    for number in range(20):
        other = Delivery.objects.get(pk=mine.pk)
        other.pk, other.dedupe_key = None, f"other:{number}"
        other.state = Delivery.State.ACCEPTED
        other.save()
        MailAnswer.objects.create(
            delivery=other,
            choice_key=("weekly", "monthly", "never")[number % 3],
            asked="How often do you look?",
            said="-",
            answered_at=timezone.now(),
        )


def leaves(page: Page, live_site: str) -> None:
    """To another origin of this machine, which stands for the other site."""
    elsewhere = live_site.replace("127.0.0.1", "localhost")
    MailLink.objects.filter(target="link:1").update(url=f"{elsewhere}/healthz")
    page.reload()
    page.get_by_role("button", name="Open the page").click()
    page.wait_for_url(f"{elsewhere}/healthz")
