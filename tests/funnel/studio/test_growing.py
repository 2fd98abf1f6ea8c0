"""The chooser adds what it offers, in words of the funnel's language, and stores nothing else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from funnel.drafts import undo
from funnel.drafts.rows import draft_rows
from funnel.models import Edit, Funnel, Step
from funnel.studio.pieces import Piece, PieceKind
from nurture.models import Sequence
from quizzes.models import Choice, Outcome, Question
from tests.funnel.admin.conftest import (  # noqa: F401  # fixtures of the pages beside these
    login,
    marketer,
)
from tests.funnel.factories import NOW, make_funnel
from tests.funnel.studio.test_panes import HTMX

pytestmark = pytest.mark.django_db


@pytest.fixture
def funnel(db: None) -> Funnel:
    return make_funnel()


def grow(funnel: Funnel) -> str:
    return reverse("studio:grow", args=[funnel.pk])


def places(funnel: Funnel) -> dict[str, str]:
    """What can be added, and the piece it is added to."""
    quiz = Step.objects.get(funnel=funnel, kind=Step.Kind.QUIZ)
    series = Sequence.objects.filter(seriesrule__funnel=funnel)[0]
    step = Piece(PieceKind.STEP, quiz.pk).slug
    mails = Piece(PieceKind.SERIES, series.pk).slug
    return {"step": "", "question": step, "result": step, "mail": mails}


FILLED = {
    "step": {"kind": "checklist", "title": "One more page"},
    "question": {"kind": "yes_no", "text": "Do you keep books?"},
    "result": {"name": "Planner"},
    "mail": {"subject": "One small thing"},
}


@pytest.mark.parametrize("what", sorted(FILLED))
def test_what_was_chosen_is_there_and_can_be_taken_back(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
    what: str,
) -> None:
    before, under = draft_rows(funnel), places(funnel)[what]
    offered = marketer.get(grow(funnel), {"what": what, "under": under}, headers=HTMX)
    assert offered.status_code == 200

    answer = marketer.post(
        grow(funnel), {"what": what, "under": under, **FILLED[what]}, headers=HTMX
    )

    assert answer.status_code == 200
    page = reverse("studio:page", args=[funnel.pk, f"{what}-1"]).rsplit("-", 1)[0]
    assert answer.headers["HX-Push-Url"].startswith(page)
    assert "Added. Now write it." in answer.content.decode()
    assert Edit.objects.get(funnel=funnel).words == f"{what} added"
    undo(funnel=funnel, by=None, now=NOW)
    assert draft_rows(funnel) == before


@pytest.mark.parametrize("what", sorted(FILLED))
def test_nothing_chosen_is_said_and_nothing_stored(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
    what: str,
) -> None:
    before = draft_rows(funnel)
    sent = {"what": what, "under": places(funnel)[what]}
    answer = marketer.post(grow(funnel), sent, headers=HTMX)
    assert answer.status_code == 422
    assert draft_rows(funnel) == before


@pytest.mark.parametrize("under", ["", "mail-1", "step-999999", "<script>"])
def test_a_question_needs_a_quiz_to_stand_in(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
    under: str,
) -> None:
    sent = {"what": "question", "under": under, **FILLED["question"]}
    assert marketer.post(grow(funnel), sent).status_code == 404


def test_first_words_are_in_the_language_of_the_funnel(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
) -> None:
    Funnel.objects.filter(pk=funnel.pk).update(language="de")
    sent = {"what": "question", "under": places(funnel)["question"], **FILLED["question"]}
    with translation.override("en"):
        assert marketer.post(grow(funnel), sent, headers=HTMX).status_code == 200
    question = Question.objects.get(text="Do you keep books?")
    assert list(Choice.objects.filter(question=question).values_list("text", flat=True)) == [
        "Ja",
        "Nein",
    ]


def test_keys_of_two_results_of_one_name_differ(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
) -> None:
    sent = {"what": "result", "under": places(funnel)["result"], "name": "Night owl"}
    for _time in range(2):
        marketer.post(grow(funnel), sent, headers=HTMX)
    made = Outcome.objects.filter(quiz__step__funnel=funnel, name="Night owl")
    keys = list(made.order_by("position").values_list("key", flat=True))
    assert keys == ["night-owl", "night-owl-2"]
