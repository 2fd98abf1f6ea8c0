"""Steps, questions, results, mails and mail series taken off a draft; each can be taken back.

A question that visitors answered is archived instead: its key stays taken, its answers keep
their words. The studio and the quiz's own page call it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funnel.drafts.moving import siblings_of
from funnel.drafts.recording import recorded
from funnel.ladder import remove_series, remove_steps
from funnel.models import Answer, Funnel, SeriesRule, Step
from funnel.studio.pieces import Piece, PieceKind, piece_row
from nurture.models import Sequence
from quizzes.models import Question, Quiz

_REMOVED: Mapping[str, object] = {
    PieceKind.STEP: gettext_lazy("step removed"),
    PieceKind.QUESTION: gettext_lazy("question removed"),
    PieceKind.RESULT: gettext_lazy("result removed"),
    PieceKind.SERIES: gettext_lazy("mail series removed"),
    PieceKind.MAIL: gettext_lazy("mail removed"),
}


@dataclass(frozen=True, slots=True)
class Removal:
    """`words` say what became of it; `neighbour` is what stands closest now, if anything does."""

    words: str
    neighbour: Piece | None


def remove_piece(*, funnel: Funnel, piece: Piece, by: User | None, now: datetime) -> Removal | None:
    """Takes a piece off the draft, or archives an answered question. None for what is gone
    already, and for what a funnel cannot be without."""
    row = piece_row(funnel, piece)
    if row is None or piece.kind not in _REMOVED:
        return None
    if isinstance(row, Sequence) and not SeriesRule.objects.filter(sequence=row).exists():
        # The mails of a series asked for by name leave with their step.
        return None
    neighbour = _neighbour(funnel, piece)
    words = _fate(row)
    with recorded(funnel=funnel, by=by, now=now, words=str(_REMOVED[piece.kind])):
        _remove(row, now=now)
    return Removal(words, neighbour)


def remove_questions(*, questions: Iterable[Question], now: datetime) -> None:
    """Answered ones are archived, the others deleted. Call it inside recorded()."""
    for question in questions:
        if is_answered(question):
            _archive(question, now)
        else:
            question.delete()


def bring_back(*, funnel: Funnel, question: Question, by: User | None, now: datetime) -> None:
    """An archived question stands in its quiz again, as the last one."""
    with recorded(funnel=funnel, by=by, now=now, words=_("question brought back")):
        last = question.quiz.questions.aggregate(last=Max("position"))["last"]
        question.archived_at = None
        question.position = 0 if last is None else last + 1
        question.save(update_fields=["archived_at", "position"])


def archived_questions(funnel: Funnel) -> models.QuerySet[Question]:
    """With their quiz, the latest first."""
    mine = Question.with_archived.filter(quiz__step__funnel=funnel, archived_at__isnull=False)
    return mine.select_related("quiz__step").order_by("-archived_at", "pk")


def is_answered(question: Question) -> bool:
    return answers_of(question.quiz).filter(question_key=question.key).exists()


def answers_of(quiz: Quiz) -> models.QuerySet[Answer]:
    """What visitors answered in this quiz, in whatever version; nothing where it stands nowhere."""
    step = Step.objects.filter(quiz=quiz).first()
    if step is None:
        return Answer.objects.none()
    return Answer.objects.filter(
        visit__funnel_id=step.funnel_id, visit__is_test=False, step_key=step.key
    )


def _archive(question: Question, now: datetime) -> None:
    Quiz.objects.filter(tie_question=question).update(tie_question=None)
    Question.with_archived.filter(pk=question.pk).update(archived_at=now)


def _remove(row: models.Model, *, now: datetime) -> None:
    match row:
        case Step():
            remove_steps(steps=[row])
        case Sequence():
            remove_series(rules=list(SeriesRule.objects.filter(sequence=row)))
        case Question():
            remove_questions(questions=[row], now=now)
        case _:
            row.delete()


def _fate(row: models.Model) -> str:
    if isinstance(row, Question) and is_answered(row):
        return _("Removed. Visitors answered it, so it is kept under “Archived questions”.")
    if isinstance(row, Step) and row.quiz is not None and answers_of(row.quiz).exists():
        return _("Removed. What visitors answered here stays with them, as they read it.")
    if isinstance(row, Sequence) and row.versions.exists():
        return _("Removed. Who is on these mails already still gets them.")
    return _("Removed.")


def _neighbour(funnel: Funnel, piece: Piece) -> Piece | None:
    rows = siblings_of(funnel, piece)
    pks = [row.sequence_id if isinstance(row, SeriesRule) else row.pk for row in rows]
    if piece.pk not in pks:
        return None
    here = pks.index(piece.pk)
    others = [*pks[here + 1 : here + 2], *pks[max(here - 1, 0) : here]]
    return Piece(piece.kind, others[0]) if others else None
