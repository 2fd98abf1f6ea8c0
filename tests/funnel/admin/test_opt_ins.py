"""The page of a gate: which fields it has, in which order, and the keys nobody types."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from funnel.models import Funnel, OptIn
from funnel.portable.exporting import export_document
from tests.funnel.admin.form_data import Data, form_data
from tests.funnel.factories import make_funnel, make_rich_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate() -> OptIn:
    return OptIn.objects.get(step__funnel=make_funnel(make_rich_document()))


def page(gate: OptIn) -> str:
    return reverse("admin:funnel_optin_change", args=[gate.pk])


def with_fields(data: Data, *rows: tuple[str, str]) -> Data:
    """The page's form with these kinds and words in the place of the fields it had."""
    kept = {name: value for name, value in data.items() if not name.startswith("fields-")}
    management = {"TOTAL_FORMS": len(rows), "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0}
    made = {
        f"fields-{number}-{name}": value
        for number, (kind, label) in enumerate(rows)
        for name, value in (("kind", kind), ("label", label), ("position", number))
    }
    return {**kept, **{f"fields-{name}": value for name, value in management.items()}, **made}


def rows(gate: OptIn) -> list[tuple[str, str, str]]:
    return list(gate.fields.order_by("position").values_list("kind", "key", "label"))


def test_saving_a_gate_changes_nothing_by_itself(marketer: Client, gate: OptIn) -> None:
    before = export_document(gate.step.funnel)
    response = marketer.post(page(gate), form_data(marketer.get(page(gate))))
    assert response.status_code == 302
    assert export_document(Funnel.objects.get(pk=gate.step.funnel_id)) == before


def test_fields_stand_in_their_order_and_keys_are_made_of_their_words(
    marketer: Client, gate: OptIn
) -> None:
    data = form_data(marketer.get(page(gate)))
    gate.fields.all().delete()
    asked = [("text", "Team size?"), ("phone", ""), ("text", "Team size?"), ("email", "Mail")]
    response = marketer.post(page(gate), with_fields(data, *asked))
    assert response.status_code == 302
    assert rows(gate) == [
        ("text", "team-size", "Team size?"),
        ("phone", "", ""),
        ("text", "team-size-2", "Team size?"),
        ("email", "", "Mail"),
    ]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ([("company", "")], "Ask for an address or a phone number: else nobody can be reached."),
        ([("email", ""), ("email", "")], "The same is asked for twice. Keep one of the two."),
        ([("email", ""), ("text", "")], "Write what this field asks for: How large is your team?"),
    ],
)
def test_a_gate_that_cannot_work_is_not_kept(
    marketer: Client, gate: OptIn, asked: list[tuple[str, str]], sentence: str
) -> None:
    data = form_data(marketer.get(page(gate)))
    gate.fields.all().delete()
    response = marketer.post(page(gate), with_fields(data, *asked))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert rows(gate) == []
