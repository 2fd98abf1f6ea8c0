"""The demo's file: valid, fair in its results, and within what a visitor likes to read."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import product

from funnel.demo.loading import FUNNEL_FILE
from funnel.document import (
    ChecklistStep,
    FunnelDocument,
    OfferStep,
    OptInStep,
    QuizStep,
    SeriesStep,
)
from funnel.portable.reading import portable_faults, read_portable
from funnel.portable.writing import to_yaml
from nurture.document import MailDoc
from quizzes import recall
from quizzes.branching import walk
from quizzes.conditions import Facts, holds
from quizzes.document import QuizDoc
from quizzes.scoring import Score, score

WEAKEST = {
    "generous-quoter": "pricing",
    "free-lender": "invoicing",
    "tightrope-walker": "reserves",
}


def _document() -> FunnelDocument:
    return read_portable(FUNNEL_FILE).document


def _quiz() -> QuizDoc:
    step = _document().step("quiz")
    assert isinstance(step, QuizStep)
    return step.quiz


@cache
def _scores() -> list[Score]:
    """One score for each way through the quiz that a visitor can take."""
    quiz = _quiz()
    found: dict[tuple[tuple[str, tuple[str, ...]], ...], Score] = {}
    for choices in product(*(question.options for question in quiz.questions)):
        given = {
            ("quiz", question.key): (choice.key,)
            for question, choice in zip(quiz.questions, choices, strict=True)
        }
        path = walk(quiz, "quiz", given, Facts())
        answers = {question.key: given["quiz", question.key] for question in path.answered}
        found[tuple(answers.items())] = score(quiz, answers)
    return list(found.values())


def _mails() -> list[MailDoc]:
    document = _document()
    asked = [step.mail for step in document.steps if isinstance(step, OptInStep)]
    return [*asked, *(mail for each in document.sequences for mail in each.messages)]


def test_file_is_a_funnel_without_faults() -> None:
    assert portable_faults(read_portable(FUNNEL_FILE)) == []


def test_file_stands_in_the_form_the_exporter_writes() -> None:
    assert to_yaml(_document()) == FUNNEL_FILE.read_text(encoding="utf-8")


def test_steps_climb_from_a_tap_to_the_offer() -> None:
    assert [step.kind for step in _document().steps] == [
        "quiz",
        "result",
        "poll",
        "checklist",
        "guide",
        "link",
        "video",
        "opt_in",
        "series",
        "offer",
    ]


def test_each_result_has_the_extra_gift_that_fits_it_and_nobody_gets_both() -> None:
    guide, link = _document().step("texts"), _document().step("rights")
    assert guide is not None
    assert link is not None
    shown = [
        {name for name in WEAKEST if holds(each.show_if, Facts(outcome=name))}
        for each in (guide, link)
    ]

    assert shown == [{"generous-quoter", "free-lender"}, {"tightrope-walker"}]


def test_first_words_follow_where_people_come_from() -> None:
    hook = _document().hook

    assert [each.source for each in hook.by_source] == ["instagram", "newsletter"]
    assert all(
        "40 seconds" in each.text and len(each.text.split()) <= 25 for each in hook.by_source
    )


def test_quiz_asks_at_most_the_six_questions_its_hook_promises() -> None:
    quiz = _quiz()

    assert len(quiz.questions) == walk(quiz, "quiz", {}, Facts()).remaining == 6
    assert {len(question.options) for question in quiz.questions} == {3, 4}
    assert "Six taps" in _document().hook.text


def test_paid_in_advance_skips_the_question_about_late_invoices() -> None:
    path = walk(_quiz(), "quiz", _given(pushback="less", raise_="never", invoice="before"), Facts())

    assert path.here is not None
    assert path.here.key == "tax"


def _given(**answers: str) -> dict[tuple[str, str], tuple[str, ...]]:
    return {("quiz", name.rstrip("_")): (key,) for name, key in answers.items()}


def test_every_result_is_reached_and_none_by_more_than_half_of_the_ways() -> None:
    found = Counter(each.outcome for each in _scores())

    assert set(found) == set(WEAKEST)
    assert max(found.values()) / found.total() < 0.5
    assert min(found.values()) / found.total() > 0.2


def test_ties_are_below_one_in_ten() -> None:
    scores = _scores()
    tied = [
        each for each in scores if list(each.points.values()).count(max(each.points.values())) > 1
    ]

    assert len(scores) == 2496
    assert len(tied) / len(scores) < 0.1


def test_result_names_the_shortest_bar() -> None:
    for each in _scores():
        assert each.topics[WEAKEST[each.outcome]] == min(each.topics.values())


def test_hook_is_short_and_carries_a_number() -> None:
    hook = _document().hook.text

    assert len(hook.split()) <= 25
    assert any(letter.isdigit() for letter in hook)


def test_results_differ_in_what_they_say_and_in_what_to_do_first() -> None:
    outcomes = _quiz().outcomes

    assert len({each.headline for each in outcomes}) == 3
    assert len({each.interpretation.split("\n\n")[-1] for each in outcomes}) == 3
    assert len({each.first_action for each in outcomes}) == 3


def test_each_mail_asks_one_thing_and_stays_within_two_minutes() -> None:
    mails = _mails()

    assert [mail.button.target for mail in mails] == [
        "result",
        "step:checklist",
        "step:video",
        "reply",
        "offer",
        "step:checklist",
        "done",
        "step:texts",
        "poll",
        "offer",
    ]
    assert all("](" not in mail.body and "http" not in mail.body for mail in mails)
    assert all(len(mail.body.split()) <= 180 for mail in mails)
    assert all(len(mail.subject) <= 50 for mail in mails)


def test_series_writes_on_working_days_and_only_to_who_ticked_the_box() -> None:
    series = _document().sequence("four-money-mails")

    assert series is not None
    assert series.purpose == "marketing"
    assert series.window.days == ("mon", "tue", "wed", "thu", "fri")
    assert (series.window.opens, series.window.closes) == ("08:00", "18:00")
    assert [(mail.delay.days, mail.delay.at) for mail in series.messages] == [
        (1, "09:30"),
        (2, "09:30"),
        (3, "09:30"),
        (3, "09:30"),
    ]


def test_asked_for_series_is_five_mornings_of_two_minutes() -> None:
    series, step = _document().sequence("five-mornings"), _document().step("mornings")
    assert series is not None
    assert isinstance(step, SeriesStep)

    assert (step.sequence, series.purpose, step.magnet.minutes) == ("five-mornings", "series", 2)
    assert [mail.delay.days for mail in series.messages] == [0, 1, 1, 1, 1]
    assert all(mail.subject.startswith("Morning ") for mail in series.messages)


def test_mail_brings_the_same_seven_habits_as_the_checklist() -> None:
    document = _document()
    checklist = document.step("checklist")
    assert isinstance(checklist, ChecklistStep)
    keep = document.step("keep")
    assert isinstance(keep, OptInStep)
    written = [
        f"{number}. {item.text}." for number, item in enumerate(checklist.magnet.items, start=1)
    ]

    assert len(written) == 7
    assert [line for line in keep.mail.body.splitlines() if line[:1].isdigit()] == written


def test_offer_says_its_price_and_can_be_refused() -> None:
    offer = _document().step("offer")
    assert isinstance(offer, OfferStep)

    assert "€149" in offer.offer.price
    assert "€149" in offer.invite
    assert offer.offer.not_now == "Not now"
    assert offer.offer.url == ""
    assert offer.offer.min_depth == 8


def test_offer_opens_with_what_is_known_of_the_visitor_and_nothing_else() -> None:
    offer = _document().step("offer")
    assert isinstance(offer, OfferStep)
    said = recall.Words(
        result="free lender", answers={"quiz": {"pushback": "I can do it for less"}}
    )

    assert recall.render(offer.offer.opening, said) == (
        "When a client finds the price high, you say “I can do it for less”."
        " Your result is **free lender**. So you know which habit comes first."
    )
    assert recall.render(offer.offer.opening, recall.Words()).strip() == ""
