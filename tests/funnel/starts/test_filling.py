from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.checking.laws import check_document
from funnel.checking.report import check
from funnel.document import FunnelDocument, OfferStep
from funnel.starts.filling import faults_in, fill, unanswered
from funnel.starts.gallery import STARTS, Start
from funnel.starts.marks import LONGEST_MARK, MARKS, SLOT
from funnel.starts.questions import KEYS, QUESTIONS
from funnel.translating import said_in
from quizzes.markdown import to_html
from tests.laws import cases

each_start = pytest.mark.parametrize("start", STARTS, ids=lambda start: start.slug)
NASTY = st.text(alphabet="ab {}%[]<>&*_`#-+1.)|\\!\"'()/\n\x00\u202e€é", max_size=90)
ANSWERS = st.fixed_dictionaries({key: NASTY | st.text(max_size=420) for key in KEYS})


def filled(start: Start, answers: dict[str, str]) -> FunnelDocument:
    made = fill(start.document, answers)
    assert isinstance(made, FunnelDocument)
    return made


def offer_of(document: FunnelDocument) -> OfferStep:
    step = document.steps[-1]
    assert isinstance(step, OfferStep)
    return step


@each_start
def test_without_answers_each_slot_is_a_mark_that_the_check_finds(start: Start) -> None:
    made = filled(start, {})

    marked = [each for each in said_in(made) if any(mark in each.text for mark in MARKS.values())]
    found = check(made)
    assert unanswered({}) == list(KEYS)
    assert not any(SLOT.search(each.text) for each in said_in(made))
    assert {each.rule.code for each in found.errors} == {"S115"}
    assert {each.path for each in found.errors} == {each.path for each in marked}
    assert check_document(made) == []


@each_start
def test_the_longest_answers_fit_everywhere(start: Start) -> None:
    longest = {each.key: "W" * each.longest for each in QUESTIONS}

    made = filled(start, longest)

    assert check_document(made) == []
    assert max(each.longest for each in QUESTIONS) > LONGEST_MARK


@cases(40)
@given(answers=ANSWERS, number=st.integers(0, len(STARTS) - 1))
def test_any_answers_give_a_funnel_that_works_or_a_sentence_for_each_fault(
    answers: dict[str, str], number: int
) -> None:
    refused = faults_in(answers)
    made = fill(STARTS[number].document, answers)

    if refused:
        assert isinstance(made, list)
        assert {each.path: each.message for each in made} == refused
        assert all(sentence.endswith(".") for sentence in refused.values())
    else:
        assert isinstance(made, FunnelDocument)
        assert check_document(made) == []


TRICKS = (
    "**bold** and [a link](https://evil.example)",
    "<script>alert(1)</script>",
    "# A heading",
    "- a list",
    "1. a list",
    "![x](y) `code` &amp; a | b",
    "> a quote",
    "\\*",
)


@pytest.mark.parametrize("trick", TRICKS)
def test_an_answer_is_shown_as_it_was_typed(trick: str) -> None:
    made = filled(STARTS[0], {"proof": trick, "price": trick[:50]})

    offer = offer_of(made).offer
    shown = to_html(offer.proof)
    for tag in ("<strong", "<a ", "<script", "<h", "<ul", "<ol", "<code", "<img", "<blockquote"):
        assert tag not in shown
    assert offer.price == trick[:50].strip()


def test_an_answer_is_not_looked_at_again() -> None:
    assert faults_in({"whom": "[[price]]", "tip": "{{ first_name }}", "offer": "ok"}) == {
        "whom": "Write it without [[ and ]]: they mark what is still to be filled in.",
        "tip": "Write it without { and }: they are kept for what the funnel fills in.",
    }


def test_a_sentence_gets_its_full_stop_and_no_second_one() -> None:
    plain = offer_of(filled(STARTS[0], {"proof": "No use, no bill"})).offer.proof
    asked = offer_of(filled(STARTS[0], {"proof": "Is it true? Yes!"})).offer.proof

    assert (plain, asked) == ("No use, no bill.", "Is it true? Yes!")
