"""Saving a pane: typed text is kept, refused in a sentence, or shown beside that of others."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from funnel.drafts import undo
from funnel.models import Edit, Funnel, Offer, OptInField, Step
from funnel.studio.pieces import Piece, PieceKind
from quizzes.models import Choice, Question
from tests.funnel.admin.conftest import (  # noqa: F401  # fixtures of the pages beside these
    Login,
    login,
    marketer,
)
from tests.funnel.admin.form_data import Data
from tests.funnel.factories import NOW, make_funnel
from tests.funnel.studio.test_panes import HTMX, as_it_stands, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def funnel(db: None) -> Funnel:
    return make_funnel()


def step_piece(funnel: Funnel, kind: Step.Kind) -> Piece:
    return Piece(PieceKind.STEP, Step.objects.get(funnel=funnel, kind=kind).pk)


@pytest.fixture
def question(funnel: Funnel) -> Piece:
    first = Question.objects.filter(quiz__step__funnel=funnel).first()
    assert first is not None
    return Piece(PieceKind.QUESTION, first.pk)


def inside(name: str, funnel: Funnel, piece: Piece, *more: object) -> str:
    return reverse(f"studio:{name}", args=[funnel.pk, piece.slug, *more])


def answers(question: Piece) -> list[str]:
    return list(Choice.objects.filter(question=question.pk).values_list("text", flat=True))


def test_typed_text_is_kept_as_one_edit_in_words(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
    question: Piece,
) -> None:
    data = as_it_stands(funnel, question)
    for words in ("What is an hour", "What is an hour worth?"):
        data["question-text"] = words
        answer = marketer.post(save(funnel, question), data, headers=HTMX)
        assert answer.status_code == 200
        assert "Saved " in answer.content.decode()
        assert json.loads(answer.headers["HX-Trigger"]) == {
            "studio:changed": {"piece": question.slug}
        }
        data["seen"] = as_it_stands(funnel, question)["seen"]
        assert f'value="{data["seen"]}"' in answer.content.decode()
    assert Question.objects.get(pk=question.pk).text == "What is an hour worth?"
    edit = Edit.objects.get()
    assert (edit.words, edit.piece) == ("Reworded question 1", question.slug)
    before = "What is an hour worth?"
    undo(funnel=funnel, by=None, now=NOW)
    assert Question.objects.get(pk=question.pk).text != before


def test_empty_text_is_a_draft_and_a_wrong_address_is_not_kept(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
) -> None:
    piece = step_piece(funnel, Step.Kind.OFFER)
    data = as_it_stands(funnel, piece) | {"content-terms": "", "content-headline": ""}
    assert marketer.post(save(funnel, piece), data, headers=HTMX).status_code == 200
    assert Offer.objects.get(step=piece.pk).headline == ""
    data = as_it_stands(funnel, piece) | {"content-action": "link", "content-url": "http://a.test"}
    answer = marketer.post(save(funnel, piece), data, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert answer.headers["HX-Reswap"] == "none"
    sentence = "Please write a whole address that begins with https://."
    assert f"Not saved yet: Address: {sentence}" in html
    assert f'hx-swap-oob="innerHTML">{sentence}' in html
    assert Offer.objects.get(step=piece.pk).url == ""


def test_typed_braces_are_refused_and_the_spoken_form_is_written(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
) -> None:
    piece = step_piece(funnel, Step.Kind.OFFER)
    data = as_it_stands(funnel, piece) | {"content-body": "Hello {{ first_name }}"}
    answer = marketer.post(save(funnel, piece), data, headers=HTMX)
    assert answer.status_code == 422
    assert "Leave the braces out: press Insert" in answer.content.decode()
    data["content-body"] = "Hello [first name | there]"
    assert marketer.post(save(funnel, piece), data, headers=HTMX).status_code == 200
    body = Offer.objects.get(step=piece.pk).body
    assert body == 'Hello {{ first_name | default: "there" }}'


def test_two_people_see_both_texts_and_one_decides(
    login: Login,  # noqa: F811
    funnel: Funnel,
    question: Piece,
) -> None:
    anna, ben = login("Marketing"), Client()
    other = User.objects.create_superuser("Ben")
    ben.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    mine: Data = as_it_stands(funnel, question) | {"question-text": "Mine?"}
    theirs = as_it_stands(funnel, question) | {"question-text": "Theirs?"}
    assert ben.post(save(funnel, question), theirs, headers=HTMX).status_code == 200
    answer = anna.post(save(funnel, question), mine, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Ben changed this at" in html
    assert html.index("Theirs?") < html.index("Mine?")
    assert Question.objects.get(pk=question.pk).text == "Theirs?"
    kept = {**mine, "keep": as_it_stands(funnel, question)["seen"]}
    assert anna.post(save(funnel, question), kept, headers=HTMX).status_code == 200
    assert Question.objects.get(pk=question.pk).text == "Mine?"


def test_same_text_from_two_sides_is_no_clash(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
    question: Piece,
) -> None:
    data = as_it_stands(funnel, question) | {"question-text": "The same?"}
    codes = [marketer.post(save(funnel, question), data, headers=HTMX).status_code for _ in "ab"]
    assert codes == [200, 200]


def test_rows_come_move_and_go_and_are_taken_back(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
    question: Piece,
) -> None:
    first, second = Choice.objects.filter(question=question.pk)
    data = as_it_stands(funnel, question) | {f"answer-{first.pk}-text": "Typed just now"}
    answer = marketer.post(inside("add", funnel, question, "answer"), data, headers=HTMX)
    assert answer.status_code == 200
    new = Choice.objects.filter(question=question.pk).last()
    assert new is not None
    focus = json.loads(answer.headers["HX-Trigger-After-Settle"])
    assert focus == {"studio:focus": {"id": f"row-answer-{new.pk}"}}
    assert answers(question) == ["Typed just now", second.text, ""]
    up = inside("shift", funnel, question, "answer", second.pk, "up")
    assert marketer.post(up, as_it_stands(funnel, question), headers=HTMX).status_code == 200
    assert answers(question) == [second.text, "Typed just now", ""]
    drop = inside("drop", funnel, question, "answer", second.pk)
    assert marketer.post(drop, as_it_stands(funnel, question), headers=HTMX).status_code == 200
    assert answers(question) == ["Typed just now", ""]
    undo(funnel=funnel, by=None, now=NOW)
    assert answers(question) == [second.text, "Typed just now", ""]


def test_gate_keeps_a_way_to_reach_people(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
) -> None:
    piece = step_piece(funnel, Step.Kind.OPT_IN)
    field = OptInField.objects.get(opt_in__step=piece.pk, kind="email")
    data = as_it_stands(funnel, piece) | {f"field-{field.pk}-kind": "company"}
    answer = marketer.post(save(funnel, piece), data, headers=HTMX)
    assert answer.status_code == 422
    assert "else nobody can be reached" in answer.content.decode()


def test_without_script_the_button_saves_and_comes_back(
    marketer: Client,  # noqa: F811
    funnel: Funnel,
    question: Piece,
) -> None:
    data = as_it_stands(funnel, question) | {"question-text": "By hand?"}
    answer = marketer.post(save(funnel, question), data)
    page = reverse("studio:page", args=[funnel.pk, question.slug])
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    stale = marketer.post(save(funnel, question), data | {"question-text": "Later?"})
    assert stale.status_code == 409
    assert "Keep mine" in stale.content.decode()
    assert "Later?" in stale.content.decode()


@pytest.mark.parametrize("group", ["Sales", ""])
def test_only_who_may_change_funnels_saves(
    login: Login,  # noqa: F811
    funnel: Funnel,
    question: Piece,
    group: str,
) -> None:
    data = as_it_stands(funnel, question) | {"question-text": "Not mine"}
    assert login(group).post(save(funnel, question), data).status_code == 403
    assert Question.objects.get(pk=question.pk).text != "Not mine"
