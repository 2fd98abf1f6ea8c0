"""Ways through a quiz, against every way there is."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quizzes.branching import Given, longest, walk
from quizzes.conditions import Facts
from quizzes.document import QuizDoc
from tests.funnel.journey.documents import answer_is, choice, question, quiz_of
from tests.funnel.journey.random_documents import quizzes
from tests.laws import cases
from tests.quizzes import factories
from tests.quizzes.factories import (
    STEP,
    Plain,
    make_choice,
    make_figure,
    make_question,
    make_quiz,
    random_answer,
)

START = Facts()


def every_way(quiz: QuizDoc, given: Given = {}) -> Iterator[int]:  # noqa: B006 -- never written to
    """The number of questions on each way that answers can lead."""
    here = walk(quiz, "quiz", given, START)
    if here.here is None:
        yield len(here.answered)
        return
    for each in here.here.options:
        yield from every_way(quiz, {**given, ("quiz", here.here.key): (each.key,)})


def at_the_start(quiz: QuizDoc) -> tuple[int, int]:
    """The longest way as walk() and as longest() see it."""
    return (
        walk(quiz, "quiz", {}, START).remaining,
        longest(quiz, "quiz", START, lambda _leaf: False),
    )


@cases(200)
@given(quiz=quizzes(has_conditions=False))
def test_longest_is_the_longest_way_where_nothing_is_conditional(quiz: QuizDoc) -> None:
    most = max(every_way(quiz))
    assert at_the_start(quiz) == (most, most)


@cases(200)
@given(quiz=quizzes())
def test_longest_is_never_too_short(quiz: QuizDoc) -> None:
    most = max(every_way(quiz))
    assert all(most <= found <= len(quiz.questions) for found in at_the_start(quiz))


@cases(200)
@given(quiz=quizzes(), seed=st.integers(0, 2**32))
def test_walk_goes_forward_and_ends(quiz: QuizDoc, seed: int) -> None:
    random, given = Random(seed), dict[tuple[str, str], tuple[str, ...]]()
    places = {each.key: place for place, each in enumerate(quiz.questions)}
    before = walk(quiz, "quiz", given, START)
    while before.here is not None:
        given["quiz", before.here.key] = (random.choice(before.here.options).key,)
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


@cases(200)
@given(quiz=factories.quizzes(most=8), seed=st.integers(0, 2**32))
def test_every_path_of_every_kind_ends_and_progress_never_falls(quiz: QuizDoc, seed: int) -> None:
    random, given = Random(seed), dict[tuple[str, str], tuple[str, ...]]()
    facts = Facts(device=random.choice(["phone", "desktop"]), language=random.choice(["de", "en"]))
    way = walk(quiz, STEP, given, facts)
    most, progress = way.remaining, [0.0]
    assert longest(quiz, STEP, facts, lambda _leaf: False) == most
    while way.here is not None:
        given[STEP, way.here.key] = random_answer(way.here, random)
        after = walk(quiz, STEP, given, facts)
        assert after.answered == (*way.answered, way.here)
        assert after.remaining < way.remaining
        way = after
        done = len(way.answered)
        progress.append(done / (done + way.remaining))
    assert progress == sorted(progress)
    # Where every question hides itself there is no way at all.
    assert progress[-1] == (1.0 if most or way.answered else 0.0)
    assert len(way.answered) <= most
    assert set(way.facts.answers) == {(STEP, each.key) for each in way.answered}


@cases(200)
@given(quiz=factories.quizzes(), seed=st.integers(0, 2**32))
def test_answering_again_replaces(quiz: QuizDoc, seed: int) -> None:
    random = Random(seed)
    forth = {(STEP, each.key): random_answer(each, random) for each in quiz.questions}
    again = {(STEP, each.key): random_answer(each, random) for each in quiz.questions}
    assert walk(quiz, STEP, forth | again, Facts()) == walk(quiz, STEP, again, Facts())


def asked(quiz: QuizDoc, *given: tuple[str, ...]) -> list[str]:
    """The questions on the way when these answers are given one after the other."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for values in given:
        here = walk(quiz, STEP, found, START).here
        assert here is not None
        found[STEP, here.key] = values
    way = walk(quiz, STEP, found, START)
    return [each.key for each in (*way.answered, *([way.here] if way.here else []))]


