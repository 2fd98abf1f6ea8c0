"""Which piece of a draft a screen belongs to and the other way round, and all there is to see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from funnel.document import FunnelDocument, PollStep, QuizStep, ResultStep
from funnel.journey.trail import Screen, State, follow
from funnel.ladder import title_of
from funnel.models import Funnel, Step
from funnel.studio.pieces import Piece, PieceKind
from nurture.models import Message
from quizzes.models import Outcome, Question


@dataclass(frozen=True, slots=True)
class Jump:
    """One line of the menu. `query` stands behind the piece's own address; `of` is the series
    that shows this mail when it is chosen itself."""

    slug: str
    name: str
    is_inner: bool = False
    query: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Jumps:
    """`name` is what these lines have in common."""

    name: str
    lines: tuple[Jump, ...]


class Addresses:
    """Where the preview shows each screen; two queries."""

    def __init__(self, funnel: Funnel) -> None:
        self._funnel_pk = funnel.pk
        self._steps = dict(funnel.steps.values_list("key", "pk"))
        questions = Question.objects.filter(quiz__step__funnel=funnel)
        self._questions = {
            (step, key): pk
            for step, key, pk in questions.values_list("quiz__step__key", "key", "pk")
        }

    def slug_of(self, screen: Screen) -> str:
        """The piece of a screen; the start for one that is in no row."""
        question = self._questions.get((screen.step, screen.question))
        if screen.question and question:
            return Piece(PieceKind.QUESTION, question).slug
        step = self._steps.get(screen.step)
        if step:
            return Piece(PieceKind.STEP, step).slug
        return Piece(PieceKind.START, self._funnel_pk).slug

    def address_of(self, screen: Screen) -> str:
        return reverse("studio:look", args=[self._funnel_pk, self.slug_of(screen)])


def screen_of(document: FunnelDocument, row: Model, state: State | None) -> Screen | None:
    """The screen a piece is seen on; None where the document has none for it."""
    match row:
        case Question():
            return _known(document, Screen(row.quiz.step.key, row.key))
        case Step():
            return _of_step(document, row.key, state)
        case Outcome():
            return _of_result(document, row.quiz.step.key)
    return _first(document)


def _of_step(document: FunnelDocument, key: str, state: State | None) -> Screen | None:
    step = document.step(key)
    if isinstance(step, PollStep) and state and (key, step.quiz.questions[0].key) in state.answers:
        return Screen(key)
    if isinstance(step, QuizStep | PollStep):
        return Screen(key, step.quiz.questions[0].key)
    return _known(document, Screen(key))


def _of_result(document: FunnelDocument, quiz_key: str) -> Screen | None:
    """The step that shows most of it: behind the quiz, and no first part if there is a rest."""
    keys = [step.key for step in document.steps]
    begun = keys.index(quiz_key) if quiz_key in keys else 0
    shown = [step for step in document.steps[begun:] if isinstance(step, ResultStep)]
    shown.sort(key=lambda step: step.part == "first")
    return Screen(shown[0].key) if shown else None


def _known(document: FunnelDocument, screen: Screen) -> Screen | None:
    step = document.step(screen.step)
    if not screen.question or step is None:
        return Screen(screen.step) if step else None
    quiz = step.quiz if isinstance(step, QuizStep | PollStep) else None
    return screen if quiz and quiz.question(screen.question) else None


def _first(document: FunnelDocument) -> Screen | None:
    here = follow(document, State()).here
    return here or _of_step(document, document.steps[0].key, None)


def jumps(funnel: Funnel) -> list[Jumps]:
    """Every screen and mail there is, as the menu groups them; four queries."""
    results = Outcome.objects.filter(quiz__step__funnel=funnel).values_list("pk", "name")
    mine = Q(sequence__step__funnel=funnel) | Q(sequence__seriesrule__funnel=funnel)
    mails = Message.objects.filter(mine).order_by("sequence", "position", "pk").distinct()
    steps = list(_steps(funnel))
    groups = (
        Jumps(_("Screens"), tuple(_screens(funnel, steps))),
        Jumps(_("Results"), tuple(_lines(PieceKind.RESULT, list(results)))),
        Jumps(
            _("Mails"),
            (
                *_at_once(steps),
                *_mails(list(mails.values_list("pk", "subject", "sequence"))),
            ),
        ),
    )
    return [group for group in groups if group.lines]


def _steps(funnel: Funnel) -> QuerySet[Step]:
    parts = ("quiz", "magnet", "opt_in", "offer")
    return funnel.steps.select_related(*parts).prefetch_related("quiz__questions")


def _screens(funnel: Funnel, steps: list[Step]) -> Iterator[Jump]:
    yield Jump(Piece(PieceKind.START, funnel.pk).slug, _("First screen"))
    for step in steps:
        yield Jump(Piece(PieceKind.STEP, step.pk).slug, title_of(step) or "…")
        for question in step.quiz.questions.all() if step.quiz else ():
            if question.archived_at is None:
                slug = Piece(PieceKind.QUESTION, question.pk).slug
                yield Jump(slug, question.text or "…", is_inner=True)


def _at_once(steps: list[Step]) -> Iterator[Jump]:
    """The mails that go out as soon as an address was left."""
    for step in steps:
        if step.opt_in:
            slug = Piece(PieceKind.STEP, step.pk).slug
            yield Jump(slug, step.opt_in.mail_subject or "…", query="?mail=1")


def _mails(rows: list[tuple[int, str, int]]) -> Iterator[Jump]:
    seen: set[int] = set()
    for pk, subject, series in rows:
        of = "" if series in seen else Piece(PieceKind.SERIES, series).slug
        seen.add(series)
        yield Jump(Piece(PieceKind.MAIL, pk).slug, subject or "…", of=of)


def _lines(kind: PieceKind, rows: list[tuple[int, str]]) -> Iterator[Jump]:
    for pk, name in rows:
        yield Jump(Piece(kind, pk).slug, name or "…")
