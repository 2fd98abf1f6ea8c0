"""What a visit's rows mean in words: acts for the ledger, facts for the desk, words for recall.

Pure over a Record; the writes that hand these down to `leads` stand in pressing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import TypeVar

from django.utils.html import strip_tags

from funnel.document import (
    ChecklistStep,
    FunnelDocument,
    GuideStep,
    LinkStep,
    OfferStep,
    PollStep,
    QuizStep,
    SeriesStep,
    StepDoc,
)
from funnel.journey.record import GiftStep, Record
from funnel.journey.speaking import speaking
from funnel.journey.trail import EFFORT, PROMISE_EFFORT, Screen, Trail
from funnel.models import Conversion
from leads.activity import Act
from leads.facts import VisitStory
from leads.models import Activity
from quizzes.answers import effort
from quizzes.document import OutcomeDoc, QuestionDoc
from quizzes.markdown import to_html
from quizzes.recall import Words, render_gently
from quizzes.saying import figure_said, said

S = TypeVar("S", bound=GiftStep | SeriesStep | OfferStep)
_GIFT_VERBS = {
    "checklist": "Ticked the checklist",
    "guide": "Read the guide",
    "link": "Opened the link",
    "series": "Asked for the mail series",
}

# A film is told by how much of it was watched.
_TOLD_WHEN_DONE = (ChecklistStep, GuideStep, LinkStep, SeriesStep)


def subject(document: FunnelDocument, *parts: str) -> str:
    return "/".join((document.slug, *parts))


def make_act(
    record: Record,
    screen: Screen,
    kind: str,
    label: str,
    at: datetime,
    *,
    points_key: str = "",
    level: int = 0,
    effort: int = 0,
    suffix: str = "",
) -> Act:
    """An act of this visit; its source key makes telling it twice tell it once.

    `suffix` tells apart acts on one screen that each count for themselves.
    """
    parts = [screen.step, *filter(None, (screen.question, suffix))]
    return Act(
        kind=kind,
        subject=subject(record.document, *parts),
        label=label[:300],
        occurred_at=at,
        source_key=f"visit:{record.visit.pk}:{':'.join(parts)}",
        points_key=points_key,
        level=level,
        effort=effort,
        visit_id=record.visit.pk,
    )


def acts(record: Record, trail: Trail) -> list[Act]:
    """Every small yes on the present path, with its true time: answers, quizzes, gifts read."""
    record = record.in_own_words()
    with speaking(record.document):
        return _acts(record, trail)


def _acts(record: Record, trail: Trail) -> list[Act]:
    told = []
    for screen in trail.done:
        step = record.document.step(screen.step)
        view = record.views.get(screen)
        if isinstance(step, QuizStep | PollStep) and screen.question:
            # A skip is no small yes.
            if record.answers[screen].values:
                told.append(_answer_act(record, step, screen))
        elif isinstance(step, _TOLD_WHEN_DONE) and view and view.is_yes:
            told.append(gift_act(record, step, view.done_at or record.visit.last_act_at))
    told += [
        _quiz_act(record, step)
        for step in record.document.steps
        if isinstance(step, QuizStep) and _is_done(record, step)
    ]
    return told


def gift_act(record: Record, step: GiftStep | SeriesStep, at: datetime, verb: str = "") -> Act:
    """A yes to a gift; `verb` says which one, where it was not the plain reading of it."""
    step = step_in_own_words(record, step)
    return make_act(
        record,
        Screen(step.key),
        Activity.Kind.GIFT,
        f"{verb or _GIFT_VERBS[step.kind]}: {step.magnet.title}",
        at,
        points_key="gift",
        effort=EFFORT[step.kind],
    )


def offer_act(record: Record, step: OfferStep, kind: str, at: datetime) -> Act:
    """A yes or a "not now" to the offer; `kind` is that of its Conversion."""
    step = step_in_own_words(record, step)
    is_yes = kind == Conversion.Kind.PRESSED
    points_key = "offer_pressed" if is_yes else "not_now"
    said = f"Pressed the offer: {step.offer.button}" if is_yes else "Said “not now” to the offer"
    return make_act(
        record,
        Screen(step.key),
        Activity.Kind.OFFER if is_yes else Activity.Kind.NOT_NOW,
        said,
        at,
        points_key=points_key,
        effort=EFFORT["offer"] if is_yes else 0,
        suffix=points_key,
    )


def promise_act(
    record: Record, trail: Trail, screen: Screen, outcome: OutcomeDoc, at: datetime
) -> Act:
    """A yes to what the result says to do first."""
    document = record.in_own_words().document
    own = (step.quiz.outcome(outcome.key) for step in document.steps if isinstance(step, QuizStep))
    outcome = next((each for each in own if each), outcome)
    recalled = to_html(render_gently(outcome.first_action, words(record, trail)))
    first = " ".join(unescape(strip_tags(recalled)).split())
    return make_act(
        record,
        screen,
        Activity.Kind.QUIZ,
        f"Will do first: {first}",
        at,
        effort=PROMISE_EFFORT,
        suffix="promise",
    )


def story(record: Record, trail: Trail, now: datetime) -> VisitStory:
    """In the funnel's own words; beside them, where they differ, those its visitor read."""
    own = record.in_own_words()
    with speaking(own.document):
        told = _story(own, trail, now)
    if own is record:
        return told
    return replace(
        told,
        answers=_as_read(told.answers, _answers(record, trail)),
        figures=_as_read(told.figures, figure_rows(record.document, trail)),
    )


