"""The demo's knowledge quiz, walked: each answer is explained at once, the last one, too."""

from __future__ import annotations

import pytest

from funnel.demo.loading import FUNNEL_FILES
from funnel.document import QuizStep
from funnel.models import Answer, Publication
from funnel.portable.importing import import_funnel
from funnel.portable.reading import read_portable
from funnel.publishing import publish
from funnel.publishing.loading import published
from quizzes.document import QuestionDoc
from quizzes.markdown import to_html
from tests.funnel.factories import NOW
from tests.funnel.journey.visitor import Visitor

pytestmark = pytest.mark.django_db


def fake_invoices() -> Publication:
    [path] = [each for each in FUNNEL_FILES if each.parent.name == "fake-invoices"]
    file = read_portable(path)
    funnel = import_funnel(document=file.document, media=file.media, now=NOW, by=None)
    return publish(funnel=funnel, now=NOW, by=None)


def questions(publication: Publication) -> tuple[QuestionDoc, ...]:
    step = published(publication.pk).steps[0]
    assert isinstance(step, QuizStep)
    return tuple(step.quiz.questions)


def an_answer(question: QuestionDoc, *, is_right: bool) -> dict[str, str | list[str]]:
    """What the form sends for an answer that is right, or one that is not."""
    if question.kind == "number":
        assert question.right is not None
        return {"answer": str(int(question.right if is_right else question.at_most))}
    right = [each.key for each in question.options if each.is_right]
    others = [each.key for each in question.options if not each.is_right]
    return {"choice": right if is_right else [*others, *right][: len(right)]}


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_every_answer_is_explained_before_what_follows(has_script: bool) -> None:
    publication = fake_invoices()
    visitor = Visitor(publication, has_script=has_script).land()
    asked = questions(publication)
    for number, question in enumerate(asked):
        assert (visitor.screen, visitor.where) == ("question", f"{number + 1} of {len(asked)}")
        is_right = number % 2 == 0
        visitor.press(**an_answer(question, is_right=is_right))
        assert visitor.screen == "told"
        assert visitor.heading == ("That is right" if is_right else "Not quite")
        assert " ".join(to_html(question.explanation).split()) in visitor.html
        assert visitor.address == visitor.at("quiz", question.key)
        assert Answer.objects.count() == number + 1
        visitor.press(act="go_on")
    assert visitor.screen == "result"
    assert visitor.visit.score == 50
    assert visitor.heading == "You would spot many of them. A good one could still pass."
