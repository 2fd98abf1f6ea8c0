"""What answers add up to, in each of the four ways, as whole values."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quizzes.branching import walk
from quizzes.conditions import Facts
from quizzes.document import QuizDoc
from quizzes.scoring import Score, conclude, gained, score, scored_facts
from tests.laws import cases
from tests.quizzes.factories import (
    OUTCOMES,
    STEP,
    TOPICS,
    make_choice,
    make_figure,
    make_outcome,
    make_question,
    make_quiz,
    quizzes,
    random_answer,
)

seeds = st.integers(0, 2**32)


def some_answers(quiz: QuizDoc, random: Random) -> dict[str, tuple[str, ...]]:
    """The answers of one way through the quiz."""
    given: dict[tuple[str, str], tuple[str, ...]] = {}
    way = walk(quiz, STEP, given, Facts())
    while way.here is not None:
        given[STEP, way.here.key] = random_answer(way.here, random)
        way = walk(quiz, STEP, given, Facts())
    return {question: values for (_, question), values in given.items()}


@cases(200)
@given(quiz=quizzes(), seed=seeds)
def test_every_path_has_a_result_and_shares_are_percents(quiz: QuizDoc, seed: int) -> None:
    found = score(quiz, some_answers(quiz, Random(seed)))
    shares = [*found.topics.values(), *([] if found.score is None else [found.score])]
    assert all(0 <= share <= 100 for share in shares)
    assert set(found.topics) <= set(TOPICS)
    assert found.outcome in (OUTCOMES if quiz.has_results else ("",))
    assert found.runner_up in ("", *OUTCOMES)
    assert found.runner_up != found.outcome or not quiz.has_results
    assert set(found.right) <= set(found.judged) <= {each.key for each in quiz.questions}
    assert len(found.because) <= 3
    if found.is_default:
        assert (found.outcome, found.because) == (quiz.default_outcome, ())


@cases(200)
@given(quiz=quizzes(), seed=seeds)
def test_the_order_of_answering_counts_for_nothing(quiz: QuizDoc, seed: int) -> None:
    answers = some_answers(quiz, Random(seed))
    turned = dict(reversed(answers.items()))
    assert score(quiz, answers) == score(quiz, turned)
    assert gained(quiz, answers) == gained(quiz, turned)


@cases(200)
@given(quiz=quizzes(), seed=seeds)
def test_a_skip_is_the_same_as_never_asked(quiz: QuizDoc, seed: int) -> None:
    answers = some_answers(quiz, Random(seed))
    without = {key: values for key, values in answers.items() if values}
    assert score(quiz, answers) == score(quiz, without)


@cases(200)
@given(quiz=quizzes(scoring="personality", outcome_by="points"), seed=seeds)
def test_a_personality_has_most_points(quiz: QuizDoc, seed: int) -> None:
    found = score(quiz, some_answers(quiz, Random(seed)))
    most = max(found.points.values())
    if any(found.points.values()) and not found.is_default:
        assert found.points[found.outcome] == most
    assert found.is_tie <= ([*found.points.values()].count(most) > 1)


def test_personality_adds_points_and_says_why() -> None:
    quiz = make_quiz(
        make_question(
            "q1",
            choices=[
                make_choice("a", points={"high": 2}, topics={"money": 4}),
                make_choice("b", topics={"money": -1}),
            ],
        ),
        make_question("q2", "scale", points={"high": 1, "middle": 2}, topics={"money": 1}),
        make_question("q3", is_optional=True, choices=[make_choice(x) for x in "ab"]),
    )
    assert score(quiz, {"q1": ("a",), "q2": ("4",), "q3": ()}) == Score(
        outcome="middle",
        points={"low": 0, "middle": 6, "high": 5},
        topics={"money": 89},  # (4 + 3 - -1) of (4 + 4 - -1): 8 of 9
        runner_up="high",
        because=("q2",),
    )


def test_nobody_gives_a_point_and_the_default_stands() -> None:
    choices = [make_choice("a", points={"high": 1}), make_choice("b")]
    quiz = make_quiz(make_question("q1", choices=choices))
    nothing = Score("low", {"low": 0, "middle": 0, "high": 0}, is_default=True)
    assert score(quiz, {"q1": ("b",)}) == nothing
    assert score(quiz, {}) == nothing


def test_scorecard_is_a_share_of_what_this_path_could_reach() -> None:
    tiers = [
        make_outcome("low", at_most=49),
        make_outcome("middle", at_least=50, at_most=74),
        make_outcome("high", at_least=75),
    ]
    both = [
        make_choice("a", topics={"money": 4, "time": 1}),
        make_choice("b", topics={"money": -1}),
    ]
    quiz = make_quiz(
        make_question("q1", choices=both),
        make_question("q2", "multiple", choices=[make_choice(x, topics={"time": 1}) for x in "ab"]),
        make_question("q3", is_optional=True, choices=both),
        scoring="scorecard",
        outcome_by="tier",
        outcomes=tiers,
    )
    # Money: 5 of 5. Time: 1 + 1 of 0..1 + 1..2, so 1 of 2. Together 6 of 7.
    assert score(quiz, {"q1": ("a",), "q2": ("b",), "q3": ()}) == Score(
        outcome="high",
        points={"low": 0, "middle": 0, "high": 0},
        topics={"money": 100, "time": 50},
        score=86,
        because=("q1",),
    )
    assert score(quiz, {"q3": ("b",)}).score == 0
    assert score(quiz, {"q2": ("b",), "q3": ()}) == Score(
        outcome="low",
        points={"low": 0, "middle": 0, "high": 0},
        topics={"time": 0},
        score=0,
    )
    assert score(quiz, {"q3": ()}).score is None


def test_knowledge_is_right_of_judged() -> None:
    right = [make_choice("a", is_right=True), make_choice("b")]
    tiers = [make_outcome("high", at_least=50), make_outcome("low")]
    quiz = make_quiz(
        make_question("q1", choices=right),
        make_question("q2", "number", right=7, tolerance=1),
        make_question("q3", "short_text", accepted=["Berlin"], is_optional=True),
        make_question("q4", "long_text"),
        scoring="knowledge",
        outcome_by="tier",
        topics=[],
        outcomes=tiers,
    )
    answers = {"q1": ("a",), "q2": ("9",), "q3": (), "q4": ("words",)}
    assert score(quiz, answers) == Score(
        outcome="high",
        points={"high": 0, "low": 0},
        score=50,
        right=("q1",),
        judged=("q1", "q2"),
    )
    failed = score(quiz, {"q1": ("b",), "q2": ("9",)})
    assert (failed.outcome, failed.score, failed.is_default) == ("low", 0, True)


def test_calculator_chooses_by_the_figure_as_rounded() -> None:
    quiz = make_quiz(
        make_question("hours", "number", at_most=80),
        make_question("rate", choices=[make_choice("a", value=10), make_choice("b", value=2.5)]),
        make_question("name", "short_text"),
        scoring="calculator",
        outcome_by="range",
        decides="a-month",
        topics=[],
        figures=[
            make_figure("a-week", "hours * rate"),
            make_figure("a-month", "a_week * 4.3", round_to=10),
        ],
        outcomes=[
            make_outcome("low", at_most=100),
            make_outcome("middle", at_least=101, at_most=419),
            make_outcome("high", at_least=420),
        ],
    )
    found = score(quiz, {"hours": ("38",), "rate": ("b",), "name": ("Ada",)})
    assert found == Score(
        outcome="middle",
        points={"low": 0, "middle": 0, "high": 0},
        figures={"a-week": 95, "a-month": 410},
        runner_up="high",
        because=("hours", "rate"),
    )
    unknown = score(quiz, {"rate": ("b",)})
    assert (unknown.outcome, unknown.is_default, unknown.figures) == ("low", True, {})


def test_a_rule_looks_at_answers_scores_and_the_visitor() -> None:
    named = {"fact": "answer", "step": STEP, "question": "q1", "any_of": ["a"]}
    rule = {
        "all": [
            {"any": [named, {"fact": "source", "any_of": ["newsletter"]}]},
            {"fact": "topic", "of": "money", "at_least": 50},
            {"not": {"fact": "answered", "step": STEP, "question": "q2"}},
        ]
    }
    quiz = make_quiz(
        make_question("q1", choices=[make_choice("a", topics={"money": 1}), make_choice("b")]),
        make_question("q2", "number", is_optional=True),
        outcome_by="rule",
        outcomes=[make_outcome("low"), make_outcome("high", when=rule)],
    )
    answers: dict[str, tuple[str, ...]] = {"q1": ("a",), "q2": ()}
    facts = Facts(answers={(STEP, key): values for key, values in answers.items()})
    found = score(quiz, answers, facts)
    assert found == Score("high", {"low": 0, "high": 0}, {"money": 100}, because=("q1",))
    denied = score(quiz, {"q1": ("a",)}, Facts(answers={(STEP, "q2"): ("3",), **facts.answers}))
    assert denied.outcome == "high"
    other = Facts(answers={(STEP, "q1"): ("b",)}, source="newsletter")
    assert (score(quiz, {"q1": ("b",)}, other).outcome, other.outcome) == ("low", "")


def test_a_survey_has_no_score() -> None:
    assert score(make_quiz(make_question("q1"), scoring="none"), {"q1": ("a",)}) == Score()


def test_concluding_a_sum_is_scoring_its_answers() -> None:
    quiz = make_quiz(make_question("q1", "scale", points={"high": 1}, topics={"time": 2}))
    answers = {"q1": ("3",)}
    assert conclude(quiz, gained(quiz, answers), answers) == score(quiz, answers)


def test_facts_after_a_quiz_keep_what_earlier_quizzes_found() -> None:
    quiz = make_quiz(make_question("q1", "scale", topics={"time": 2}), scoring="scorecard")
    before = Facts(topics={"fun": 5, "money": 7}, figures={"f": 1.0}, score=3, source="x")
    found = scored_facts(quiz, before, score(quiz, {"q1": ("2",)}))
    assert found == Facts(
        outcome="low", topics={"fun": 5, "time": 25}, figures={"f": 1.0}, score=25, source="x"
    )