def _as_read(
    own: Sequence[Mapping[str, object]], read: Sequence[Mapping[str, object]]
) -> tuple[dict[str, object], ...]:
    return tuple({**mine, "read": said["said"]} for mine, said in zip(own, read, strict=True))


def _story(record: Record, trail: Trail, now: datetime) -> VisitStory:
    visit, outcome = record.visit, outcome_of(record.document, trail)
    last = record.document.step(visit.at_step)
    return VisitStory(
        visit_id=visit.pk,
        funnel_id=visit.funnel_id,
        funnel_name=record.document.name,
        started_at=visit.started_at,
        updated_at=now,
        answers=tuple(_answers(record, trail)),
        outcome_key=trail.score.outcome,
        outcome_name=outcome.name if outcome else "",
        topics=topic_shares(record.document, trail),
        figures=figure_rows(record.document, trail),
        score=trail.score.score,
        source=visit.source,
        last_step=step_name(last) if last else "",
        device=visit.device,
        language=visit.language,
        hidden=dict(visit.hidden),
    )


def words(record: Record, trail: Trail, *, first_name: str = "") -> Words:
    """What texts may recall of this visit."""
    outcome = outcome_of(record.document, trail)
    answers: dict[str, dict[str, str]] = {}
    for row in _answers(record, trail):
        answers.setdefault(str(row["step"]), {})[str(row["question"])] = str(row["said"])
    figures = figure_rows(record.document, trail)
    return Words(
        first_name=first_name,
        result=outcome.name if outcome else "",
        answers=answers,
        topics=trail.score.topics,
        figures={str(row["key"]): str(row["said"]) for row in figures},
        score=trail.score.score,
        source=record.visit.source,
    )


def outcome_of(document: FunnelDocument, trail: Trail) -> OutcomeDoc | None:
    quizzes = (step.quiz for step in document.steps if isinstance(step, QuizStep))
    found = (quiz.outcome(trail.score.outcome) for quiz in quizzes)
    return next((outcome for outcome in found if outcome), None)


def topic_shares(document: FunnelDocument, trail: Trail) -> tuple[dict[str, object], ...]:
    """Topics in the quiz's order: key, name and percent."""
    topics = (
        topic for step in document.steps if isinstance(step, QuizStep) for topic in step.quiz.topics
    )
    shares = trail.score.topics
    return tuple(
        {"key": topic.key, "name": topic.name, "percent": shares[topic.key]}
        for topic in topics
        if topic.key in shares
    )


def figure_rows(document: FunnelDocument, trail: Trail) -> tuple[dict[str, object], ...]:
    """Calculated numbers in the quiz's order: key, name, value and how it is said."""
    figures = (
        figure
        for step in document.steps
        if isinstance(step, QuizStep)
        for figure in step.quiz.figures
    )
    known = trail.score.figures
    return tuple(
        {
            "key": figure.key,
            "name": figure.name,
            "value": known[figure.key],
            "said": figure_said(figure, known[figure.key]),
        }
        for figure in figures
        if figure.key in known
    )


def step_in_own_words(record: Record, step: S) -> S:
    """The same step as sales reads it."""
    own = record.in_own_words().document.step(step.key)
    return own if isinstance(own, type(step)) else step


def step_name(step: StepDoc) -> str:
    """A step in a few words, for sales."""
    match step.kind:
        case "checklist" | "guide" | "video" | "series" | "link":
            return step.magnet.title
        case "offer":
            return step.offer.headline
        case "statement" | "opt_in":
            return step.title
        case "quiz" | "poll" | "result":
            return step.kind.capitalize()


def _answers(record: Record, trail: Trail) -> list[dict[str, object]]:
    """Answers on the path in the order they were asked: keys beside the words as shown."""
    rows: list[dict[str, object]] = []
    for screen in trail.done:
        step = record.document.step(screen.step)
        if not isinstance(step, QuizStep | PollStep) or not screen.question:
            continue
        question = step.quiz.question(screen.question)
        assert question is not None
        values = trail.facts.answers[screen.step, screen.question]
        rows.append(
            {
                "step": screen.step,
                "question": screen.question,
                "asked": question.text,
                "kind": question.kind,
                "values": list(values),
                "said": said(question, values),
                **({"sensitive": True} if question.is_sensitive else {}),
            }
        )
    return rows


def _answer_act(record: Record, step: QuizStep | PollStep, screen: Screen) -> Act:
    question = step.quiz.question(screen.question)
    answer = record.answers[screen]
    assert question is not None
    values = tuple(answer.values)
    is_poll = isinstance(step, PollStep)
    return make_act(
        record,
        screen,
        Activity.Kind.POLL if is_poll else Activity.Kind.QUIZ,
        _answer_label("Poll" if is_poll else "Answered", question, values),
        answer.answered_at,
        points_key="poll" if is_poll else "quiz_answer",
        effort=effort(question, values),
    )


def _answer_label(head: str, question: QuestionDoc, values: tuple[str, ...]) -> str:
    """The ledger is read by everybody on the desk: a private answer is not quoted in it."""
    return head if question.is_sensitive else f"{head}: {said(question, values)}"


def _quiz_act(record: Record, step: QuizStep) -> Act:
    view = record.views[Screen(step.key)]
    outcome = step.quiz.outcome(record.visit.outcome)
    label = f"Finished the quiz: {outcome.name}" if outcome else "Finished the quiz"
    at = view.done_at or record.visit.last_act_at
    return make_act(
        record, Screen(step.key), Activity.Kind.QUIZ, label, at, points_key="quiz_finished"
    )


def _is_done(record: Record, step: QuizStep) -> bool:
    view = record.views.get(Screen(step.key))
    return view is not None and view.done_at is not None
