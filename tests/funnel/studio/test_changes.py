"""The button that publishes says how much it would put live."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from funnel.models import Funnel, Step
from funnel.publishing import publish
from quizzes.models import Question
from tests.funnel.admin.conftest import (  # noqa: F401  # fixtures of the pages beside these
    login,
    marketer,
)
from tests.funnel.factories import NOW, make_funnel

pytestmark = pytest.mark.django_db


def button(client: Client, funnel: Funnel) -> str:
    answer = client.get(reverse("studio:changes", args=[funnel.pk]))
    words = answer.content.decode().rpartition("</a>")[0].rpartition(">")[2]
    return " ".join(words.split())


def test_the_button_counts_the_lines_of_the_page_before_publishing(
    marketer: Client,  # noqa: F811
) -> None:
    funnel = make_funnel()
    assert button(marketer, funnel) == "Publish"
    publish(funnel=funnel, now=NOW, by=None)
    assert button(marketer, funnel) == "All is live"
    Question.objects.filter(quiz__step__funnel=funnel).update(text="Said anew?")
    assert button(marketer, funnel) == "Publish 1 change"
    Funnel.objects.filter(pk=funnel.pk).update(hook="Six taps, and you know.")
    assert button(marketer, funnel) == "Publish 2 changes"


def test_a_draft_that_is_not_whole_counts_nothing(marketer: Client) -> None:  # noqa: F811
    funnel = make_funnel()
    publish(funnel=funnel, now=NOW, by=None)
    Step.objects.filter(funnel=funnel).delete()
    assert button(marketer, funnel) == "Publish"
