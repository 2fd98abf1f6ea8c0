"""What the admin's own pages save can be taken back, and no answered question is lost there."""

from __future__ import annotations

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from funnel.drafts import undo
from funnel.drafts.removing import archived_questions
from funnel.drafts.rows import draft_rows
from funnel.models import Edit, Funnel, Offer, OptIn, Step
from leads.models import LeadMagnet
from nurture.models import Sequence
from quizzes.models import Question, Quiz
from tests.funnel.admin.form_data import form_data
from tests.funnel.drafts.test_removing import answered
from tests.funnel.factories import NOW, make_funnel, make_rich_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def funnel(db: None) -> Funnel:
    colours = {"accent": "#0b6e4f", "background": "#fbfaf7", "corner": 3}
    return make_funnel(make_rich_document(slug="kept", theme=colours))


def page(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def pages(funnel: Funnel) -> dict[str, tuple[Model, str]]:
    """A row with a page of its own, and a field there that takes words."""
    steps = funnel.steps.order_by("position")
    quiz = Quiz.objects.filter(step__funnel=funnel, step__kind=Step.Kind.QUIZ)[0]
    return {
        "step": (steps[0], "invite"),
        "quiz": (quiz, "name"),
        "question": (quiz.questions.all()[0], "text"),
        "gift": (LeadMagnet.objects.filter(step__funnel=funnel)[0], "title"),
        "gate": (OptIn.objects.filter(step__funnel=funnel)[0], "title"),
        "offer": (Offer.objects.filter(step__funnel=funnel)[0], "headline"),
        "series": (Sequence.objects.filter(seriesrule__funnel=funnel)[0], "name"),
        "funnel": (funnel, "hook"),
    }


@pytest.mark.parametrize(
    "name", ["step", "quiz", "question", "gift", "gate", "offer", "series", "funnel"]
)
def test_a_page_saved_is_one_edit_and_can_be_taken_back(
    marketer: Client, funnel: Funnel, name: str
) -> None:
    row, field = pages(funnel)[name]
    before = draft_rows(funnel)
    data = form_data(marketer.get(page(row)))
    answer = marketer.post(page(row), {**data, field: "Said anew"})
    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    assert getattr(row, field) == "Said anew"

    assert Edit.objects.filter(funnel=funnel).count() == 1
    undo(funnel=funnel, by=None, now=NOW)
    assert draft_rows(funnel) == before


def test_the_share_page_can_be_taken_back(marketer: Client, funnel: Funnel) -> None:
    before = draft_rows(funnel)
    share = reverse("admin:funnel_share", args=[funnel.pk])
    answer = marketer.post(share, {"what": "preview", "title": "Six taps", "text": ""})
    assert answer.status_code == 302
    assert Edit.objects.get(funnel=funnel).words == "changed on the share page"
    undo(funnel=funnel, by=None, now=NOW)
    assert draft_rows(funnel) == before


def test_a_question_struck_on_the_page_of_its_quiz_is_archived_once_answered(
    marketer: Client,
) -> None:
    funnel = make_funnel()
    quiz = Quiz.objects.get(step__funnel=funnel)
    question = Question.objects.filter(quiz=quiz).order_by("position")[0]
    answered(funnel, question)
    before = draft_rows(funnel)
    data = form_data(marketer.get(page(quiz)))

    answer = marketer.post(page(quiz), {**data, "questions-0-DELETE": "on"})

    assert answer.status_code == 302, answer.content.decode()
    assert list(archived_questions(funnel)) == [question]
    undo(funnel=funnel, by=None, now=NOW)
    assert draft_rows(funnel) == before
