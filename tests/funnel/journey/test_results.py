from __future__ import annotations

import pytest
from django.utils import translation

from funnel.document import FunnelDocument, QuizStep
from funnel.journey.place import Place
from funnel.journey.results import (
    Bar,
    Figure,
    Gauge,
    Judged,
    Reason,
    ResultSheet,
    RunnerUp,
    result_context,
    result_sheet,
)
from funnel.journey.trail import Screen, State, follow
from quizzes.recall import Words
from tests.funnel.journey.scored_documents import (
    calculator,
    knowledge,
    outcome,
    personality,
    scorecard,
)

KEY = "k" * 22
WORDS = outcome("", "", "")
INTERPRETATION, FIRST = WORDS["interpretation"], WORDS["first_action"]


def place_after(
    document: FunnelDocument, *given_in_order: str, key: str = KEY, promise: str = ""
) -> Place:
    """The result's screen after these answers, one per question; '' skips."""
    step = document.steps[0]
    assert isinstance(step, QuizStep)
    given = {
        ("quiz", question.key): (answer,) if answer else ()
        for question, answer in zip(step.quiz.questions, given_in_order, strict=True)
    }
    trail = follow(document, State(answers=given))
    assert trail.here == Screen("result")
    words = Words(result="Result", figures={"lost": "€900"})
    known: dict[str, object] = {"promise": promise}
    return Place(document, trail, Screen("result"), words, visit_key=key, known=known)


def test_personality_says_why_and_who_was_near() -> None:
    place = place_after(personality(), "b", "b", "b")
    assert result_sheet(place) == ResultSheet(
        key="discounter",
        name="Quiet discounter",
        title="Your work is priced for last year's you",
        interpretation=INTERPRETATION,
        first_action=FIRST,
        reasons=(Reason("When it feels tight?", "The other way (tight)"),),
        runner_up=RunnerUp("Planner", "You know what next month brings"),
    )


def test_skipped_questions_never_appear() -> None:
    place = place_after(personality(), "b", "b", "")
    sheet = result_sheet(place)
    assert sheet is not None
    assert (sheet.key, sheet.runner_up) == ("planner", None)
    assert sheet.reasons == (
        Reason("How do you set a price?", "The other way (rate)"),
        Reason("When was your last raise?", "The other way (raise)"),
    )


def test_scorecard_says_the_whole_and_each_topic() -> None:
    sheet = result_sheet(place_after(scorecard(), *"24351"))
    assert sheet == ResultSheet(
        key="middle",
        name="On the way",
        title="Half of it already stands",
        interpretation=INTERPRETATION,
        first_action=FIRST,
        gauge=Gauge("50 %", "of what was within reach", 50),
        bars=(
            Bar("Pricing", 25),
            Bar("Invoicing", 75),
            Bar("Reserves", 50),
            Bar("Planning", 100),
            Bar("Calm", 0),
        ),
        reasons=sheet.reasons if sheet else (),
        runner_up=sheet.runner_up if sheet else None,
    )
    assert sheet.reasons[0] == Reason("How well does this go: Planning?", "5 of 5")


def test_knowledge_says_what_was_right_and_why() -> None:
    sheet = result_sheet(place_after(knowledge(), "a", "14", "bill"))
    assert sheet is not None
    assert sheet.gauge == Gauge("1 of 3", "answered right", 33)
    assert sheet.questions == (
        Judged(
            "Who pays the VAT in the end?",
            "The customer",
            "",
            "The seller only **passes it on**.",
            is_right=True,
        ),
        Judged(
            "After how many days is an invoice due without a word?",
            "14 days",
            "30 days",
            "Thirty, unless you wrote another number.",
            is_right=False,
        ),
        Judged(
            "What is the first reminder called?",
            "bill",
            "reminder",
            "A reminder. It is friendly.",
            is_right=False,
        ),
    )


def test_knowledge_leaves_out_what_was_skipped() -> None:
    sheet = result_sheet(place_after(knowledge(), "a", "", "notice"))
    assert sheet is not None
    assert sheet.gauge == Gauge("2 of 2", "answered right", 100)
    assert [each.mine for each in sheet.questions] == ["The customer", "notice"]


def test_calculator_shows_its_figures_but_not_hidden_ones() -> None:
    sheet = result_sheet(place_after(calculator(), "12", "75"))
    assert sheet is not None
    assert (sheet.key, sheet.gauge, sheet.bars) == ("large", None, ())
    assert sheet.figures == (
        Figure("lost every month", "€900"),
        Figure("given away in a year", "144 hours"),
    )


def test_context_is_what_the_page_shows() -> None:
    place = place_after(personality(), "b", "b", "", promise="yes")
    context = result_context(place)
    sheet = context.pop("sheet")
    assert isinstance(sheet, ResultSheet)
    assert sheet.key == "planner"
    assert context == {
        "title": "You know what next month brings",
        "interpretation": "<p>You answer fast and kindly, and the kindness goes into the price. "
        "Most people who say this have <strong>not raised a price</strong> for two years.</p>\n",
        "first_action": "<p>Before the next quote, write down the price you would be proud of. "
        "Send <strong>that</strong> one.</p>\n",
        "radar": None,
        "questions": [],
        "promise": "yes",
        "share_address": "/f/rates/r/planner/",
        "pdf_address": f"/v/{KEY}/result/result.pdf",
    }


def test_a_promise_is_only_said_where_it_is_asked() -> None:
    place = place_after(personality(), "b", "b", "b", promise="yes")
    assert result_context(place)["promise"] == ""


def test_preview_has_nothing_to_keep() -> None:
    place = place_after(calculator(), "1", "1", key="")
    assert result_context(place)["pdf_address"] == ""


def test_words_are_recalled_and_never_become_markup() -> None:
    document = calculator()
    text = document.model_dump_json().replace(
        "You answer fast", "About {{ figure.lost | default: 'a lot' }}, {{ broken. <b>you</b>"
    )
    place = place_after(FunnelDocument.model_validate_json(text), "12", "75")
    assert "&lt;b&gt;you" in str(result_context(place)["interpretation"])


@pytest.mark.parametrize(("count", "is_drawn"), [(2, False), (3, True), (8, True), (9, False)])
def test_radar_stands_from_three_topics_to_eight(count: int, is_drawn: bool) -> None:
    document = scorecard([f"Topic {i}" for i in range(count)])
    place = place_after(document, *"3" * count)
    assert (result_context(place)["radar"] is not None) is is_drawn


def test_a_funnel_without_results_still_has_a_title() -> None:
    document = personality()
    step = document.steps[0]
    assert isinstance(step, QuizStep)
    unscored = step.model_copy(update={"quiz": step.quiz.model_copy(update={"scoring": "none"})})
    document = document.model_copy(update={"steps": (unscored, *document.steps[1:])})
    place = place_after(document, "b", "b", "")
    assert result_context(place) == {"title": "Your result"}


def test_numbers_are_said_in_the_visitors_language() -> None:
    with translation.override("de"):
        sheet = result_sheet(place_after(calculator(), "150", "500"))
    assert sheet is not None
    assert sheet.figures[0] == Figure("lost every month", "75.000\u00a0€")
