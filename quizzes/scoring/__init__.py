"""What answers add up to: points, topics, figures, right and wrong, and the result itself.

Pure; the journey calls score() with the answers on the path really taken, counting calls
conclude() with the sum of a path's gains. All percents are whole, halves rounded up, and
what rules compare is what pages show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add

from quizzes.conditions import Facts
from quizzes.document import QuestionDoc, QuizDoc
from quizzes.formulas import figures_of
from quizzes.numerals import percent
from quizzes.scoring.choosing import Standing, Verdict, choose
from quizzes.scoring.explaining import near, reasons
from quizzes.scoring.gains import Gain, gain, is_right_answer, nothing

Answers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Score:
    """`outcome` is '' for a quiz without results. `topics` and `score` are percent.

    `right` and `judged` are keys of questions. `is_default` says that nothing else matched.
    `runner_up` is the result that was near, else ''; `because` are up to three questions
    whose answers spoke most for the outcome.
    """

    outcome: str = ""
    points: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    score: int | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    right: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    is_tie: bool = False
    is_default: bool = False
    runner_up: str = ""
    because: tuple[str, ...] = ()


def score(quiz: QuizDoc, answers: Answers, facts: Facts = Facts()) -> Score:  # noqa: B008
    """`answers` maps question keys to answers; what is left out or skipped counts for nothing.

    `facts` are what rules look at beside the scores of this quiz.
    """
    return conclude(quiz, gained(quiz, answers), answers, facts)


def gained(quiz: QuizDoc, answers: Answers) -> Gain:
    """The sum of what these answers give."""
    each = (gain(quiz, question, answers[question.key]) for question in _answered(quiz, answers))
    return reduce(add, each, nothing(quiz))


def conclude(quiz: QuizDoc, total: Gain, answers: Answers, facts: Facts = Facts()) -> Score:  # noqa: B008
    """The score of a path whose gains add up to `total`.

    Points, topics and the percent come of the total alone; `answers` are for figures, for the
    question that breaks ties, and for what is said beside the outcome.
    """
    if not quiz.has_results:
        return Score()
    standing = stands(quiz, total, answers)
    verdict = choose(quiz, standing, facts_with(quiz, facts, standing))
    judged = _judged(quiz, answers)
    return Score(
        outcome=verdict.outcome,
        points=standing.points,
        topics=standing.topics,
        score=standing.score,
        figures=standing.figures,
        right=tuple(key for key, is_right in judged.items() if is_right),
        judged=tuple(judged),
        is_tie=verdict.is_tie,
        is_default=verdict.is_default,
        runner_up=near(quiz, standing, verdict),
        because=_because(quiz, verdict, answers, facts_with(quiz, facts, standing)),
    )


def stands(quiz: QuizDoc, total: Gain, answers: Answers) -> Standing:
    """The numbers so far, while a quiz runs and at its end."""
    asked = _answered(quiz, answers)
    return Standing(
        points={each.key: points for each, points in zip(quiz.outcomes, total.points, strict=True)},
        topics={
            topic.key: percent(got - low, high - low)
            for topic, got, low, high in zip(
                quiz.topics, total.got, total.low, total.high, strict=True
            )
            if high > low
        },
        score=_whole(quiz, total),
        figures=figures_of(quiz, answers),
        tie_gain=next(
            (
                gain(quiz, question, answers[question.key])
                for question in asked
                if question.key == quiz.tie_question
            ),
            nothing(quiz),
        ),
    )


def facts_with(quiz: QuizDoc, facts: Facts, standing: Standing) -> Facts:
    """The facts with this quiz's topics, figures and percent; those of earlier quizzes stay."""
    topics = {topic.key for topic in quiz.topics}
    figures = {figure.key for figure in quiz.figures}
    return replace(
        facts,
        topics={
            **{key: share for key, share in facts.topics.items() if key not in topics},
            **standing.topics,
        },
        figures={
            **{key: number for key, number in facts.figures.items() if key not in figures},
            **standing.figures,
        },
        score=standing.score if has_percent(quiz) else facts.score,
    )


def scored_facts(quiz: QuizDoc, facts: Facts, found: Score) -> Facts:
    """The facts after the quiz, its result among them."""
    standing = Standing(topics=found.topics, figures=found.figures, score=found.score)
    return replace(facts_with(quiz, facts, standing), outcome=found.outcome)


def has_percent(quiz: QuizDoc) -> bool:
    """Whether the quiz has a percent of the whole."""
    return quiz.scoring in ("scorecard", "knowledge")


def _whole(quiz: QuizDoc, total: Gain) -> int | None:
    if quiz.scoring == "knowledge":
        return percent(total.right, total.judged) if total.judged else None
    low, high = sum(total.low), sum(total.high)
    if quiz.scoring != "scorecard" or high == low:
        return None
    return percent(sum(total.got) - low, high - low)


def _judged(quiz: QuizDoc, answers: Answers) -> dict[str, bool]:
    if quiz.scoring != "knowledge":
        return {}
    found = {
        question.key: is_right_answer(question, answers[question.key])
        for question in _answered(quiz, answers)
    }
    return {key: is_right for key, is_right in found.items() if is_right is not None}


def _because(quiz: QuizDoc, verdict: Verdict, answers: Answers, facts: Facts) -> tuple[str, ...]:
    given = {question.key: answers[question.key] for question in _answered(quiz, answers)}
    return reasons(quiz, verdict, given, facts)


def _answered(quiz: QuizDoc, answers: Answers) -> list[QuestionDoc]:
    return [question for question in quiz.questions if answers.get(question.key)]
