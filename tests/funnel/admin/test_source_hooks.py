from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from funnel.models import Funnel
from tests.funnel.admin.form_data import form_data

pytestmark = pytest.mark.django_db

_SET = "source_hooks"


def saved(client: Client, funnel: Funnel, *rows: tuple[str, str]) -> str:
    """The funnel's page saved with these sources and hooks behind those it has; what it says."""
    page = reverse("admin:funnel_funnel_change", args=[funnel.pk])
    data = form_data(client.get(page))
    first = int(str(data[f"{_SET}-TOTAL_FORMS"]))
    for number, (source, text) in enumerate(rows, first):
        more = {"source": source, "text": text, "reassurance": "", "position": number, "id": ""}
        data |= {f"{_SET}-{number}-{name}": value for name, value in more.items()}
        data[f"{_SET}-{number}-funnel"] = funnel.pk
    data[f"{_SET}-TOTAL_FORMS"] = first + len(rows)
    return client.post(page, data).content.decode()


def test_words_for_a_source_get_a_key_and_small_letters(
    money_habits: Funnel, marketer: Client
) -> None:
    money_habits.source_hooks.all().delete()
    saved(marketer, money_habits, (" Face  Book", "Seen on Facebook?"), ("ads", "Ad?"))
    rows = money_habits.source_hooks.values_list("key", "source", "text")
    assert list(rows) == [("face-book", "face book", "Seen on Facebook?"), ("ads", "ads", "Ad?")]


def test_a_source_named_twice_is_refused_in_words(money_habits: Funnel, marketer: Client) -> None:
    money_habits.source_hooks.all().delete()
    html = saved(marketer, money_habits, ("ads", "One"), ("ADS", "Two"))
    assert "Two of these first words are for the same source." in html
    assert money_habits.source_hooks.count() == 0
