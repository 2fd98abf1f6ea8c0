"""Ways through a quiz, against every way there is."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.branching import Given, longest, walk
from quizzes.conditions import Facts
from quizzes.document import QuizDoc
from tests.funnel.journey.documents import answer_is, choice, question, quiz_of, quizzes

START = Facts()


def every_way(quiz: QuizDoc, given: Given = {}) -> Iterator[int]:  # noqa: B006 -- never written to
    """The number of questions on each way that answers can lead."""
    here = walk(quiz, "quiz", given, START)
    if here.here is None:
        yield len(here.answered)
        return
    for each in here.here.choices:
        yield from every_way(quiz, {**given, ("quiz", here.here.key): (each.key,)})


def at_the_start(quiz: QuizDoc) -> tuple[int, int]:
    """The longest way as walk() and as longest() see it."""
    return (
        walk(quiz, "quiz", {}, START).remaining,
        longest(quiz, "quiz", START, lambda _leaf: False),
    )


@settings(max_examples=500)
@given(quiz=quizzes(has_conditions=False))
def test_longest_is_the_longest_way_where_nothing_is_conditional(quiz: QuizDoc) -> None:
    most = max(every_way(quiz))
    assert at_the_start(quiz) == (most, most)


@settings(max_examples=500)
@given(quiz=quizzes())
def test_longest_is_never_too_short(quiz: QuizDoc) -> None:
    most = max(every_way(quiz))
    assert all(most <= found <= len(quiz.questions) for found in at_the_start(quiz))


@settings(max_examples=500)
@given(quiz=quizzes(), seed=st.integers(0, 2**32))
def test_walk_goes_forward_and_ends(quiz: QuizDoc, seed: int) -> None:
    random, given = Random(seed), dict[tuple[str, str], tuple[str, ...]]()
    places = {each.key: place for place, each in enumerate(quiz.questions)}
    before = walk(quiz, "quiz", given, START)
    while before.here is not None:
        given["quiz", before.here.key] = (random.choice(before.here.choices).key,)
        after = walk(quiz, "quiz", given, START)
        assert after.answered == (*before.answered, before.here)
        assert after.remaining < before.remaining
        before = after
    order = [places[each.key] for each in before.answered]
    assert order == sorted(set(order))
    assert before.remaining == 0


def test_answers_off_the_way_count_for_nothing() -> None:
    quiz = quiz_of(
        question("q1", choice("a", go_to="q3"), choice("b")), question("q2"), question("q3")
    )
    given = {("quiz", "q1"): ("a",), ("quiz", "q2"): ("b",)}
    found = walk(quiz, "quiz", given, START)
    assert [each.key for each in found.answered] == ["q1"]
    assert found.here == quiz.questions[2]
    assert found.facts.answers == {("quiz", "q1"): ("a",)}


def test_a_choice_that_was_removed_is_asked_again() -> None:
    quiz = quiz_of(question("q1"))
    found = walk(quiz, "quiz", {("quiz", "q1"): ("gone",)}, START)
    assert (found.here, found.remaining) == (quiz.questions[0], 1)


def test_a_hidden_question_is_passed_over_without_its_jump() -> None:
    quiz = quiz_of(
        question("q1"),
        question(
            "q2",
            choice("a", go_to="end"),
            choice("b", go_to="end"),
            show_if=answer_is("quiz", "q1", "a"),
        ),
        question("q3"),
    )
    found = walk(quiz, "quiz", {("quiz", "q1"): ("b",)}, START)
    assert (found.here, found.remaining) == (quiz.questions[2], 1)
    assert max(every_way(quiz)) == walk(quiz, "quiz", {}, START).remaining == 2


def test_facts_that_may_still_change_count_as_shown() -> None:
    depth = {"fact": "depth", "at_least": 5}
    quiz = quiz_of(question("q1"), question("q2", show_if=depth))
    assert longest(quiz, "quiz", START, lambda _leaf: True) == 2
    assert longest(quiz, "quiz", START, lambda _leaf: False) == 1


def test_a_question_that_surely_comes_is_not_counted_as_perhaps_hidden() -> None:
    from_here = {"fact": "source", "any_of": ["direct"]}
    ends = (choice("a", go_to="end"), choice("b", go_to="end"))
    quiz = quiz_of(question("q1", *ends, show_if=from_here), question("q2"), question("q3"))
    assert walk(quiz, "quiz", {}, START).remaining == 1
