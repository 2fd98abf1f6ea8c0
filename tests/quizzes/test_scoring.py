"""Points, results and topics."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.document import QuizStep
from quizzes.document import QuizDoc
from quizzes.scoring import Score, score
from tests.funnel.journey.documents import (
    OUTCOMES,
    TOPICS,
    choice,
    document_of,
    offer,
    question,
    quiz_of,
    quizzes,
    scored_step,
)

randoms = st.integers(0, 2**32).map(Random)


def some_answers(quiz: QuizDoc, random: Random) -> dict[str, tuple[str, ...]]:
    return {
        each.key: (random.choice(each.choices).key,)
        for each in quiz.questions
        if random.random() < 0.8
    }


@settings(max_examples=1000)
@given(quiz=quizzes(is_scored=True), random=randoms)
def test_topics_are_percents_and_the_result_has_most_points(quiz: QuizDoc, random: Random) -> None:
    found = score(quiz, some_answers(quiz, random))
    assert all(0 <= share <= 100 for share in found.topics.values())
    assert set(found.topics) <= set(TOPICS)
    assert set(found.points) == set(OUTCOMES)
    assert found.outcome in OUTCOMES
    most = max(found.points.values())
    first = next(key for key in OUTCOMES if found.points[key] == most)
    # Without any point the default stands; here it is the first result.
    assert found.outcome in (first, OUTCOMES[0])
    if any(found.points.values()):
        assert found.outcome == first


@settings(max_examples=500)
@given(quiz=quizzes(is_scored=True), random=randoms)
def test_the_order_of_answering_counts_for_nothing(quiz: QuizDoc, random: Random) -> None:
    answers = some_answers(quiz, random)
    turned = dict(reversed(answers.items()))
    assert score(quiz, answers) == score(quiz, turned)


def scored(*questions: dict[str, object]) -> QuizDoc:
    step = document_of([scored_step("quiz", *questions), offer()]).steps[0]
    assert isinstance(step, QuizStep)
    return step.quiz


def test_a_tie_goes_to_the_result_listed_first() -> None:
    quiz = scored(
        question("q1", choice("a", points={"sprinter": 2, "juggler": 2}), choice("b")),
    )
    assert score(quiz, {"q1": ("a",)}).outcome == "juggler"


def test_no_points_at_all_is_the_default() -> None:
    quiz = scored(question("q1", choice("a", points={"sprinter": 1}), choice("b")))
    assert score(quiz, {"q1": ("b",)}) == Score(
        "planner", {"planner": 0, "juggler": 0, "sprinter": 0}, {}
    )


def test_a_topic_is_a_share_of_what_could_be_reached() -> None:
    quiz = scored(
        question("q1", choice("a", topics={"money": 4}), choice("b", topics={"money": -1})),
        question("q2", choice("a", topics={"money": 5}), choice("b")),
    )
    assert score(quiz, {"q1": ("b",), "q2": ("a",)}).topics == {"money": 50}
    assert score(quiz, {"q1": ("a",)}).topics == {"money": 100}
    assert score(quiz, {}).topics == {}


def test_a_poll_has_no_score() -> None:
    assert score(quiz_of(question("q1")), {"q1": ("a",)}) == Score()
