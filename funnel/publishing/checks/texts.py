"""Merge tags in texts work, have words for the empty case, and recall only what was asked."""

from __future__ import annotations

from collections.abc import Iterator

from funnel.document import (
    FunnelDocument,
    GuideStep,
    OfferStep,
    OptInStep,
    PollStep,
    QuizStep,
    StatementStep,
    StepDoc,
)
from funnel.publishing.faults import Fault
from nurture.document import MailDoc
from quizzes import recall
from quizzes.document import Doc, QuizDoc

_OFFER = ("headline", "body", "price", "proof", "terms", "thanks")
_MAIL = ("subject", "preheader", "body")
_RESULT = ("headline", "interpretation", "first_action")

Texts = Iterator[tuple[str, str]]


def text_faults(document: FunnelDocument) -> list[Fault]:
    answers: dict[str, set[str]] = {}
    topics: set[str] = set()
    found: list[Fault] = []
    for index, step in enumerate(document.steps):
        if isinstance(step, QuizStep | PollStep):
            # A result is read after its quiz, so its texts may recall that quiz.
            answers.setdefault(step.key, set()).update(each.key for each in step.quiz.questions)
            topics |= {topic.key for topic in step.quiz.topics}
        for path, text in _of_step(f"steps[{index}]", step):
            found += _faults(path, text, answers, topics)
    for index, sequence in enumerate(document.sequences):
        for number, message in enumerate(sequence.messages):
            for path, text in _of_mail(f"sequences[{index}].messages[{number}]", message):
                found += _faults(path, text, answers, topics)
    return found


def _faults(path: str, text: str, answers: dict[str, set[str]], topics: set[str]) -> list[Fault]:
    if "{" not in text:
        return []
    said = recall.faults(text, known_answers=answers, known_topics=topics)
    return [Fault(path, message) for message in said]


def _of_step(path: str, step: StepDoc) -> Texts:
    match step:
        case QuizStep() | PollStep():
            yield from _of_results(f"{path}.quiz", step.quiz)
        case StatementStep():
            yield from _fields(path, step, ("title", "body"))
        case GuideStep():
            yield from _fields(f"{path}.magnet", step.magnet, ("body",))
        case OfferStep():
            yield from _fields(f"{path}.offer", step.offer, _OFFER)
        case OptInStep():
            yield from _fields(path, step, ("title", "body"))
            yield from _of_mail(f"{path}.mail", step.mail)
        case _:
            pass


def _of_results(path: str, quiz: QuizDoc) -> Texts:
    for index, outcome in enumerate(quiz.outcomes):
        yield from _fields(f"{path}.outcomes[{index}]", outcome, _RESULT)


def _of_mail(path: str, mail: MailDoc) -> Texts:
    yield from _fields(path, mail, _MAIL)
    yield f"{path}.button.label", mail.button.label


def _fields(path: str, part: Doc, names: tuple[str, ...]) -> Texts:
    for name in names:
        yield f"{path}.{name}", getattr(part, name)
