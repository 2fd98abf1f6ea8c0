"""Every page a marketer can open: it opens, speaks their words, and keeps others out."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from funnel.models import Funnel, Offer, OptIn, Step
from leads.models import LeadMagnet
from nurture.models import Sequence
from quizzes.models import Question, Quiz

pytestmark = pytest.mark.django_db

CODE_WORDS = re.compile(
    r"publication|\bdraft|outcome|category|magnet|sequence|enrollment|suppression|show_if"
    r"|ambiguous|parked|\bJSON\b|\{\{|\{%",
    re.IGNORECASE,
)
_NOT_SEEN = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_LOCAL_NUMBER = re.compile(
    r'\s(?:value|min|max|step|width|height|[xy][12]?|c[xy]|r|viewBox|style)="[^"]*\d,\d[^"]*"'
)
FUNNEL_PAGES = ("publish", "take_down", "add_step", "add_series")


def pages(funnel: Funnel) -> list[str]:
    """Each page of the six doors, with every row of the funnel behind them."""
    found = [
        reverse("admin:index"),
        reverse("admin:funnel_funnel_changelist"),
        reverse("admin:funnel_funnel_add") + "?blank=1",
        reverse("admin:funnel_starts"),
        reverse("admin:funnel_funnel_change", args=[funnel.pk]),
        reverse("admin:funnel_people"),
        reverse("funnel_numbers"),
        reverse("funnel_numbers_of", args=[funnel.pk]),
        reverse("admin:leads_leadmagnet_changelist"),
        reverse("admin:nurture_sequence_changelist"),
        reverse("admin:leads_business_add"),
        *(reverse(f"admin:funnel_{page}", args=[funnel.pk]) for page in FUNNEL_PAGES),
    ]
    for model in (Quiz, Question, LeadMagnet, Sequence, Step, OptIn, Offer):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        found += [reverse(name, args=[row.pk]) for row in model._default_manager.all()]
    return found


def seen(html: str) -> str:
    return _NOT_SEEN.sub(" ", html)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_page_of_a_marketer_opens_in_other_languages(
    money_habits: Funnel, marketer: Client, language: str
) -> None:
    """With the numbers that browsers read written with a point, whatever people write."""
    found = {}
    for page in pages(money_habits):
        response = marketer.get(page, headers={"Accept-Language": language})
        html = response.content.decode()
        wrong = _LOCAL_NUMBER.findall(html)
        if response.status_code != 200 or f'lang="{language}"' not in html or wrong:
            found[page] = (response.status_code, wrong)
    assert found == {}


def test_every_page_of_a_marketer_opens_without_code_words(
    money_habits: Funnel, marketer: Client
) -> None:
    found = {}
    for page in pages(money_habits):
        response = marketer.get(page)
        words = set(CODE_WORDS.findall(seen(response.content.decode())))
        if response.status_code != 200 or words:
            found[page] = (response.status_code, words)

    assert found == {}


def test_a_marketers_pages_are_closed_to_sales(money_habits: Funnel, salesperson: Client) -> None:
    closed = [page for page in pages(money_habits) if page != reverse("admin:index")]

    assert {salesperson.get(page).status_code for page in closed} == {403}


@pytest.mark.parametrize(
    "name",
    [
        "auth_user",
        "auth_group",
        "leads_lead",
        "leads_emailaddress",
        "leads_consent",
        "leads_activity",
        "leads_visitfacts",
        "nurture_delivery",
        "nurture_outboxmail",
        "funnel_visit",
        "funnel_answer",
    ],
)
def test_personal_rows_are_closed_to_marketers(name: str, marketer: Client) -> None:
    assert marketer.get(reverse(f"admin:{name}_changelist")).status_code == 403


def test_raw_rows_are_open_to_a_superuser_and_change_nothing(admin_client: Client) -> None:
    page = reverse("admin:leads_lead_changelist")

    assert admin_client.get(page).status_code == 200
    assert admin_client.get(reverse("admin:leads_lead_add")).status_code == 403


def test_home_of_sales_shows_one_door(salesperson: Client) -> None:
    response = salesperson.get(reverse("admin:index"))

    assert [door["title"] for door in response.context["doors"]] == ["Leads"]
    assert "cards" not in response.context


def test_home_says_the_next_thing_for_each_funnel(money_habits: Funnel, marketer: Client) -> None:
    response = marketer.get(reverse("admin:index"))

    standing = [(card.state.words, card.state.next_thing) for card in response.context["cards"]]
    assert standing == [("Not live yet", "Publish it")]


def test_gifts_and_mails_are_added_on_the_ladder_only(marketer: Client) -> None:
    for name in ("leads_leadmagnet", "nurture_sequence", "quizzes_quiz", "quizzes_question"):
        assert marketer.get(reverse(f"admin:{name}_add")).status_code == 403


def test_every_row_of_the_ladder_names_its_field(money_habits: Funnel, marketer: Client) -> None:
    address = reverse("admin:funnel_funnel_change", args=[money_habits.pk])
    html = marketer.get(address).content.decode()
    fields = re.findall(r"<input[^>]*name=\"steps-\d+-invite\"[^>]*>", html)
    assert len(fields) == money_habits.steps.count()
    named = 'aria-label="Words on the button that leads here"'
    assert [field for field in fields if named not in field] == []