def test_a_skip_is_done_and_jumps_nowhere() -> None:
    ends = [make_choice("a", go_to="end"), make_choice("b", go_to="end")]
    quiz = make_quiz(make_question("q1", choices=ends, is_optional=True), make_question("q2"))
    assert asked(quiz, ()) == ["q1", "q2"]
    assert asked(quiz, ("a",)) == ["q1"]
    assert walk(quiz, STEP, {}, START).remaining == 2
    # A question that may not be skipped is still open.
    assert walk(quiz, STEP, {(STEP, "q1"): (), (STEP, "q2"): ()}, START).here == quiz.questions[1]


def test_the_first_of_the_picks_that_jumps_decides() -> None:
    picks = [make_choice("a"), make_choice("b", go_to="q3"), make_choice("c", go_to="end")]
    quiz = make_quiz(
        make_question("q1", "multiple", choices=picks), make_question("q2"), make_question("q3")
    )
    assert asked(quiz, ("a",)) == ["q1", "q2"]
    assert asked(quiz, ("a", "b", "c")) == ["q1", "q3"]
    assert asked(quiz, ("a", "c")) == ["q1"]
    assert walk(quiz, STEP, {}, START).remaining == 3


def test_the_longest_way_knows_which_picks_must_jump() -> None:
    picks = [make_choice("a"), make_choice("b", go_to="q3"), make_choice("c", go_to="end")]
    quiz = make_quiz(
        make_question("q1", "multiple", choices=picks, min_picks=2),
        make_question("q2"),
        make_question("q3"),
    )
    assert walk(quiz, STEP, {}, START).remaining == 2


def test_scores_so_far_decide_what_is_shown() -> None:
    def scored(fact: str, of: str = "") -> Plain:
        return {"fact": fact, "of": of, "at_least": 50}

    quiz = make_quiz(
        make_question("q0", show_if=scored("topic", "money")),
        make_question("q1", "scale", first=0, last=10, topics={"money": 1}),
        make_question("q2", show_if=scored("topic", "money")),
        make_question("q3", show_if=scored("score")),
        make_question("q4", show_if=scored("figure", "tenfold")),
        make_question("q5", show_if={"not": scored("topic", "time")}),
        scoring="scorecard",
        outcome_by="tier",
        figures=[make_figure("tenfold", "q1 * 10")],
    )
    assert asked(quiz, ("5",), ("a",), ("a",), ("a",), ("a",)) == ["q1", "q2", "q3", "q4", "q5"]
    assert asked(quiz, ("4",), ("a",)) == ["q1", "q5"]
    found = walk(quiz, STEP, {(STEP, "q1"): ("5",)}, Facts(topics={"money": 99, "fun": 3}))
    assert (found.facts.topics, found.facts.score) == ({"money": 50, "fun": 3}, 50)
    assert found.facts.figures == {"tenfold": 50}
    # Before the first answer this quiz has no scores, whatever an earlier one had.
    assert found.answered == quiz.questions[1:2]


def test_the_visitor_decides_what_is_shown() -> None:
    phone = {"fact": "device", "any_of": ["phone"]}
    german = {"fact": "language", "any_of": ["de"]}
    quiz = make_quiz(
        make_question("q1", show_if=phone), make_question("q2", show_if=german), make_question("q3")
    )
    here = walk(quiz, STEP, {}, Facts(device="desktop", language="de-at")).here
    assert here == quiz.questions[1]
    assert walk(quiz, STEP, {}, Facts(device="phone", language="de")).remaining == 3
