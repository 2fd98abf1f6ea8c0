"""New steps, questions, results, mails and mail series, each ready to be written.

The studio's chooser calls it. The keys of archived questions stay taken.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Max, Q
from django.utils import translation
from django.utils.translation import gettext as _

from funnel.drafts.recording import recorded
from funnel.ladder import add_series, add_step
from funnel.models import Funnel, Step
from funnel.studio.pieces import Piece, PieceKind
from nurture.models import Message, Sequence
from quizzes.editing.drafting import add_question
from quizzes.keys import free_key
from quizzes.models import Outcome, Question, Quiz


def grow_step(
    *, funnel: Funnel, kind: Step.Kind, title: str, by: User | None, now: datetime
) -> Piece:
    with recorded(funnel=funnel, by=by, now=now, words=_("step added")):
        return Piece(PieceKind.STEP, add_step(funnel=funnel, kind=kind, title=title).pk)


def grow_question(
    *,
    funnel: Funnel,
    quiz: Quiz,
    kind: Question.Kind,
    text: str,
    by: User | None,
    now: datetime,
) -> Piece:
    with recorded(funnel=funnel, by=by, now=now, words=_("question added")):
        with translation.override(funnel.language):
            made = add_question(quiz=quiz, kind=kind, text=text)
        return Piece(PieceKind.QUESTION, made.pk)


def grow_result(*, funnel: Funnel, quiz: Quiz, name: str, by: User | None, now: datetime) -> Piece:
    with recorded(funnel=funnel, by=by, now=now, words=_("result added")):
        taken = set(quiz.outcomes.values_list("key", flat=True))
        made = Outcome.objects.create(
            quiz=quiz,
            key=free_key(name, taken=taken, fallback="result"),
            name=name,
            headline=name,
            position=_next(quiz.outcomes.aggregate(last=Max("position"))["last"]),
        )
        return Piece(PieceKind.RESULT, made.pk)


def grow_mail(
    *, funnel: Funnel, sequence: Sequence, subject: str, by: User | None, now: datetime
) -> Piece:
    """Two days after the one before, its button leading on, in the funnel's language."""
    with recorded(funnel=funnel, by=by, now=now, words=_("mail added")):
        with translation.override(funnel.language):
            label = _("Go on where you stopped")
        taken = set(sequence.messages.values_list("key", flat=True))
        made = Message.objects.create(
            sequence=sequence,
            key=free_key(subject, taken=taken, fallback="mail"),
            subject=subject,
            button_label=label,
            button_target="resume",
            delay_days=2,
            position=_next(sequence.messages.aggregate(last=Max("position"))["last"]),
        )
        return Piece(PieceKind.MAIL, made.pk)


def grow_series(
    *, funnel: Funnel, result: Outcome | None, name: str, by: User | None, now: datetime
) -> Piece:
    with recorded(funnel=funnel, by=by, now=now, words=_("mail series added")):
        rule = add_series(funnel=funnel, result=result, name=name)
        return Piece(PieceKind.SERIES, rule.sequence_id)


def series_in(funnel: Funnel) -> Q:
    """Which mail series are this funnel's."""
    return Q(step__funnel=funnel) | Q(seriesrule__funnel=funnel)


def _next(last: int | None) -> int:
    return 0 if last is None else last + 1
