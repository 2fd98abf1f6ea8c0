"""What counting says of a quiz, against walking every way through it one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from quizzes.answers import SECONDS_PER_EFFORT, effort
from quizzes.branching import Given, walk
from quizzes.conditions import Facts
from quizzes.counting import count
from quizzes.counting.paths import Paths
from quizzes.document import MultipleDoc, NumberDoc, QuestionDoc, QuizDoc, RankingDoc, ShortTextDoc
from quizzes.scoring import Score, score
from tests.laws import cases
from tests.quizzes.factories import (
    KINDS,
    STEP,
    make_choice,
    make_figure,
    make_outcome,
    make_question,
    make_quiz,
    quizzes,
)

START = Facts()
MANY = 500
# Kinds that offer few answers, so that quizzes of several can be walked one by one.
SMALL = ("single", "yes_no", "picture", "scale", "short_text", "date")
# What a quiz cannot know by itself, as it stands in its JSON.
OUTSIDE = [f'"fact":"{fact}"' for fact in ("source", "device", "language", "depth")]
NOT_ITS_OWN = [f'"fact":"{fact}"' for fact in ("topic", "figure", "score")]


@dataclass(frozen=True)
class Way:
    chance: Fraction
    score: Score
    questions: int
    seconds: int


def answers_to(question: QuestionDoc) -> list[tuple[str, ...]]:
    """All that a person could give, said plainly."""
    keys = [choice.key for choice in question.options]
    match question:
        case MultipleDoc():
            sizes = range(question.min_picks, question.most + 1)
            found = [picks for size in sizes for picks in combinations(keys, size)]
        case RankingDoc():
            found = list(permutations(keys))
        case NumberDoc():
            step = 10**question.decimals
            whole = range(int(question.at_least * step), int(question.at_most * step) + 1)
            found = [(f"{number / step:g}",) for number in whole]
        case ShortTextDoc():
            found = [(text,) for text in (*question.accepted, "something else")]
        case _:
            found = [(key,) for key in keys] or [("2026-02-03",)]
    return [*found, ()] if question.is_optional else found


def every_way(quiz: QuizDoc, facts: Facts = START) -> Iterator[Way]:
    waiting: list[tuple[Fraction, Given]] = [(Fraction(1), {})]
    while waiting:
        chance, so_far = waiting.pop()
        here = walk(quiz, STEP, so_far, facts)
        if here.here is None:
            answers = {key: values for (_step, key), values in so_far.items()}
            takes = sum(effort(each, answers[each.key]) for each in here.answered)
            known = Facts(
                answers={**facts.answers, **so_far},
                source=facts.source,
                device=facts.device,
                language=facts.language,
                depth=facts.depth,
            )
            yield Way(
                chance,
                score(quiz, answers, known),
                len(here.answered),
                SECONDS_PER_EFFORT * takes,
            )
            continue
        possible = answers_to(here.here)
        for values in possible:
            after = {**so_far, (STEP, here.here.key): values}
            waiting.append((chance / len(possible), after))


def is_small(quiz: QuizDoc) -> bool:
    sizes = 1
    for question in quiz.questions:
        sizes *= len(answers_to(question))
    return sizes <= MANY


def is_closed(quiz: QuizDoc) -> bool:
    """Whether nothing looks at what was known before this quiz."""
    is_whole = quiz.scoring in ("scorecard", "knowledge")
    text = quiz.model_dump_json()
    return not any(fact in text for fact in [*OUTSIDE, *([] if is_whole else NOT_ITS_OWN)])


def check_against_every_way(quiz: QuizDoc) -> None:
    found, ways = count(quiz, STEP), list(every_way(quiz))
    shares: Counter[str] = Counter()
    for way in ways:
        shares[way.score.outcome] += way.chance  # type: ignore[assignment]  # fractions add up, too
    assert found.is_exact
    if quiz.has_results:
        assert found.shares == dict(shares)
        assert sum(found.shares.values()) == 1
    assert found.ties == sum(way.chance for way in ways if way.score.is_tie)
    assert found.defaults == sum(way.chance for way in ways if way.score.is_default)
    lengths = (found.fewest_questions, found.most_questions)
    times = (found.fewest_seconds, found.most_seconds)
    walked = [way.questions for way in ways], [way.seconds for way in ways]
    if is_closed(quiz):
        assert (*lengths, *times) == tuple(f(each) for each in walked for f in (min, max))
        assert found.reached == frozenset(shares if quiz.has_results else ())
    else:
        assert lengths[0] <= min(walked[0]) <= max(walked[0]) <= lengths[1]
        assert times[0] <= min(walked[1]) <= max(walked[1]) <= times[1]
    if not any(isinstance(each, NumberDoc) for each in quiz.questions):
        assert found.paths == len(ways)


@cases(100)
@given(quiz=quizzes(kinds=SMALL, most=5))
def test_counting_equals_walking_every_way(quiz: QuizDoc) -> None:
    assume(is_small(quiz))
    check_against_every_way(quiz)


@cases(100)
@given(quiz=quizzes(kinds=KINDS, most=3))
def test_counting_equals_walking_with_every_kind(quiz: QuizDoc) -> None:
    assume(is_small(quiz))
    check_against_every_way(quiz)


@cases(100)
@given(quiz=quizzes(most=4), seed=st.integers(0, 2**32))
def test_every_result_that_a_visitor_gets_was_counted_as_reached(quiz: QuizDoc, seed: int) -> None:
    assume(is_small(quiz) and quiz.scoring != "none")
    random = Random(seed)
    facts = Facts(
        source=random.choice(["direct", "newsletter"]),
        device=random.choice(["", "phone", "desktop"]),
        language=random.choice(["", "de-at", "en"]),
        depth=random.randint(0, 4),
    )
    reached = count(quiz, STEP).reached
    assert reached is None or {way.score.outcome for way in every_way(quiz, facts)} <= reached


@cases(100)
@given(quiz=quizzes(kinds=SMALL, most=5))
def test_a_limit_that_is_too_small_says_so_and_guesses_nothing(quiz: QuizDoc) -> None:
    assume(is_small(quiz))
    found, whole = count(quiz, STEP, limit=1), count(quiz, STEP)
    assert (found.is_exact, found.shares, found.reached) == (False, {}, None)
    assert (found.ties, found.defaults, found.paths) == (None, None, None)
    assert str(found.why_not).startswith("Too many ways to count them one by one: ")
    assert found.fewest_questions <= whole.fewest_questions
    assert whole.most_questions <= found.most_questions
    assert found.fewest_seconds <= whole.fewest_seconds
    assert whole.most_seconds <= found.most_seconds


def test_answers_that_nothing_looks_at_later_are_forgotten() -> None:
    points = [
        make_choice(key, points={outcome: 1}) for key, outcome in (("a", "low"), ("b", "high"))
    ]
    questions = [make_question(f"q{number}", choices=points) for number in range(60)]
    found = count(make_quiz(*questions), STEP)
    assert (found.is_exact, found.paths) == (True, 2**60)
    assert found.shares["low"] == found.shares["high"] + (found.ties or 0)


def test_a_tier_of_many_topics_is_counted_by_their_sum() -> None:
    choices = [make_choice(key, topics={"money": n, "time": 2 * n}) for n, key in enumerate("abcd")]
    tiers = [make_outcome("low", at_most=49), make_outcome("high", at_least=50)]
    questions = [make_question(f"q{number}", choices=choices) for number in range(40)]
    quiz = make_quiz(*questions, scoring="scorecard", outcome_by="tier", outcomes=tiers)
    assert count(quiz, STEP).is_exact
    assert len(set(Paths(quiz, STEP, 10_000).interest.topics)) == 0


def test_a_grid_beyond_the_limit_is_named() -> None:
    hours = make_question("hours", "number", at_most=1_000_000, decimals=2)
    ranges = [make_outcome("low", at_most=10), make_outcome("high", at_least=11)]
    quiz = make_quiz(
        hours,
        scoring="calculator",
        outcome_by="range",
        decides="cost",
        figures=[make_figure("cost", "hours * 3")],
        outcomes=ranges,
    )
    assert str(count(quiz, STEP).why_not) == (
        "Too many ways to count them one by one: “Question hours” alone has too many answers."
    )
    assert count(make_quiz(hours, make_question("q2")), STEP).paths == 3


def test_tiers_have_gaps_and_overlaps() -> None:
    choices = [make_choice(key, topics={"money": points}) for points, key in enumerate("abc")]
    quiz = make_quiz(
        make_question("q1", choices=choices),
        scoring="scorecard",
        outcome_by="tier",
        outcomes=[
            make_outcome("low", at_least=10, at_most=40),
            make_outcome("middle", at_least=40, at_most=60),
            make_outcome("high", at_least=61.5, at_most=100),
        ],
    )
    found = count(quiz, STEP)
    assert found.gaps == ((0.0, 9.0), (61.0, 61.0))
    assert found.overlaps == (("low", "middle", 40.0, 40.0),)
    third = Fraction(1, 3)
    assert found.shares == {"low": third, "middle": third, "high": third}
    assert (found.defaults, found.ties, found.paths) == (third, Fraction(0), 3)


def test_ranges_are_looked_at_where_the_figure_can_come_to_lie() -> None:
    quiz = make_quiz(
        make_question("hours", "number", at_least=1, at_most=10),
        scoring="calculator",
        outcome_by="range",
        decides="cost",
        figures=[make_figure("cost", "hours * 100", round_to=50)],
        outcomes=[make_outcome("low", at_most=400), make_outcome("high", at_least=500)],
    )
    found = count(quiz, STEP)
    assert found.gaps == ((450.0, 450.0),)
    assert found.shares == {"low": Fraction(2, 5), "high": Fraction(3, 5)}


def test_what_only_some_visitors_can_reach_is_reached() -> None:
    from_mail = {"fact": "source", "any_of": ["newsletter"]}
    quiz = make_quiz(
        make_question("q1"),
        make_question("q2", show_if=from_mail),
        outcome_by="rule",
        outcomes=[make_outcome("low"), make_outcome("high", when=from_mail)],
    )
    found = count(quiz, STEP)
    assert found.shares == {"low": Fraction(1)}
    assert found.reached == frozenset({"low", "high"})
    assert (found.fewest_questions, found.most_questions, found.paths) == (1, 2, 3)


def test_too_many_ways_to_come_here_leave_only_the_reach_unknown() -> None:
    facts = [{"fact": "source", "any_of": [f"s{number}"]} for number in range(20)]
    devices = [{"fact": "device", "any_of": [name]} for name in ("phone", "tablet", "desktop")]
    quiz = make_quiz(
        make_question("q1"), make_question("q2", show_if={"any": [{"any": facts[:18]}, *devices]})
    )
    found = count(quiz, STEP)
    assert (found.is_exact, found.paths, found.reached) == (True, 3, None)
    assert (found.fewest_questions, found.most_questions) == (1, 2)
    assert str(found.why_not).startswith("Too many ways to come here")
