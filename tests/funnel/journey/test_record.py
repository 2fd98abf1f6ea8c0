"""Changed answers and what they leave behind, with real rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from funnel.document import FunnelDocument
from funnel.journey.presses import Press
from funnel.journey.pressing import Pressed, first_press, press
from funnel.journey.record import open_record, smaller_step
from funnel.journey.starting import Arrival, start_visit
from funnel.journey.trail import Screen, first_screen
from funnel.models import StepView, Visit
from tests.funnel.journey.documents import (
    Plain,
    answer_is,
    choice,
    document_of,
    gift,
    offer,
    opt_in,
    question,
    quiz_step,
    result,
    scored_step,
)
from tests.funnel.journey.walking import BEGIN, funnel_row, put_live

pytestmark = pytest.mark.django_db


class Walk:
    """A visit pressed along, a minute a press."""

    def __init__(self, document: FunnelDocument, first: str) -> None:
        visit, is_new = start_visit(
            publication=put_live(funnel_row(), document),
            key="walk",
            arrival=Arrival(),
            now=BEGIN,
            was_seen=True,
        )
        self.at = BEGIN
        self.key = visit.key
        self.pressed = first_press(
            visit=visit,
            is_new=is_new,
            screen=first_screen(document),
            press=Press(choices=(first,)),
            now=BEGIN,
        )

    def press(self, step: str, question: str = "", **fields: object) -> Pressed:
        self.at += timedelta(minutes=1)
        pressed = Press(**fields)  # type: ignore[arg-type]  # a test's own fields
        self.pressed = press(
            key=self.key, screen=Screen(step, question), press=pressed, now=self.at
        )
        return self.pressed

    @property
    def states(self) -> dict[str, str]:
        rows = StepView.objects.filter(visit__key=self.key, question_key="")
        return dict(rows.values_list("step_key", "state"))

    @property
    def proposal(self) -> str:
        """The gift that stands in the offer's place; '' for none."""
        record = open_record(Visit.objects.get(key=self.key))
        found = smaller_step(record, record.trail())
        return found.key if found else ""


def test_an_offer_hidden_by_a_changed_answer_is_passed_over_and_no_finish() -> None:
    document = document_of(
        [
            scored_step("quiz", question("q1", choice("a", points={"planner": 1}), choice("b"))),
            offer("mid", show_if=answer_is("quiz", "q1", "a")),
            gift("guide"),
            result(),
        ]
    )
    walk = Walk(document, "a")
    walk.press("mid", act="not_now")
    walk.press("mid")
    walk.press("quiz", "q1", choices=("b",))
    assert walk.states == {"quiz": "done", "mid": "bypassed", "guide": "shown"}
    assert Visit.objects.get(key=walk.key).finished_at is None


def test_an_address_once_given_is_not_asked_for_again() -> None:
    document = document_of(
        [
            quiz_step("quiz", question("q1"), question("q2", show_if=answer_is("quiz", "q1", "b"))),
            opt_in(),
            gift("guide"),
            offer(),
        ]
    )
    walk = Walk(document, "a")
    walk.press("opt-in", email="mara@example.com")
    walk.press("guide")
    walk.press("quiz", "q1", choices=("b",))
    assert walk.states["opt-in"] == "bypassed"
    walk.press("quiz", "q2", choices=("a",))
    assert walk.states == {"quiz": "done", "opt-in": "done", "guide": "done", "offer": "done"}


def gated(*gifts: Plain) -> FunnelDocument:
    return document_of([quiz_step("quiz", question("q1")), *gifts, offer(min_depth=5)])


def test_a_gift_is_proposed_once_and_then_the_offer_opens() -> None:
    walk = Walk(gated(gift("checklist"), gift("guide")), "a")
    walk.press("checklist")
    walk.press("guide", act="skip")
    # Both were seen and neither was taken: the offer's place proposes the first.
    assert (walk.pressed.next, walk.states) == (
        Screen("offer"),
        {"quiz": "done", "checklist": "done", "guide": "done"},
    )
    assert walk.proposal == "checklist"
    assert walk.press("offer").next == Screen("checklist")
    assert walk.press("checklist").next == Screen("offer")
    assert walk.proposal == "guide"
    assert walk.press("offer").next == Screen("guide")
    assert walk.press("guide", act="skip").next == Screen("offer")
    assert (walk.proposal, walk.states["offer"]) == ("", "done")


def test_a_gift_taken_from_a_proposal_counts_and_may_open_the_offer() -> None:
    walk = Walk(gated(gift("checklist"), gift("guide")), "a")
    walk.press("checklist", ticks=("one",))
    walk.press("guide", act="skip")
    walk.press("offer")
    walk.press("guide")
    assert (walk.proposal, walk.states["offer"]) == ("", "done")


def test_a_repeated_press_on_a_proposal_leads_to_the_gift_it_opened() -> None:
    walk = Walk(gated(gift("checklist"), gift("guide")), "a")
    walk.press("checklist")
    walk.press("guide", act="skip")
    assert walk.press("offer", tab="t", number=1).next == Screen("checklist")
    assert walk.press("offer", tab="t", number=1).next == Screen("checklist")
    assert walk.proposal == "guide"


def test_a_gift_hidden_by_its_condition_is_never_proposed() -> None:
    hidden = gift("checklist", show_if=answer_is("quiz", "q1", "b"))
    walk = Walk(gated(hidden, gift("guide")), "a")
    walk.press("guide")
    assert (walk.proposal, walk.states["offer"]) == ("", "done")


def test_a_press_on_the_wish_to_see_the_offer_opens_it_at_once() -> None:
    walk = Walk(gated(gift("guide")), "a")
    walk.press("guide", act="skip")
    assert (walk.proposal, walk.press("offer", act="offer").next) == ("guide", Screen("offer"))
    assert walk.states["offer"] == "done"
    assert Visit.objects.get(key=walk.key).finished_at == walk.at


def test_the_first_of_several_offers_that_fits_ends_the_visit() -> None:
    document = document_of(
        [
            quiz_step("quiz", question("q1")),
            offer("for-a", show_if=answer_is("quiz", "q1", "a")),
            offer("for-b", show_if=answer_is("quiz", "q1", "b")),
            offer("for-all"),
        ]
    )
    walk = Walk(document, "a")
    assert (walk.pressed.next, walk.states) == (Screen("for-a"), {"quiz": "done", "for-a": "done"})
    assert Visit.objects.get(key=walk.key).finished_at == BEGIN
    walk.press("quiz", "q1", choices=("b",))
    assert walk.states == {"quiz": "done", "for-a": "bypassed", "for-b": "done"}
