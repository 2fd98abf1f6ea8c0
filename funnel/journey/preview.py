"""Any screen of a document that is not live yet, rendered with the public templates.

The marketers' desk shows it; nothing is recorded and no form of it leads anywhere.
"""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse

from funnel.document import FunnelDocument, OfferStep, PollStep, QuizStep
from funnel.journey.answering import page
from funnel.journey.gift_reading import file_facts
from funnel.journey.place import Place
from funnel.journey.reading import Tally
from funnel.journey.record import GiftStep
from funnel.journey.screens import screen_context
from funnel.journey.speaking import speaking
from funnel.journey.told import figure_rows
from funnel.journey.trail import Screen, State, Trail, first_screen, follow
from funnel.publishing.stored import stored_files
from quizzes.document import (
    DateDoc,
    MultipleDoc,
    NumberDoc,
    QuestionDoc,
    RankingDoc,
)
from quizzes.numerals import exact, plain
from quizzes.recall import Words
from quizzes.saying import said

EXAMPLE_NAME = "Alex"
_ASKING = QuizStep | PollStep


def preview_page(
    request: HttpRequest, document: FunnelDocument, step_key: str = "", question_key: str = ""
) -> HttpResponse:
    """The screen as a visitor would see it who took the first choice everywhere before it.

    Raises Http404 for a step or question that the document does not have.
    """
    screen = _screen(document, step_key, question_key)
    trail = replace(_imagined(document, screen), here=screen)
    # No beacon, no hidden fields, no script, nothing to press.
    with speaking(document):
        place = looked_at(document, trail, screen)
        context = {**screen_context(place), "is_landing": False, "is_preview": True}
    return page(request, "funnel/step.html", {**context, "is_inert": True})


def looked_at(document: FunnelDocument, trail: Trail, screen: Screen) -> Place:
    """A screen with the words of an example person who walked there, and the files it shows.

    Call it inside speaking(); it records nothing.
    """
    step, files = document.step(screen.step), stored_files(document)
    known: dict[str, object] = {"ticks": [], "utm": {}}
    if isinstance(step, GiftStep):
        known |= file_facts(step, files)
    if isinstance(step, PollStep):
        known["tally"] = Tally(0, ())
    if isinstance(step, OfferStep):
        known["phase"] = ""
    return Place(document, trail, screen, words_of(document, trail), known=known, files=files)


def words_of(document: FunnelDocument, trail: Trail) -> Words:
    """What texts recall of an example person who answered as this trail says."""
    told: dict[str, dict[str, str]] = {}
    for (step_key, question_key), values in trail.facts.answers.items():
        step = document.step(step_key)
        question = step.quiz.question(question_key) if isinstance(step, _ASKING) else None
        if question is not None:
            told.setdefault(step_key, {})[question_key] = said(question, values)
    quizzes = (step.quiz for step in document.steps if isinstance(step, QuizStep))
    found = (quiz.outcome(trail.score.outcome) for quiz in quizzes)
    outcome = next((each for each in found if each), None)
    return Words(
        first_name=EXAMPLE_NAME,
        result=outcome.name if outcome else "",
        answers=told,
        topics=trail.score.topics,
        figures={str(row["key"]): str(row["said"]) for row in figure_rows(document, trail)},
        score=trail.score.score,
        source="direct",
    )


def _screen(document: FunnelDocument, step_key: str, question_key: str) -> Screen:
    if not step_key:
        return first_screen(document)
    step = document.step(step_key)
    quiz = step.quiz if isinstance(step, QuizStep | PollStep) else None
    if step is None or (question_key and not (quiz and quiz.question(question_key))):
        raise Http404
    if isinstance(step, QuizStep) and not question_key:
        return Screen(step_key, step.quiz.questions[0].key)
    return Screen(step_key, question_key)


def _imagined(document: FunnelDocument, screen: Screen) -> Trail:
    answers: dict[tuple[str, str], tuple[str, ...]] = {}
    done: list[str] = []
    for step in document.steps:
        if step.key == screen.step:
            break
        done.append(step.key)
        if isinstance(step, QuizStep | PollStep):
            for question in step.quiz.questions:
                answers[step.key, question.key] = imagined_answer(question)
    return follow(document, State(answers=answers, done=frozenset(done)))


def imagined_answer(question: QuestionDoc) -> tuple[str, ...]:
    """The first that there is: the least number, the earliest day, a word for a text."""
    keys = tuple(choice.key for choice in question.options)
    match question:
        case RankingDoc():
            return keys
        case MultipleDoc():
            return keys[: question.min_picks]
        case NumberDoc():
            return (plain(exact(question.at_least)),)
        case DateDoc():
            return (question.earliest or question.latest or "2026-01-01",)
    return keys[:1] or ("…",)
