"""Merge tags in texts work, have words for the empty case, and recall only what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from funnel.checking.faults import Fault
from funnel.document import (
    FunnelDocument,
    GuideStep,
    OfferStep,
    OptInStep,
    PollStep,
    QuizStep,
    SeriesStep,
    StatementStep,
    StepDoc,
)
from nurture.document import MailDoc
from quizzes import recall
from quizzes.document import Doc, QuizDoc

_OFFER = (
    *("opening", "headline", "body", "price", "proof", "terms"),
    *("whatsapp_text", "later", "thanks"),
)
_SERIES = ("title", "problem", "promise", "body", "button")
_MAIL = ("subject", "preheader", "body")
_QUESTION = ("text", "help", "why", "explanation")
_RESULT = ("headline", "interpretation", "first_action", "share_text")

Texts = Iterator[tuple[str, str]]


@dataclass
class _Known:
    """What a text at this place may recall; it grows along the funnel."""

    answers: dict[str, set[str]] = field(default_factory=dict)
    topics: set[str] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)

    def faults(self, texts: Texts) -> Iterator[Fault]:
        for path, text in texts:
            if "{" in text:
                for message in recall.faults(
                    text,
                    known_answers=self.answers,
                    known_topics=self.topics,
                    known_figures=self.figures,
                ):
                    yield Fault(path, message)


def text_faults(document: FunnelDocument) -> list[Fault]:
    known = _Known()
    found: list[Fault] = []
    for index, step in enumerate(document.steps):
        if isinstance(step, QuizStep | PollStep):
            found += _quiz(f"steps[{index}].quiz", step.key, step.quiz, known)
        else:
            found += known.faults(_of_step(f"steps[{index}]", step))
    for index, sequence in enumerate(document.sequences):
        for number, message in enumerate(sequence.messages):
            found += known.faults(_of_mail(f"sequences[{index}].messages[{number}]", message))
    return found


def _quiz(path: str, step_key: str, quiz: QuizDoc, known: _Known) -> list[Fault]:
    """A question recalls earlier ones; a result is read after all of them."""
    found: list[Fault] = []
    asked = known.answers.setdefault(step_key, set())
    for number, question in enumerate(quiz.questions):
        found += known.faults(_fields(f"{path}.questions[{number}]", question, _QUESTION))
        asked.add(question.key)
    known.topics |= {topic.key for topic in quiz.topics}
    known.figures |= {figure.key for figure in quiz.figures}
    for number, outcome in enumerate(quiz.outcomes):
        found += known.faults(_fields(f"{path}.outcomes[{number}]", outcome, _RESULT))
    for number, figure in enumerate(quiz.figures):
        found += known.faults(_fields(f"{path}.figures[{number}]", figure, ("name",)))
    return found


def _of_step(path: str, step: StepDoc) -> Texts:
    match step:
        case StatementStep():
            yield from _fields(path, step, ("title", "body"))
        case GuideStep():
            yield from _fields(f"{path}.magnet", step.magnet, ("body",))
        case SeriesStep():
            yield from _fields(f"{path}.magnet", step.magnet, _SERIES)
        case OfferStep():
            yield from _fields(f"{path}.offer", step.offer, _OFFER)
        case OptInStep():
            yield from _fields(path, step, ("title", "body"))
            yield from _of_mail(f"{path}.mail", step.mail)
        case _:
            pass


def _of_mail(path: str, mail: MailDoc) -> Texts:
    yield from _fields(path, mail, _MAIL)
    yield f"{path}.button.label", mail.button.label


def _fields(path: str, part: Doc, names: tuple[str, ...]) -> Texts:
    for name in names:
        yield f"{path}.{name}", getattr(part, name)
