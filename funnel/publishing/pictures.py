"""Which files the rows of questions mean by their pictures. Compiling a draft asks."""

from __future__ import annotations

from collections.abc import Iterable

from leads.models import MediaFile
from quizzes.models import Quiz


def pictures_of(quizzes: Iterable[Quiz]) -> dict[str, MediaFile]:
    """The files that questions and choices show, by hash; one query, the rows being prefetched.

    Of several names for one content the first in the alphabet stands, wherever it was stored.
    """
    hashes: set[str] = set()
    for quiz in quizzes:
        for question in quiz.questions.all():
            hashes |= {question.image, *(choice.image for choice in question.choices.all())}
    files = MediaFile.objects.filter(sha256__in=hashes - {""}).order_by("-name")
    return {media.sha256: media for media in files}
