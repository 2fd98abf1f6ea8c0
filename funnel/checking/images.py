"""The pictures a document names. Compiling and the law of media ask."""

from __future__ import annotations

from collections.abc import Iterator

from funnel.document import FunnelDocument, PollStep, QuizStep
from quizzes.document import ImageDoc


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
