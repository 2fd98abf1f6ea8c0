"""The gate wherever it may stand, taken and skipped; a series after it, confirmed or at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from funnel.document import FunnelDocument
from funnel.models import Visit
from funnel.operating.background import Worker
from leads.models import Consent, EmailAddress, Lead
from nurture.models import Delivery, Enrollment
from tests.conftest import OpenPage
from tests.funnel.factories import Data, document_from, make_publication, plain_document
from tests.journeys import mailbox
from tests.journeys.checking import Checks
from tests.journeys.mailbox import Mails
from tests.journeys.walking import FILLED, Walker
from tests.leads.factories import make_business
from tests.services.mail import MailServer

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("_clean_start")]

ADDRESS = "jo@example.com"
GATE, RESULT, OFFER = "opt_in opt_in", "result result", "offer offer"
QUIZ = ["quiz question"] * 2
PLACES = {
    "first": [GATE, *QUIZ, RESULT, OFFER],
    "before": [*QUIZ, GATE, RESULT, OFFER],
    "after a part": [*QUIZ, RESULT, GATE, RESULT, OFFER],
    "after": [*QUIZ, RESULT, GATE, OFFER],
}
# Stands in the rest of the result, never in its first part.
REST = "Write one number down."
CONFIRM = "Yes, this is my address"


def gate_document(place: str, *, is_skippable: bool = True, **changes: object) -> FunnelDocument:
    quiz, result, gate, offer = plain_document()["steps"]
    first, rest = ({**result, "key": part, "part": part} for part in ("first", "rest"))
    asked: Data = {**gate, "is_skippable": is_skippable, "skip_label": "No thanks, just show me"}
    steps = {
        "first": [asked, quiz, result, offer],
        "before": [quiz, asked, result, offer],
        "after a part": [quiz, first, asked, rest, offer],
        "after": [quiz, result, asked, offer],
    }
    return document_from({**plain_document(), "steps": steps[place], **changes})


def stranger(page: Page, site: str) -> Walker:
    walker = Walker(page, site)
    page.goto(f"{site}/f/rates/")
    return walker


def walk(walker: Walker, *, email: str = "") -> list[str]:
    """To the offer, leaving the address at the gate or, without one, pressing no. What was seen."""
    seen = [walker.screen()]
    while seen[-1] != OFFER and len(seen) < 10:
        if seen[-1] == GATE:
            stands_open_to_both(walker)
            pass_gate(walker, email)
        elif seen[-1] == "quiz question":
            walker.answer(0)
        else:
            walker.go_on()
        seen.append(walker.screen())
    return seen


def stands_open_to_both(walker: Walker) -> None:
    """Two buttons alike in size, and nothing of the rest of the result behind them."""
    assert walker.text().count("Stop with one press.") == 1
    yes, no = (walker.page.locator(f"#step .actions {each}") for each in (".main", ".plain"))
    sizes = [
        {each: round(box[each], 2) for each in ("width", "height")}
        for box in (yes.bounding_box(), no.bounding_box())
        if box
    ]
    assert sizes[0] == sizes[1]
    assert REST not in walker.page.content()


def kept() -> list[int]:
    return [each.objects.count() for each in (Visit, Lead, EmailAddress, Consent, Delivery)]


def pass_gate(walker: Walker, email: str) -> None:
    if not email:
        walker.tap("No thanks, just show me")
        return
    before = kept()
    walker.page.get_by_label("E-mail").fill(email)
    assert kept() == before, "nothing typed is stored before the press"
    walker.go_on()
    assert email not in walker.page.content()


@pytest.mark.parametrize(
    ("place", "has_script"),
    [*((place, True) for place in PLACES), ("first", False), ("after a part", False)],
)
def test_gate_at_each_place_is_skipped_and_taken(
    transactional_db: None, live_site: str, open_page: OpenPage, place: str, has_script: bool
) -> None:
    make_business()
    make_publication(gate_document(place))
    skipping = stranger(open_page(javascript=has_script), live_site)
    assert walk(skipping) == PLACES[place]
    assert (Lead.objects.count(), Delivery.objects.count()) == (0, 0)

    taking = stranger(open_page(javascript=has_script), live_site)
    assert walk(taking, email=ADDRESS) == PLACES[place]
    assert EmailAddress.objects.get().address == ADDRESS
    assert Visit.objects.get(key=taking.key()).lead == Lead.objects.get()
    assert Delivery.objects.count() == 1
    assert Visit.objects.get(key=skipping.key()).lead is None
    for walker in (skipping, taking):
        shown = "rest" if place == "after a part" else "result"
        walker.page.goto(f"{live_site}/v/{walker.key()}/{shown}/")
        assert REST in walker.text()


def test_part_of_a_result_and_its_gate_are_for_everybody(
    transactional_db: None, live_site: str, open_page: OpenPage
) -> None:
    make_publication(gate_document("after a part"))
    walker, checks = stranger(open_page(), live_site), Checks()
    walker.page.emulate_media(reduced_motion="reduce")
    walker.answer(0).answer(0)
    checks.whole(walker.page, "result-first")
    walker.go_on()
    checks.whole(walker.page, "gate")
    checks.done()


@pytest.mark.parametrize("is_double", [True, False], ids=["confirmed", "at-once"])
def test_the_gate_opens_at_once_and_the_series_when_it_may(
    smtp_server: MailServer,
    worker: Worker,
    settings: Settings,
    live_site: str,
    open_page: OpenPage,
    is_double: bool,
) -> None:
    settings.DAY_SECONDS = 0.5
    make_business()
    make_publication(gate_document("before", is_skippable=False, double_opt_in=is_double))
    walker = stranger(open_page(), live_site)
    mails = Mails(smtp_server, walker.page)
    through_a_gate_without_a_no(walker.answer(0).answer(0))

    mails.wait_for(1 if is_double else 3)
    mail = next(each for each in mails.server.messages if each["Subject"] == "Your result")
    text = " ".join(mailbox.text(mail).split())
    assert ("do nothing: no series follows without your yes." in text) == is_double
    assert ("press “Unsubscribe” below: then no other mail follows." in text) != is_double
    links = mailbox.links(mail)
    if is_double:
        mails.no_more_come()
        assert not Enrollment.objects.exists()
        reader = open_page()
        reader.goto(links[CONFIRM])
        assert not Enrollment.objects.exists(), "looking confirms nothing"
        reader.get_by_role("button", name=CONFIRM).click()
        expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you, that worked")
    mails.wait_for(3)
    assert sorted(mails.subjects()) == ["First", "Second: yes", "Your result"]
    assert (EmailAddress.objects.get().confirmed_at is not None) == is_double


def through_a_gate_without_a_no(walker: Walker) -> None:
    """It asks for the address, and opens with the press: nobody has to look into the inbox."""
    assert walker.screen() == GATE
    assert walker.page.locator("#step .actions button").count() == 1
    before = kept()
    walker.go_on()
    assert (walker.screen(), kept()) == (GATE, before)
    expect(walker.page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    walker.page.get_by_label("E-mail").fill(ADDRESS)
    walker.page.get_by_label("Send me four more mails.").check()
    walker.moves(walker.page.locator(FILLED).click)
    assert walker.screen() == RESULT
    assert REST in walker.text()
