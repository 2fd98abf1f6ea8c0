"""By thumb, on a phone: from the landing page to the offer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from funnel.models import Conversion, Download, StepView, Visit
from tests.journeys.conftest import NewWalker
from tests.journeys.rows import answers, stored
from tests.journeys.walking import FUNNEL, LADDER, TIGHTROPE, Walker, until

pytestmark = pytest.mark.browser

PRIMARIES = {
    "result result": "Next: one tap, and see what stops others",
    "poll poll": "Next: a one-page checklist, 3 minutes",
    "checklist checklist": "Next: two texts that bring late money home, 2 minutes",
    "guide guide": "Next: a 60-second video, no sound needed",
    "video video": "Next: keep your result, 20 seconds",
    "opt_in opt_in": "Send it to me",
    "series series": "Send me the five mornings",
    "offer offer": "Ask Mara for a time",
}


def test_landing_to_offer_with_truthful_progress(walker: Walker) -> None:
    seen, percents, labels, primaries = [], [], [], {}
    for _ in LADDER:
        seen.append(walker.screen())
        percents.append(walker.percent())
        labels.append(walker.label())
        if words := walker.primary():
            primaries[seen[-1]] = words
        if seen[-1] != LADDER[-1]:
            walker.pass_by()
    assert seen == LADDER
    assert percents == sorted(set(percents)), "progress moves on with every screen, never back"
    assert (percents[0], percents[-1]) == (0, 100)
    assert labels == [
        *[f"{number} of 6" for number in range(1, 7)],
        "Your result",
        *["One tap"] * 2,
        "Checklist",
        "Guide",
        "Video",
        "Your choice",
        "Mail series",
        "Next step",
    ]
    assert primaries == PRIMARIES


def test_a_skipped_question_shortens_the_way_and_never_the_progress(walker: Walker) -> None:
    walker.answer().answer()
    before = walker.percent()
    walker.tap("I am paid before I start")
    assert walker.percent() > before
    assert walker.label() == "4 of 5"


def test_back_shows_the_earlier_answer_marked(walker: Walker) -> None:
    walker.tap("Same price, and I add an extra").answer()
    walker.back()
    assert walker.chosen() == ["In the last 12 months"]
    walker.back()
    assert walker.chosen() == ["Same price, and I add an extra"]


def test_changing_an_answer_changes_the_result(walker: Walker) -> None:
    for words in TIGHTROPE:
        walker.tap(words)
    assert "tightrope walker" in walker.text()
    walker.back()
    assert walker.chosen() == ["I would feel it this week"]
    walker.tap("Three months or more").back().back()
    assert walker.chosen() == ["It stays with the rest"]
    # An answer that stands leads on to the next screen, seen before or not.
    walker.tap("It moves to its own account at once").walk_to("result result")
    assert "tightrope walker" in walker.text()
    while walker.label() != "1 of 6":
        walker.back()
    walker.tap("I can do it for less").walk_to("result result")
    assert "generous quoter" in walker.text()
    assert stored()["answers"] == 6


def test_poll_shows_no_figures_while_few_have_answered(new_walker: NewWalker) -> None:
    first = new_walker().walk_to("poll question")
    first.tap("I fear what the client will say")
    assert "You are the first to answer" in first.text()
    second = new_walker().walk_to("poll question")
    second.tap("The week is full")
    assert "You are one of the first to answer" in second.text()
    assert second.page.locator(".bars").count() == 0
    assert second.page.locator(".early").inner_text().startswith("The week is full")


def test_ticks_are_kept_without_pressing_anything_else(walker: Walker) -> None:
    walker.walk_to("checklist checklist")
    for number in (1, 4):
        with walker.page.expect_response(lambda answer: answer.status == 204):
            walker.page.locator("[name=tick]").nth(number).check()
    assert walker.page.locator("[data-count]").inner_text() == "2 of 7"
    walker.page.reload()
    assert walker.ticked() == ["question", "date"]
    walker.go_on().back()
    assert walker.ticked() == ["question", "date"]


def test_video_plays_and_its_seconds_are_kept(walker: Walker) -> None:
    walker.walk_to("video video")
    film = walker.page.locator("video")
    film.evaluate("film => { film.muted = true; film.playbackRate = 16; return film.play(); }")
    played = walker.page.locator("[name=played]")
    until(lambda: int(played.input_value()) >= 20, "20 seconds of film", walker.page)
    film.evaluate("film => film.pause()")
    said = int(played.input_value())
    walker.go_on()
    kept = Download.objects.get(step_key="video")
    assert kept.played_seconds >= said
    assert kept.percent == 100 * kept.played_seconds // 60
    walker.back()
    assert int(played.input_value()) == kept.played_seconds


def test_video_has_captions_and_a_text_to_read(walker: Walker) -> None:
    walker.walk_to("video video")
    tracks = walker.page.locator("video track[kind=captions]")
    assert tracks.count() == 1
    captions = walker.page.request.get(walker.site + (tracks.get_attribute("src") or ""))
    assert captions.status == 200
    assert captions.text().startswith("WEBVTT")
    walker.page.locator(".transcript summary").click()
    expect(walker.page.locator(".transcript .prose")).to_contain_text("Ask one question instead")


def test_offer_now_is_there_for_who_is_ready(walker: Walker) -> None:
    walker.walk_to("result result").tap("Show me the offer now")
    assert walker.screen() == "offer offer"
    assert "€149" in walker.text()


def test_skipping_every_gift_leads_to_one_small_proposal_not_a_wall(walker: Walker) -> None:
    walker.skip_to_the_link().pass_by().go_on().tap("No thanks").tap("No thanks")
    assert walker.screen() == "offer proposal"
    assert "Show me the offer now" in walker.text()
    walker.tap("Show me the offer now")
    assert walker.screen() == "offer offer"


def test_ask_for_the_call_and_change_of_mind(walker: Walker) -> None:
    walker.walk_to("offer offer").tap("Not now")
    assert walker.heading() == "That is fine"
    walker.tap("I changed my mind").page.get_by_label("E-mail").fill("jo@example.com")
    walker.page.get_by_label("A good time").fill("Mornings")
    walker.tap("Ask for the call")
    assert walker.heading() == "Done. Here is what happens next"
    assert sorted(Conversion.objects.values_list("kind", flat=True)) == [
        "call",
        "not_now",
        "pressed",
    ]


def test_resume_on_another_device_by_the_address_alone(
    walker: Walker, new_walker: NewWalker
) -> None:
    walker.walk_to("checklist checklist")
    other = new_walker(width=1280)
    other.page.goto(f"{walker.site}/v/{walker.key()}/")
    assert (other.screen(), other.page.url) == (walker.screen(), walker.page.url)
    assert other.page.context.cookies() == []
    assert Visit.objects.count() == 1


def test_double_tap_stores_once(walker: Walker) -> None:
    walker.moves(walker.page.locator(".choices button").first.dblclick)
    expect(walker.page.locator("#top .where")).to_have_text("2 of 6")
    assert stored() == {"visits": 1, "answers": 1, "screens": 3}
    walker.walk_to("result result")
    walker.moves(walker.page.locator("#step .main").dblclick)
    assert walker.screen() == "poll question"
    assert StepView.objects.filter(step_key="poll", question_key="").count() == 1


def test_reload_and_back_of_the_browser_store_nothing_and_lose_nothing(walker: Walker) -> None:
    walker.answer(1).answer(2).answer(3)
    before, given = stored(), answers()
    walker.page.reload()
    assert walker.label() == "4 of 6"
    walker.page.evaluate("history.back()")
    expect(walker.page.locator("#top .where")).to_have_text("3 of 6")
    assert walker.chosen() == ["When I get round to it"]
    walker.page.evaluate("history.back()")
    expect(walker.page.locator("#top .where")).to_have_text("2 of 6")
    walker.page.evaluate("history.forward()")
    expect(walker.page.locator("#top .where")).to_have_text("3 of 6")
    walker.page.evaluate("history.forward()")
    expect(walker.page.locator("#top .where")).to_have_text("4 of 6")
    assert (stored(), answers()) == (before, given)


def test_two_tabs_share_one_visit(walker: Walker) -> None:
    walker.answer(0).answer(0)
    second = Walker(walker.page.context.new_page(), walker.site)
    second.page.goto(walker.page.url)
    second.tap("Within a week")
    walker.tap("The same day")
    assert stored()["answers"] == 3
    assert answers()["invoice"] == ["same-day"]
    second.tap("I wrote a friendly line")
    walker.tap("I saw it and I wait")
    assert answers()["late"] == ["waiting"]
    assert stored() == {"visits": 1, "answers": 4, "screens": 6}


def test_back_from_the_second_question_leaves_the_funnel(walker: Walker) -> None:
    walker.page.goto(f"{walker.site}/privacy/")
    walker.land().answer()
    assert walker.label() == "2 of 6"
    # Later, so that the page is not left in the middle of the call.
    walker.page.evaluate("setTimeout(() => history.back())")
    expect(walker.page).to_have_url(f"{walker.site}/privacy/")


def test_campaign_and_first_touch_are_kept(walker: Walker) -> None:
    walker.page.goto(f"{walker.site}{FUNNEL}?utm_source=Newsletter&utm_campaign=spring")
    walker.answer()
    visit = Visit.objects.get()
    assert (visit.source, visit.campaign, visit.device) == ("newsletter", "spring", "desktop")
