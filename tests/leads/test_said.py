from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leads.models import VisitFacts
from leads.said import (
    SaidAnswer,
    SaidFigure,
    SaidResult,
    SaidTopic,
    VisitSaid,
    result_said,
    visit_said,
)
from tests.leads.factories import EVERY_KIND, NOW


def _facts(**columns: object) -> VisitFacts:
    return VisitFacts(visit_id=1, funnel_id=1, started_at=NOW, updated_at=NOW, **columns)


def test_visit_said_tells_every_kind_in_its_own_words() -> None:
    facts = _facts(
        answers=EVERY_KIND,
        outcome_name="Quiet discounter",
        score=72,
        figures=[{"key": "lost", "name": "a month lost", "value": 380.0, "said": "€380"}],
        topics=[{"key": "pricing", "name": "Pricing", "percent": 40}],
    )
    assert visit_said(facts) == VisitSaid(
        started_at=NOW,
        result=SaidResult("Quiet discounter", 72, (SaidFigure("€380", "a month lost"),)),
        answers=(
            SaidAnswer("How do you set your rate?", "Last year's"),
            SaidAnswer("Where do clients come from?", "Referrals, Ads"),
            SaidAnswer("Which desk is yours?", "The tidy one"),
            SaidAnswer("Do you keep a cash book?", "No"),
            SaidAnswer("How sure are you?", "7 of 10"),
            SaidAnswer("Unpaid hours a week?", "12.5 hours"),
            SaidAnswer("Your trouble in a word?", "Getting paid", is_typed=True),
            SaidAnswer(
                "Tell us more", "Clients pay late.\n\nI don't ask.", is_typed=True, is_long=True
            ),
            SaidAnswer("Your last raise?", "Nov. 1, 2025"),
            SaidAnswer(
                "What matters first?", "1. Time, 2. Money, now", places=("Time", "Money, now")
            ),
        ),
        skipped=("Your website?",),
        topics=(SaidTopic("Pricing", 40),),
    )


def test_visit_said_reads_what_was_written_before_there_were_kinds() -> None:
    row = {"step": "quiz", "question": "a", "asked": "A?", "values": ["x"], "said": "X"}
    assert visit_said(_facts(answers=[row])).answers == (SaidAnswer("A?", "X"),)


def test_visit_said_shows_a_ranking_of_another_form_as_it_stands() -> None:
    row = {"asked": "A?", "kind": "ranking", "values": ["x", "y"], "said": "X before Y"}
    assert visit_said(_facts(answers=[row])).answers == (SaidAnswer("A?", "X before Y"),)


def test_result_said_is_false_before_there_is_one() -> None:
    assert not result_said(_facts())
    assert result_said(_facts(score=0))
    assert result_said(_facts(figures=[{"said": "€1", "name": "a day"}]))


_labels = st.text(st.characters(codec="utf-8", exclude_categories=["Nd", "Cc"]), min_size=1).map(
    str.strip
)


@given(labels=st.lists(_labels.filter(bool), min_size=2, max_size=12))
def test_visit_said_finds_every_place_of_a_ranking(labels: list[str]) -> None:
    said = ", ".join(f"{place}. {label}" for place, label in enumerate(labels, start=1))
    row = {"asked": "A?", "kind": "ranking", "values": ["x"] * len(labels), "said": said}
    assert visit_said(_facts(answers=[row])).answers[0].places == tuple(labels)


_odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["asked", "said", "kind", "values", "name", "percent"]), inner
        )
    ),
    max_leaves=12,
)


@given(answers=_odd, topics=_odd, figures=_odd)
def test_visit_said_never_stumbles(answers: object, topics: object, figures: object) -> None:
    visit_said(_facts(answers=answers, topics=topics, figures=figures))


def test_visit_said_keeps_a_private_answer_closed_until_it_is_asked_for() -> None:
    rows = [{**EVERY_KIND[0], "sensitive": True}, EVERY_KIND[4]]
    closed = visit_said(_facts(answers=rows))
    assert closed.answers == (
        SaidAnswer("How do you set your rate?", "", is_hidden=True),
        SaidAnswer("How sure are you?", "7 of 10"),
    )
    opened = visit_said(_facts(answers=rows), is_private_shown=True)
    assert opened.answers == (
        SaidAnswer("How do you set your rate?", "Last year's"),
        SaidAnswer("How sure are you?", "7 of 10"),
    )
    assert (closed.hides, opened.hides) == (True, False)
