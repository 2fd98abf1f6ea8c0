"""Which gift and which offer a way meets, where several fit or none does."""

from __future__ import annotations

from dataclasses import replace

from funnel.journey.trail import Screen, State, follow, offer_on
from tests.funnel.journey.documents import (
    Plain,
    document_of,
    gift,
    offer,
    question,
    quiz_step,
    scored_quiz,
)


def outcome_is(*any_of: str) -> Plain:
    return {"fact": "outcome", "any_of": list(any_of)}


def answered(key: str, *done: str) -> State:
    return State(answers={("quiz", "q1"): (key,)}, done=frozenset(done))


def test_each_result_meets_its_own_gift_and_offer_and_no_other() -> None:
    document = document_of(
        [
            scored_quiz(),
            gift("guide", "for-planners", outcome_is("planner")),
            offer("planner", show_if=outcome_is("planner")),
            gift("guide", "for-jugglers", outcome_is("juggler")),
            offer("juggler", show_if=outcome_is("juggler")),
            offer("rest"),
        ]
    )
    ways = {"a": ("for-planners", "planner"), "b": ("for-jugglers", "juggler"), "c": ("rest",)}
    for key, way in ways.items():
        trails = [follow(document, answered(key, *way[:count])) for count in range(len(way) + 1)]
        assert [trail.here for trail in trails] == [*map(Screen, way), None]
        assert [trail.remaining for trail in trails] == [*range(len(way), -1, -1)]
        assert [trail.end for trail in trails[-2:]] == [Screen(way[-1]), Screen(way[-1])]
    # Before anything is answered the longest way has the question, one gift and one offer.
    assert follow(document, State()).remaining == 3


def test_an_offer_stays_the_end_when_its_yes_makes_a_deeper_visit() -> None:
    document = document_of(
        [
            quiz_step("quiz", question("q1")),
            offer("small", show_if={"fact": "depth", "at_most": 5}),
            offer("large"),
        ]
    )
    taken = replace(answered("a", "small"), yeses=frozenset({"small"}))
    trail = follow(document, taken)
    assert (trail.facts.depth, trail.here, trail.end) == (11, None, Screen("small"))
    found = offer_on(document, trail)
    assert (found.key if found else "", trail.passed_over) == ("small", frozenset({"large"}))


def test_a_step_between_two_offers_that_may_still_come_keeps_both() -> None:
    document = document_of(
        [
            quiz_step("quiz", question("q1")),
            offer("first"),
            gift("guide", show_if={"fact": "depth", "at_least": 9}),
            offer("last"),
        ]
    )
    first = follow(document, answered("a"))
    assert (first.here, first.remaining, first.end) == (Screen("first"), 3, None)
    assert follow(document, answered("a", "first")).here == Screen("last")
    taken = replace(answered("a", "first"), yeses=frozenset({"first"}))
    assert follow(document, taken).here == Screen("guide")
