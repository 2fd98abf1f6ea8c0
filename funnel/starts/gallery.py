"""The starts there are. Each is a funnel.yaml with slots and example answers beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from funnel.document import FunnelDocument, PollStep, QuizStep, StatementStep
from funnel.portable.reading import read_document
from funnel.portable.yaml_reading import plain_data
from funnel.starts.filling import fill
from funnel.starts.questions import Answers
from quizzes.answers import seconds

_FOLDER = Path(__file__).parent / "gallery"


@dataclass(frozen=True, slots=True)
class Start:
    slug: str
    kind: StrPromise
    good_for: StrPromise

    @property
    def document(self) -> FunnelDocument:
        """With its slots."""
        return _document(self.slug)

    @property
    def example_answers(self) -> Answers:
        return _answers(self.slug)

    @property
    def example(self) -> FunnelDocument:
        """The complete funnel of the example."""
        return _example(self.slug)


STARTS = (
    Start(
        "coach",
        _("Coach"),
        _("Coaches and advisers who sell a conversation. Three types, and a small step for each."),
    ),
    Start(
        "agency",
        _("Agency"),
        _("Agencies and studios who sell a project. A score with three bars, the rest by mail."),
    ),
    Start(
        "software-trial",
        _("Software trial"),
        _("Software that saves work by hand. A calculator of hours that leads to a trial."),
    ),
    Start(
        "local-service",
        _("Local service"),
        _("Heating, roofs, gardens: a house call. Where it is stuck, and what to do oneself."),
    ),
    Start(
        "course",
        _("Course"),
        _("Teachers and schools of any subject. Six questions, each with the reason behind it."),
    ),
    Start(
        "shop",
        _("Shop"),
        _("Shops with things to give. It finds what fits one person and ends at a parcel."),
    ),
    Start(
        "non-profit",
        _("Non-profit"),
        _("Clubs and charities that look for people. It finds a way to help and ends at one hour."),
    ),
    Start(
        "newsletter",
        _("Newsletter"),
        _("Letters that live on members. Hours of reading, four letters to try, a membership."),
    ),
)


def start_named(slug: str) -> Start | None:
    return next((each for each in STARTS if each.slug == slug), None)


def found(wanted: str) -> list[Start]:
    """The starts that say every one of these words somewhere on their card."""
    words = wanted.casefold().split()
    return [each for each in STARTS if all(word in _card_words(each) for word in words)]


def mail_count(document: FunnelDocument) -> int:
    return sum(len(series.messages) for series in document.sequences)


def seconds_to_value(document: FunnelDocument) -> int:
    """Until the first step that gives something: at ten seconds for a closed question."""
    total = 0
    for step in document.steps:
        if isinstance(step, QuizStep | PollStep):
            total += sum(seconds(question) for question in step.quiz.questions)
        elif not isinstance(step, StatementStep):
            break
    return total


def _card_words(start: Start) -> str:
    parts = (start.slug, start.kind, start.good_for, start.example.name, start.example.hook.text)
    return " ".join(str(part) for part in parts).casefold()


@lru_cache(maxsize=32)
def _document(slug: str) -> FunnelDocument:
    return read_document((_FOLDER / slug / "funnel.yaml").read_bytes())


@lru_cache(maxsize=32)
def _answers(slug: str) -> Answers:
    raw, _faults = plain_data((_FOLDER / slug / "answers.yaml").read_bytes())
    assert isinstance(raw, dict)
    return {key: str(said) for key, said in raw.items()}


@lru_cache(maxsize=32)
def _example(slug: str) -> FunnelDocument:
    made = fill(_document(slug), _answers(slug))
    assert isinstance(made, FunnelDocument)
    return made
