"""The pictures of a funnel: which a document names, which files rows of questions mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from funnel.document import FunnelDocument, PollStep, QuizStep
from leads.models import MediaFile
from quizzes.document import ImageDoc
from quizzes.models import Quiz


def images_of(document: FunnelDocument) -> Iterator[tuple[str, ImageDoc]]:
    """Every picture that pages show, with its place in the document."""
    for place, image in (
        ("theme.logo", document.theme.logo),
        ("theme.picture", document.theme.picture),
        ("share.image", document.share.image),
    ):
        if image:
            yield place, image
    for index, step in enumerate(document.steps):
        if not isinstance(step, QuizStep | PollStep):
            continue
        for number, question in enumerate(step.quiz.questions):
            place = f"steps[{index}].quiz.questions[{number}]"
            if question.image:
                yield f"{place}.image", question.image
            for order, choice in enumerate(question.options):
                if choice.image:
                    yield f"{place}.choices[{order}].image", choice.image


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
