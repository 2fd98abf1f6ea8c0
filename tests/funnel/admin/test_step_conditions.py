"""The funnel's page says in words for whom a step is, and its own page keeps what it says."""

from __future__ import annotations

import html

import pytest
from django.test import Client
from django.urls import reverse

from funnel.models import Funnel, Step
from tests.funnel.admin.form_data import form_data
from tests.funnel.factories import make_funnel
from tests.funnel.journey.step_conditions import CASES, document_with

pytestmark = pytest.mark.django_db


def thought_of(fact: str) -> Step:
    funnel: Funnel = make_funnel(document_with(CASES[fact].condition))
    return funnel.steps.get(key="thought")


@pytest.mark.parametrize("fact", CASES)
def test_ladder_says_each_condition_in_words(marketer: Client, fact: str) -> None:
    step = thought_of(fact)
    page = marketer.get(reverse("admin:funnel_funnel_change", args=[step.funnel_id]))
    shown = " ".join(html.unescape(page.content.decode()).split())
    assert f">{CASES[fact].words}<" in shown


@pytest.mark.parametrize("fact", CASES)
def test_saving_the_step_keeps_its_condition(marketer: Client, fact: str) -> None:
    step = thought_of(fact)
    page = reverse("admin:funnel_step_change", args=[step.pk])
    before = dict(step.show_if or {})
    response = marketer.post(page, form_data(marketer.get(page)))
    assert response.status_code == 302
    step.refresh_from_db()
    assert step.show_if == before
