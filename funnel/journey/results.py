"""The result as people keep it: what it says, why, how near the next one was, what to do first.

`result_sheet()` gathers it in plain words; the page, its print and the PDF are made of that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from funnel.document import FunnelDocument, QuizStep
from funnel.journey.radar import radar
from funnel.journey.sharing import share_address
from funnel.journey.trail import Screen, Trail
from quizzes.document import NumberDoc, OutcomeDoc, QuestionDoc, ShortTextDoc
from quizzes.markdown import to_html
from quizzes.recall import Words, render_gently
from quizzes.saying import figure_said, said
from quizzes.scoring import Score

Context = dict[str, object]


class Place(Protocol):
    """What a result needs of the place where it stands."""

    @property
    def document(self) -> FunnelDocument: ...
    @property
    def trail(self) -> Trail: ...
    @property
    def words(self) -> Words: ...
    @property
    def screen(self) -> Screen: ...
    @property
    def visit_key(self) -> str: ...
    @property
    def known(self) -> Mapping[str, object]: ...


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class Gauge:
    """The whole in one number: `said` is the number, `name` what it is of."""

    said: str
    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class Reason:
    asked: str
    said: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A question of a knowledge quiz; `right` is '' where the person had it right."""

    asked: str
    mine: str
    right: str
    explanation: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class RunnerUp:
    name: str
    headline: str


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """Lines are plain text; `interpretation`, `first_action` and explanations are Markdown."""

    key: str
    name: str
    title: str
    interpretation: str
    first_action: str
    asks_promise: bool = False
    figures: tuple[Figure, ...] = ()
    gauge: Gauge | None = None
    bars: tuple[Bar, ...] = ()
    reasons: tuple[Reason, ...] = ()
    runner_up: RunnerUp | None = None
    questions: tuple[Judged, ...] = ()


def result_context(place: Place) -> Context:
    """What `_result.html` shows. Without a result (a survey) only a title."""
    sheet = result_sheet(place)
    if sheet is None:
        return {"title": _("Your result")}
    return {
        "title": sheet.title,
        "sheet": sheet,
        "interpretation": to_html(sheet.interpretation),
        "first_action": to_html(sheet.first_action),
        "radar": radar([bar.name for bar in sheet.bars], [bar.percent for bar in sheet.bars]),
        "questions": [(each, to_html(each.explanation)) for each in sheet.questions],
        "promise": place.known.get("promise", "") if sheet.asks_promise else "",
        "share_address": share_address(place.document, sheet.key),
        "pdf_address": _pdf_address(place),
    }


def result_sheet(place: Place) -> ResultSheet | None:
    """Everything the result says, recalled for this visit; None where nothing was scored."""
    found = _scored(place)
    if found is None:
        return None
    step, outcome = found
    score = place.trail.score
    return ResultSheet(
        key=outcome.key,
        name=outcome.name,
        title=_line(place, outcome.headline),
        interpretation=render_gently(outcome.interpretation, place.words),
        first_action=render_gently(outcome.first_action, place.words),
        asks_promise=outcome.asks_promise,
        figures=tuple(
            Figure(figure.name, figure_said(figure, score.figures[figure.key]))
            for figure in step.quiz.figures
            if figure.is_shown and figure.key in score.figures
        ),
        gauge=_gauge(step, score),
        bars=tuple(
            Bar(topic.name, score.topics[topic.key])
            for topic in step.quiz.topics
            if topic.key in score.topics
        ),
        reasons=_reasons(place, step),
        runner_up=_runner_up(place, step),
        questions=_questions(place, step),
    )


def _scored(place: Place) -> tuple[QuizStep, OutcomeDoc] | None:
    """The quiz that the result is of: the last one on the way that has this outcome."""
    key = place.trail.score.outcome
    seen = {screen.step for screen in place.trail.done}
    found = [
        (step, outcome)
        for step in place.document.steps
        if isinstance(step, QuizStep) and (outcome := step.quiz.outcome(key))
    ]
    on_the_way = [pair for pair in found if pair[0].key in seen] or found
    return on_the_way[-1] if on_the_way else None


def _gauge(step: QuizStep, score: Score) -> Gauge | None:
    if score.score is None:
        return None
    if step.quiz.scoring == "knowledge":
        counted = {"right": len(score.right), "all": len(score.judged)}
        return Gauge(_("%(right)s of %(all)s") % counted, _("answered right"), score.score)
    if step.quiz.scoring == "scorecard":
        return Gauge(
            _("%(number)s %%") % {"number": score.score},
            _("of what was within reach"),
            score.score,
        )
    return None


def _reasons(place: Place, step: QuizStep) -> tuple[Reason, ...]:
    return tuple(
        Reason(_line(place, question.text), said(question, values))
        for key in place.trail.score.because
        if (question := step.quiz.question(key)) and (values := _values(place, step, key))
    )


def _runner_up(place: Place, step: QuizStep) -> RunnerUp | None:
    outcome = step.quiz.outcome(place.trail.score.runner_up)
    return RunnerUp(outcome.name, _line(place, outcome.headline)) if outcome else None


def _questions(place: Place, step: QuizStep) -> tuple[Judged, ...]:
    """What was right, for a quiz that says so at the end; what was skipped is left out."""
    if step.quiz.scoring != "knowledge" or step.quiz.explains != "at_end":
        return ()
    score = place.trail.score
    return tuple(
        Judged(
            asked=_line(place, question.text),
            mine=said(question, values),
            right="" if key in score.right else right_answer(question),
            explanation=render_gently(question.explanation, place.words),
            is_right=key in score.right,
        )
        for key in score.judged
        if (question := step.quiz.question(key)) and (values := _values(place, step, key))
    )


def right_answer(question: QuestionDoc) -> str:
    """The right answer in words; '' where the question has none."""
    match question:
        case NumberDoc() if question.right is not None:
            return said(question, (f"{question.right:.{question.decimals}f}",))
        case ShortTextDoc() if question.accepted:
            return question.accepted[0]
    right = tuple(choice.key for choice in question.options if choice.is_right)
    return said(question, right) if right else ""


def _values(place: Place, step: QuizStep, question: str) -> tuple[str, ...]:
    return place.trail.facts.answers.get((step.key, question), ())


def _line(place: Place, text: str) -> str:
    return render_gently(text, place.words, is_markdown=False)


def _pdf_address(place: Place) -> str:
    """None of these before there is a visit: in the marketers' preview."""
    if not place.visit_key:
        return ""
    return reverse("journey:result_pdf", args=[place.visit_key, place.screen.step])
