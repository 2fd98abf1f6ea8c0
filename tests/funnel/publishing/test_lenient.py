from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.checking.faults import PublishError
from funnel.document import FunnelDocument, QuizStep
from funnel.models import Funnel, Offer, Step
from funnel.publishing.compile import compile_funnel
from funnel.publishing.lenient import showable, shown_draft
from quizzes.models import Choice, Question
from tests.funnel.blanking import blank, blankable
from tests.funnel.factories import make_document, make_funnel, make_rich_document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("document", [make_document(), make_rich_document()])
def test_showable_of_a_finished_draft_is_what_publishing_compiles(
    document: FunnelDocument,
) -> None:
    funnel = make_funnel(document)
    assert showable(funnel) == compile_funnel(funnel)
    assert shown_draft(funnel).left_out == ()


def test_showable_says_an_ellipsis_where_words_are_missing() -> None:
    funnel = make_funnel()
    Question.objects.filter(quiz__step__funnel=funnel).update(text="")
    Offer.objects.filter(step__funnel=funnel).update(headline="")
    with pytest.raises(PublishError):
        compile_funnel(funnel)
    document = showable(funnel)
    quiz, offer = document.steps[0], document.steps[-1]
    assert isinstance(quiz, QuizStep)
    assert [question.text for question in quiz.quiz.questions] == ["…", "…"]
    assert offer.kind == "offer"
    assert offer.offer.headline == "…"


def test_showable_gives_a_question_without_choices_two() -> None:
    funnel = make_funnel()
    Choice.objects.filter(question__quiz__step__funnel=funnel).delete()
    quiz = showable(funnel).steps[0]
    assert isinstance(quiz, QuizStep)
    assert [[each.text for each in q.options] for q in quiz.quiz.questions] == [["…", "…"]] * 2


def test_showable_leaves_out_a_step_that_has_nothing_to_show() -> None:
    funnel = make_funnel()
    Step.objects.filter(funnel=funnel, kind=Step.Kind.OFFER).update(offer=None)
    shown = shown_draft(funnel)
    assert [step.key for step in shown.document.steps] == ["quiz", "result", "address"]
    assert shown.left_out == ("offer",)


def test_showable_drops_what_names_something_that_is_gone() -> None:
    funnel = make_funnel()
    Choice.objects.filter(question__quiz__step__funnel=funnel).update(go_to="gone")
    Offer.objects.filter(step__funnel=funnel).update(later_step="gone")
    assert showable(funnel) == make_document()


def test_showable_keeps_its_number_of_queries(django_assert_max_num_queries: Any) -> None:
    funnel = make_funnel(make_rich_document())
    with django_assert_max_num_queries(30):
        showable(funnel)


def test_showable_of_a_funnel_without_steps_still_shows_something() -> None:
    funnel = make_funnel()
    Step.objects.filter(funnel=funnel).delete()
    assert [step.kind for step in showable(funnel).steps] == ["statement"]


@settings(max_examples=40)
@given(data=st.data())
def test_showable_never_raises_whatever_is_blank(data: st.DataObject) -> None:
    """Any columns of any rows emptied, one after the other."""
    with transaction.atomic():
        funnel = make_funnel(make_rich_document())
        names = blankable(funnel)
        for name, column in data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=12)):
            blank(name, column)
        document = showable(Funnel.objects.get(pk=funnel.pk))
        assert FunnelDocument.model_validate_json(document.model_dump_json(by_alias=True))
        transaction.set_rollback(True)
