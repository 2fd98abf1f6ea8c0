"""The result in a real browser: kept, shared, promised, looked at in every light."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from funnel.document import FunnelDocument
from funnel.models import Answer, Visit
from tests.conftest import OpenPage
from tests.funnel.factories import make_publication
from tests.funnel.journey.scored_documents import (
    calculator,
    knowledge,
    outcome,
    personality,
    scorecard,
)
from tests.journeys.checking import Checks

pytestmark = pytest.mark.browser

WILL_DO = "I\N{RIGHT SINGLE QUOTATION MARK}ll do this"
LONG = [
    *("Communication with customers", "Bookkeeping", "Money", "Reserves and savings"),
    *("Planning", "Negotiation", "Calm", "Self-organisation"),
]
# Labels of the radar that touch each other or leave the card.
MEETING = """() => {
  const card = document.querySelector(".stands").getBoundingClientRect();
  const boxes = [...document.querySelectorAll(".radar text")].map((e) => e.getBoundingClientRect());
  const beside = (a, b) => a.left >= b.right || b.left >= a.right;
  const meet = (a, b) => !beside(a, b) && a.top < b.bottom && b.top < a.bottom;
  return [
    ...boxes.filter((a) => a.left < card.left || a.right > card.right),
    ...boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => meet(a, b))),
  ].length;
}"""

GoTo = Callable[[Page, Visit], Page]


@pytest.fixture
def go_to(live_site: str) -> GoTo:
    """Opens the result of a visit."""

    def opened(page: Page, visit: Visit) -> Page:
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{live_site}/v/{visit.key}/result/")
        return page

    return opened


def visit_after(document: FunnelDocument, answers: Mapping[str, list[str]]) -> Visit:
    now = timezone.now()
    live = make_publication(document)
    visit = Visit.objects.create(
        start_key=document.name[:60],
        publication=live,
        funnel=live.funnel,
        started_at=now,
        last_act_at=now,
        at_step="result",
    )
    for question, values in answers.items():
        Answer.objects.create(
            visit=visit, step_key="quiz", question_key=question, values=values, answered_at=now
        )
    return visit


def planner() -> Visit:
    return visit_after(personality(), {"rate": ["b"], "raise": ["b"], "tight": []})


def test_every_way_to_score_is_for_everybody(go_to: GoTo, open_page: OpenPage) -> None:
    checks = Checks()
    cases: dict[str, tuple[FunnelDocument, dict[str, list[str]]]] = {
        "personality": (personality(slug="one"), {"rate": ["b"], "raise": ["b"], "tight": []}),
        "scorecard": (scorecard(slug="two"), {f"q{i}": [n] for i, n in enumerate("24351")}),
        "many-topics": (scorecard(LONG, slug="three"), {f"q{i}": ["3"] for i in range(8)}),
        "knowledge": (
            knowledge(slug="four"),
            {"vat": ["a"], "days": ["14"], "word": ["bill"]},
        ),
        "calculator": (calculator(slug="five"), {"hours": ["12"], "rate": ["75"]}),
    }
    for name, (document, answers) in cases.items():
        visit = visit_after(document.model_copy(update={"name": name}), answers)
        page = go_to(open_page(), visit)
        for closed in page.locator("details summary").all():
            closed.click()
        checks.whole(page, f"result-{name}")
        checks.stands_still(page, name)
        if page.locator(".radar").count():
            for width in (320, 390, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(MEETING) == 0, (name, width)
    checks.done()


def test_share_page_is_for_everybody(open_page: OpenPage, live_site: str) -> None:
    planner()
    page, checks = open_page(), Checks()
    page.goto(f"{live_site}/f/rates/r/planner/")
    expect(page.get_by_role("img")).to_be_visible()
    checks.whole(page, "share")
    checks.done()
    page.get_by_role("link", name="Find out yours").click()
    expect(page).to_have_url(f"{live_site}/f/rates/?utm_source=share&utm_medium=result")


def test_radar_opens_as_a_table(go_to: GoTo, open_page: OpenPage) -> None:
    answers = {f"q{i}": [number] for i, number in enumerate("24351")}
    page = go_to(open_page(), visit_after(scorecard(), answers))
    radar = page.get_by_role("img", name="Your topics as a radar")
    expect(radar).to_have_accessible_description(
        "Pricing 25 %, Invoicing 75 %, Reserves 50 %, Planning 100 %, Calm 0 %"
    )
    page.get_by_text("Show as a table").click()
    rows = page.get_by_role("table").get_by_role("row")
    assert [row.inner_text().split("\t") for row in rows.all()][1:] == [
        ["Pricing", "25 %"],
        ["Invoicing", "75 %"],
        ["Reserves", "50 %"],
        ["Planning", "100 %"],
        ["Calm", "0 %"],
    ]


def test_share_copies_the_link_and_says_so(
    go_to: GoTo, open_page: OpenPage, live_site: str
) -> None:
    page = open_page(width=1280)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("delete Navigator.prototype.share")
    go_to(page, planner()).get_by_text("Share", exact=True).click()
    expect(page.locator("#said")).to_have_text("Link copied")
    expect(page.locator("[data-share]")).to_have_text("Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{live_site}/f/rates/r/planner/"


def test_share_hands_the_link_to_the_phone(go_to: GoTo, open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(
        "navigator.share = async (what) => { document.documentElement.dataset.told ="
        " `${what.title} ${new URL(what.url).pathname}`; }"
    )
    go_to(page, planner()).get_by_text("Share", exact=True).click()
    expect(page.locator("html")).to_have_attribute(
        "data-told", "Planner · What is your hour worth? /f/rates/r/planner/"
    )


def test_share_leads_to_the_page_where_nothing_else_is_allowed(
    go_to: GoTo, open_page: OpenPage, live_site: str
) -> None:
    page = open_page()
    page.add_init_script(
        "navigator.share = async () => { throw new DOMException('no', 'NotAllowedError'); }"
    )
    go_to(page, planner()).get_by_text("Share", exact=True).click()
    expect(page).to_have_url(f"{live_site}/f/rates/r/planner/")


def test_without_script_links_do_it(go_to: GoTo, open_page: OpenPage, live_site: str) -> None:
    page = go_to(open_page(javascript=False), planner())
    expect(page.get_by_text("Print", exact=True)).to_be_hidden()
    page.get_by_text("Share", exact=True).click()
    expect(page).to_have_url(f"{live_site}/f/rates/r/planner/")


@pytest.mark.parametrize("javascript", [True, False])
def test_promise_is_asked_answered_and_changed(
    go_to: GoTo, open_page: OpenPage, javascript: bool
) -> None:
    page = go_to(open_page(javascript=javascript), planner())
    pair = page.locator(".pair button")
    widths = [round(each.bounding_box()["width"]) for each in pair.all()]  # type: ignore[index]  # they are seen
    assert widths[0] == widths[1]
    assert pair.nth(0).get_attribute("class") == pair.nth(1).get_attribute("class") == "plain"
    page.locator(".first").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.get_by_role("button", name=WILL_DO, exact=True).click()
    expect(page.locator(".promised")).to_have_text("Good. One thing at a time: this one is yours.")
    if javascript:
        expect(page.locator(".promised")).to_be_focused()
        expect(page.locator("#said")).to_contain_text("this one is yours")
        assert abs(page.evaluate("scrollY") - before) < 150
    page.get_by_role("button", name="Not for me after all").click()
    expect(page.locator(".promised")).to_have_text(
        "That is fine. It stays here if you want it later."
    )
    page.get_by_role("button", name=f"{WILL_DO} after all").click()
    expect(page.locator(".promised")).to_contain_text("this one is yours")
    page.locator("#step .main").click()
    expect(page.locator("main#step")).to_have_attribute("data-kind", "offer")


def test_result_that_htmx_brings_can_be_shared_at_once(
    open_page: OpenPage, live_site: str, go_to: GoTo
) -> None:
    visit = visit_after(personality(), {"rate": ["b"], "raise": ["b"]})
    page = open_page()
    page.goto(f"{live_site}/v/{visit.key}/quiz/tight/")
    page.locator(".choices button").first.click()
    expect(page.locator("main#step")).to_have_attribute("data-kind", "result")
    expect(page.get_by_text("Print", exact=True)).to_be_visible()


def test_bars_grow_from_the_right_in_arabic(go_to: GoTo, open_page: OpenPage) -> None:
    answers = {f"q{i}": ["3"] for i in range(3)}
    document = scorecard(["التسعير", "الفواتير", "الاحتياطي"], language="ar")
    page = go_to(open_page(), visit_after(document, answers))
    if page.locator("html").get_attribute("dir") != "rtl":
        page.locator("html").evaluate("html => html.setAttribute('dir', 'rtl')")
    bar, track = (page.locator(f".bars .{each}").first for each in ("fill", "track"))
    ends = [
        each.evaluate("e => Math.round(e.getBoundingClientRect().right)") for each in (bar, track)
    ]
    assert ends[0] == ends[1]
    assert page.evaluate(MEETING) == 0


def test_words_of_the_outcome_stand_in_print(go_to: GoTo, open_page: OpenPage) -> None:
    page = go_to(open_page(), visit_after(scorecard(), {f"q{i}": ["3"] for i in range(5)}))
    page.emulate_media(media="print")
    for gone in (".keep", ".actions", ".as-table summary"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.locator(".first")).to_contain_text(outcome("", "", "")["first_action"][:40])
