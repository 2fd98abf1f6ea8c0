"""Questions that a draft written over lacks and visitors answered: archived, never deleted.

Imports and restored versions call it before they write the steps.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from funnel.document import FunnelDocument, PollStep, QuizStep
from funnel.models import Answer, Funnel
from quizzes.models import Question


def set_aside(*, funnel: Funnel, document: FunnelDocument, now: datetime) -> None:
    """Their keys stay taken and their answers keep their words. Call it inside recorded()."""
    asked = {
        (step.key, question.key)
        for step in document.steps
        if isinstance(step, QuizStep | PollStep)
        for question in step.quiz.questions
    }
    rows = Question.objects.filter(quiz__step__funnel=funnel)
    gone = [
        (pk, step, key)
        for pk, step, key in rows.values_list("pk", "quiz__step__key", "key")
        if (step, key) not in asked
    ]
    named = Q(pk__in=[])
    for _pk, step, key in gone:
        named |= Q(step_key=step, question_key=key)
    answers = Answer.objects.filter(named, visit__funnel=funnel, visit__is_test=False)
    answered = set(answers.values_list("step_key", "question_key").distinct())
    kept = [pk for pk, step, key in gone if (step, key) in answered]
    Question.objects.filter(pk__in=kept).update(archived_at=now)
