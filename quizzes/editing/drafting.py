"""Questions as marketers begin them: each kind with what it needs. The roof's pages call it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from quizzes.keys import free_key
from quizzes.models import Choice, Question, Quiz

_BEGINNINGS: Mapping[str, Mapping[str, float]] = {
    Question.Kind.MULTIPLE: {"low": 1},
    Question.Kind.SCALE: {"low": 1, "high": 5},
    Question.Kind.NUMBER: {"low": 0, "high": 100},
    Question.Kind.SHORT_TEXT: {"high": 120},
    Question.Kind.LONG_TEXT: {"high": 1000},
}


@transaction.atomic
def add_question(*, quiz: Quiz, kind: Question.Kind, text: str) -> Question:
    """A new last question of the quiz, ready to be written."""
    # Answers keep the key of an archived question.
    everybody = Question.with_archived.filter(quiz=quiz)
    taken = set(everybody.values_list("key", flat=True))
    last = quiz.questions.aggregate(last=Max("position"))["last"]
    question = Question(
        quiz=quiz,
        kind=kind,
        key=free_key(text, taken=taken, fallback="question"),
        text=text,
        position=0 if last is None else last + 1,
        **_BEGINNINGS.get(kind, {}),
    )
    if kind == Question.Kind.SCALE:
        question.low_label, question.high_label = _("Not at all"), _("Very much")
    question.save()
    if kind == Question.Kind.YES_NO:
        for position, (key, words) in enumerate((("yes", _("Yes")), ("no", _("No")))):
            Choice.objects.create(question=question, key=key, text=words, position=position)
    return question
