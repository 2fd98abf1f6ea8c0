"""A whole step once more: its quiz with questions and results, its gift, words, mails or offer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from funnel.drafts.copied_quizzes import copy_quiz
from funnel.drafts.row_copies import copied
from funnel.models import Funnel, Step
from nurture.models import Sequence
from quizzes.keys import free_key


def copy_step(funnel: Funnel, row: models.Model) -> Step:
    """Stored at the place of the first, with a key of its own."""
    assert isinstance(row, Step)
    taken = set(funnel.steps.values_list("key", flat=True))
    key = free_key(row.key, taken=taken, fallback="step")
    made: dict[str, models.Model] = {}
    if row.quiz is not None:
        made["quiz"] = copy_quiz(funnel, row.quiz, old=row.key, new=key)
    if row.magnet is not None:
        made["magnet"] = copied(row.magnet)
        for item in row.magnet.items.all():
            copied(item, magnet=made["magnet"])
    if row.opt_in is not None:
        made["opt_in"] = copied(row.opt_in)
        for field in row.opt_in.fields.all():
            copied(field, opt_in=made["opt_in"])
    if row.offer is not None:
        made["offer"] = copied(row.offer)
    if row.sequence is not None:
        made["sequence"] = _copy_series(funnel, row.sequence)
    return copied(row, key=key, **made)


def _copy_series(funnel: Funnel, sequence: Sequence) -> Sequence:
    mine = Sequence.objects.filter(Q(step__funnel=funnel) | Q(seriesrule__funnel=funnel))
    taken = set(mine.values_list("key", flat=True))
    made = copied(sequence, key=free_key(sequence.key, taken=taken, fallback="mails"))
    for message in sequence.messages.all():
        copied(message, sequence=made)
    return made
