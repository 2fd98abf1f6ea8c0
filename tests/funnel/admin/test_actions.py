from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from funnel.demo.loading import load_demo
from funnel.models import Funnel, Publication
from quizzes.models import Choice, Question
from tests.funnel.admin.conftest import NOW

pytestmark = pytest.mark.django_db


def address(page: str, funnel: Funnel) -> str:
    return reverse(f"admin:funnel_{page}", args=[funnel.pk])


def test_publish_get_changes_nothing(money_habits: Funnel, marketer: Client) -> None:
    response = marketer.get(address("publish", money_habits))

    money_habits.refresh_from_db()
    assert (response.status_code, money_habits.publication) == (200, None)
    assert not Publication.objects.exists()


def test_publish_post_puts_the_first_version_up(money_habits: Funnel, marketer: Client) -> None:
    response = marketer.post(address("publish", money_habits))

    money_habits.refresh_from_db()
    assert response.status_code == 302
    assert money_habits.publication is not None
    assert money_habits.publication.number == 1
    assert str(money_habits.publication.published_by) == "Marketing"


def test_publish_of_a_broken_funnel_names_the_places_and_stores_nothing(
    money_habits: Funnel, marketer: Client
) -> None:
    question = Question.objects.filter(quiz__step__funnel=money_habits).order_by("pk")[0]
    Choice.objects.filter(question=question).delete()

    response = marketer.post(address("publish", money_habits))

    [first, *_others] = response.context["check"].errors
    assert response.status_code == 422
    assert f"“{question.text}”: the answers" in first.where
    answer = marketer.get(
        reverse("studio:at", args=[money_habits.pk]), {"place": first.finding.place}
    )
    piece = f"question-{question.pk}"
    assert answer.headers["Location"] == reverse("studio:page", args=[money_habits.pk, piece])
    assert not Publication.objects.exists()


def test_take_down_asks_first(money_habits: Funnel, marketer: Client) -> None:
    marketer.post(address("publish", money_habits))

    marketer.get(address("take_down", money_habits))
    money_habits.refresh_from_db()
    assert money_habits.publication is not None

    marketer.post(address("take_down", money_habits))
    money_habits.refresh_from_db()
    assert money_habits.publication is None


def test_state_says_what_changed_since(money_habits: Funnel, marketer: Client) -> None:
    marketer.post(address("publish", money_habits))
    Funnel.objects.update(hook="Another line")

    response = marketer.get(address("funnel_change", money_habits))

    assert response.context["state"].words == "Live version 1, changed since"


def test_preview_shows_the_landing_page_before_it_is_live(
    money_habits: Funnel, marketer: Client
) -> None:
    response = marketer.get(address("preview", money_habits))

    assert response.status_code == 200
    assert money_habits.hook in response.content.decode()


def test_preview_of_an_empty_funnel_says_what_is_missing(
    money_habits: Funnel, marketer: Client
) -> None:
    money_habits.steps.all().delete()

    response = marketer.get(address("preview", money_habits))

    assert "Add the first one" in response.content.decode()


def test_download_is_a_zip_with_the_funnel(money_habits: Funnel, marketer: Client) -> None:
    response = marketer.get(address("download", money_habits))

    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert response["Content-Disposition"] == 'attachment; filename="money-habits.zip"'
    assert "funnel.yaml" in archive.namelist()


def test_the_demo_leaves_in_one_press(marketer: Client) -> None:
    demo = load_demo(now=NOW, by=None)
    assert demo is not None

    marketer.get(address("remove_demo", demo.funnel))
    assert Funnel.objects.exists()

    marketer.post(address("remove_demo", demo.funnel))
    assert not Funnel.objects.exists()


def test_a_funnel_of_ones_own_is_no_demo(money_habits: Funnel, marketer: Client) -> None:
    assert marketer.post(address("remove_demo", money_habits)).status_code == 404


@pytest.mark.parametrize("page", ["publish", "take_down", "preview", "download", "add_step"])
def test_buttons_are_closed_to_sales(page: str, money_habits: Funnel, salesperson: Client) -> None:
    assert salesperson.post(address(page, money_habits)).status_code in (403, 405)
    assert salesperson.get(address(page, money_habits)).status_code == 403
