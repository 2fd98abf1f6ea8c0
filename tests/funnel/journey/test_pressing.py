"""Presses: numbered per tab, whole or not at all, and answering again after all is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from funnel.journey import pressing
from funnel.journey.presses import Press, RefusedError
from funnel.journey.pressing import NotOpenError, UnknownScreenError, first_press, press
from funnel.journey.starting import Arrival, start_visit
from funnel.journey.trail import Screen
from funnel.models import Answer, Publication, StepView, Visit
from leads.models import Activity, VisitFacts
from nurture.models import Delivery
from tests.funnel.factories import NOW, make_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import Visitor, ladder_document

RATE, RAISE, RESULT, OFFER = (
    Screen("quiz", "rate"),
    Screen("quiz", "raise"),
    Screen("result"),
    Screen("offer"),
)


def begin(publication: Publication | None = None, key: str = "k") -> Visit:
    publication = publication or make_publication(ladder_document())
    visit, _ = start_visit(
        publication=publication, key=key, arrival=Arrival(), now=NOW, was_seen=True
    )
    said = Press(choices=("a",))
    first_press(visit=visit, is_new=True, screen=RATE, press=said, now=NOW)
    return visit


def said(visit: Visit) -> dict[str, list[str]]:
    rows = Answer.objects.filter(visit=visit).values_list("question_key", "values")
    return dict(rows)


def states(visit: Visit) -> dict[tuple[str, str], str]:
    rows = StepView.objects.filter(visit=visit)
    return {(row.step_key, row.question_key): str(row.state) for row in rows}


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [3, 2, 1, 0])
def test_press_repeated_or_late_changes_nothing_and_leads_to_the_same_place(number: int) -> None:
    visit = begin()
    first = press(
        key=visit.key, screen=RAISE, press=Press(choices=("a",), tab="t", number=3), now=NOW
    )
    before = everything()
    again = press(
        key=visit.key,
        screen=RAISE,
        press=Press(choices=("b",), tab="t", number=number),
        now=NOW + timedelta(hours=1),
    )
    assert everything() == before
    assert again.next == first.next == RESULT


def test_press_of_another_tab_counts() -> None:
    visit = begin()
    for tab, number, choice in (("one", 5, "a"), ("two", 1, "b"), ("one", 4, "a")):
        one = Press(choices=(choice,), tab=tab, number=number)
        press(key=visit.key, screen=RAISE, press=one, now=NOW)
    visit.refresh_from_db()
    assert said(visit) == {"rate": ["a"], "raise": ["b"]}
    assert visit.presses == {"one": 5, "two": 1}


def test_press_without_a_number_is_the_newest() -> None:
    visit = begin()
    numbered = Press(choices=("a",), tab="t", number=9)
    press(key=visit.key, screen=RAISE, press=numbered, now=NOW)
    press(key=visit.key, screen=RAISE, press=Press(choices=("b",)), now=NOW)
    assert said(visit)["raise"] == ["b"]


def test_press_remembers_the_last_twenty_tabs() -> None:
    visit = begin()
    for number in range(30):
        one = Press(choices=("a",), tab=f"t{number}", number=1)
        press(key=visit.key, screen=RAISE, press=one, now=NOW)
    visit.refresh_from_db()
    assert visit.presses == {f"t{number}": 1 for number in range(10, 30)}


class PressesOfOneTab(TestCase):
    """The law: of one tab's presses, in whatever order and however often they arrive, exactly
    those that rise above all before them are taken; the highest number has the last word."""

    @settings(max_examples=25)
    @given(
        presses=st.lists(
            st.tuples(st.integers(1, 8), st.sampled_from(["rate", "raise"])), min_size=1, max_size=8
        )
    )
    def test_presses_shuffled_and_repeated_end_with_the_highest(
        self, presses: list[tuple[int, str]]
    ) -> None:
        # A number belongs to one press: the same number always says the same.
        questions: dict[int, str] = {}
        visit = begin()
        expected, highest = {"rate": ["a"]}, 0
        for number, question in presses:
            question = questions.setdefault(number, question)
            choice = "ab"[number % 2]
            one = Press(choices=(choice,), tab="t", number=number)
            screen = Screen("quiz", question)
            press(key=visit.key, screen=screen, press=one, now=NOW + timedelta(minutes=number))
            if number > highest:
                expected[question], highest = [choice], number
        visit.refresh_from_db()
        assert said(visit) == expected
        assert visit.presses == {"t": max(number for number, _ in presses)}


def test_repeated_press_on_the_offer_stays_on_the_offer_one_jumped_to() -> None:
    """A retry after a lost answer must not throw the person back into the ladder."""
    visit = begin()
    press(key=visit.key, screen=RAISE, press=Press(choices=("a",)), now=NOW)
    jump = Press(act="offer", tab="t", number=1)
    yes = Press(act="press", tab="t", number=2)
    for screen, one in ((RESULT, jump), (RESULT, jump), (OFFER, yes), (OFFER, yes)):
        assert press(key=visit.key, screen=screen, press=one, now=NOW).next == OFFER


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_jump_to_the_offer_and_back_to_the_ladder(has_script: bool) -> None:
    visitor = Visitor(has_script=has_script).finish_quiz()
    visitor.press(act="offer")
    assert (visitor.screen, visitor.percent) == ("offer", 100)
    visit = visitor.visit
    assert visit.finished_at is not None
    assert (visit.at_step, visit.depth) == ("offer", 2)
    assert states(visit)["offer", ""] == "done"

    visitor.look(visitor.at("result")).press(act="next")
    assert visitor.heading == "What about your mood?"


def deep_document() -> Visitor:
    data = ladder_document().model_dump()
    data["steps"][-1]["offer"]["min_depth"] = 7
    from_data = type(ladder_document()).model_validate(data, strict=False)
    return Visitor(make_publication(from_data))


def test_offer_before_its_depth_proposes_the_next_gift_and_then_opens() -> None:
    visitor = deep_document().finish_quiz().go_on_to("proposal")
    assert visitor.visit.depth == 5
    assert visitor.heading == "A plan"
    assert "Show me the offer now" in visitor.html
    assert states(visitor.visit).get(("offer", "")) is None
    assert visitor.visit.finished_at is None

    visitor.press(act="next")
    assert visitor.screen == "checklist"
    visitor.press(act="next", tick=["one"])
    visitor.look(visitor.at("offer"))
    assert (visitor.screen, visitor.visit.depth) == ("offer", 7)
    assert states(visitor.visit)["offer", ""] == "done"


def test_offer_before_its_depth_opens_for_who_is_ready_now() -> None:
    visitor = deep_document().finish_quiz().go_on_to("proposal")
    visitor.press(act="offer")
    assert (visitor.screen, visitor.visit.depth) == ("offer", 5)
    visitor.press(act="press")
    assert visitor.screen == "offer_contact"


def test_repeated_press_on_a_proposal_leads_to_the_same_gift() -> None:
    visitor = deep_document().finish_quiz().go_on_to("proposal")
    for _ in range(2):
        visitor.press(to=visitor.at("offer"), act="next", tab="t", n="7")
        assert visitor.screen == "checklist"


def test_answering_again_after_the_result_recomputes_and_keeps_what_happened() -> None:
    visitor = Visitor().finish_quiz().go_on_to("opt_in")
    visitor.press(act="next", email="mara@example.com")
    visit = visitor.visit
    assert (visit.outcome, visit.topics) == ("discounter", {"pricing": 100, "time": 0})
    mails = list(Delivery.objects.values())
    acts = set(Activity.objects.values_list("source_key", "label", "occurred_at"))

    visitor.look(visitor.at("quiz", "rate")).answer("b")
    visitor.look(visitor.at("quiz", "raise")).answer("b")

    visit.refresh_from_db()
    assert (visit.outcome, visit.topics) == ("planner", {"pricing": 0, "time": 100})
    assert said(visit) == {"rate": ["b"], "raise": ["b"], "mood": ["a"]}
    facts = VisitFacts.objects.get()
    assert (facts.outcome_key, facts.outcome_name) == ("planner", "The planner")
    assert [each["said"] for each in facts.answers[:2]] == ["It: rose", "It: rose"]
    assert list(Delivery.objects.values()) == mails
    assert acts <= set(Activity.objects.values_list("source_key", "label", "occurred_at"))
    visitor.look(visitor.at("result"))
    assert visitor.heading == "You are a planner"


def test_steps_that_a_changed_answer_leaves_behind_are_passed_over() -> None:
    """The checklist is for those who said b; who comes back to b finds it open again."""
    data = ladder_document().model_dump()
    data["steps"][3]["show_if"] = {
        "fact": "answer",
        "step": "quiz",
        "question": "rate",
        "any_of": ["b"],
    }
    document = type(ladder_document()).model_validate(data, strict=False)
    assert document.steps[3].key == "list"
    visitor = Visitor(make_publication(document)).land().answer("b").answer("b")
    visitor.go_on_to("guide")
    assert states(visitor.visit)["list", ""] == "done"

    visitor.look(visitor.at("quiz", "rate")).answer("a")
    assert states(visitor.visit)["list", ""] == "bypassed"
    visitor.look(visitor.at("quiz", "rate")).answer("b")
    assert states(visitor.visit)["list", ""] == "shown"


def test_failure_in_the_middle_stores_nothing_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Visitor().finish_quiz().go_on_to("opt_in")
    before = everything()

    def broken(**_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(pressing, "record_acts", broken)
    with pytest.raises(OSError, match="disk is full"):
        visitor.press(act="next", email="mara@example.com", marketing="yes")
    assert everything() == before


def test_failure_of_a_start_stores_nothing_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Visitor().land()
    before = everything()

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(pressing, "settle", broken)
    with pytest.raises(OSError, match="disk is full"):
        visitor.answer()
    assert everything() == before


def test_refused_press_uses_up_no_number() -> None:
    visit = begin()
    wrong = Press(choices=("gone",), tab="t", number=1)
    with pytest.raises(RefusedError):
        press(key=visit.key, screen=RAISE, press=wrong, now=NOW)
    right = Press(choices=("b",), tab="t", number=1)
    assert press(key=visit.key, screen=RAISE, press=right, now=NOW).next == RESULT


def test_press_names_what_is_wrong_with_the_screen() -> None:
    visit = begin()
    with pytest.raises(NotOpenError) as not_open:
        press(key=visit.key, screen=OFFER, press=Press(), now=NOW)
    assert not_open.value.next == RAISE
    with pytest.raises(UnknownScreenError):
        press(key=visit.key, screen=Screen("nothing"), press=Press(), now=NOW)
    with pytest.raises(Visit.DoesNotExist):
        press(key="x" * 22, screen=RAISE, press=Press(), now=NOW)
