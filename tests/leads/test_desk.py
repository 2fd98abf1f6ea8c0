from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from leads.activity import record_acts, refresh_numbers
from leads.desk import ALL, DeskQuestion, desk_list
from leads.facts import write_facts
from leads.models import Lead
from leads.said import SaidFigure, SaidResult
from tests.leads.factories import NOW, ago, make_act, make_address, make_lead, make_story

pytestmark = pytest.mark.django_db


def _person(name: str, *keys: str, days: int = 0) -> Lead:
    lead = make_lead(name=name, at=ago(days=days))
    make_address(lead=lead, text=f"{name or 'nobody'}@example.com".lower())
    acts = [make_act(key, label=f"Did {key}", at=ago(days=days)) for key in keys]
    record_acts(lead=lead, acts=acts, now=NOW)
    return lead


def _titles(question: DeskQuestion) -> list[str]:
    return [row.title for row in desk_list(question, NOW).rows]


def test_desk_list_puts_who_waits_for_a_call_first_then_the_warmest() -> None:
    _person("Warm", "quiz_finished", "gift", "address_given")
    _person("Hot", "offer_pressed", "reply", "offer_seen", "gift")
    _person("Caller", "call_asked", days=20)
    _person("Cold", "poll")
    assert _titles(DeskQuestion()) == ["Caller", "Hot", "Warm"]
    assert _titles(DeskQuestion(tab=ALL)) == ["Caller", "Hot", "Warm", "Cold"]


def test_desk_list_leaves_out_decided_merged_and_test_people() -> None:
    for name, change in (
        ("Won", {"stage": "won"}),
        ("Nomatch", {"stage": "disqualified"}),
        ("Test", {"is_test": True}),
        ("Merged", {"merged_into": make_lead(name="Root")}),
    ):
        person = _person(name, "call_asked")
        Lead.objects.filter(pk=person.pk).update(**change)
        refresh_numbers(lead_ids=[person.pk], now=NOW)
    shown = desk_list(DeskQuestion(), NOW)
    assert (list(shown.rows), shown.to_do_count, shown.all_count) == ([], 0, 3)
    assert _titles(DeskQuestion(tab=ALL)) == ["Nomatch", "Won", "Root"]


def test_desk_list_computes_the_number_from_the_ledger_now() -> None:
    _person("Mara", "call_asked", "reply")
    row = desk_list(DeskQuestion(), NOW + timedelta(days=7)).rows[0]
    assert (row.total, row.band, row.why_now) == (30, "warm", "Did call_asked")


def test_desk_list_names_people_without_a_name_by_their_address() -> None:
    _person("", "call_asked")
    Lead.objects.create(
        phone="+46 40 1",
        created_at=ago(days=1),
        last_act_at=ago(days=1),
        stage_changed_at=ago(days=1),
    )
    assert _titles(DeskQuestion(tab=ALL)) == ["nobody@example.com", "+46 40 1"]


@pytest.mark.parametrize("text", ["MAR", "mara@exa", "a@example.com"])
def test_desk_list_finds_by_name_or_address(text: str) -> None:
    _person("Mara")
    _person("Tom")
    assert _titles(DeskQuestion(tab=ALL, search=text)) == ["Mara"]


def test_desk_list_takes_search_signs_literally() -> None:
    _person("Mara")
    assert _titles(DeskQuestion(tab=ALL, search="%")) == []
    assert _titles(DeskQuestion(tab=ALL, search="M_ra")) == []


def test_desk_list_shows_the_newest_result_also_of_merged_rows() -> None:
    root, merged, other = make_lead(name="Root"), make_lead(name="Merged"), make_lead(name="Other")
    Lead.objects.filter(pk=merged.pk).update(merged_into=root)
    figures = [{"key": "lost", "name": "a month lost", "value": 380, "said": "€380"}]
    for lead, number, name in ((merged, 1, "Older"), (root, 2, "Newer"), (root, 3, "")):
        story = make_story(visit_id=number, at=ago(days=4 - number))
        write_facts(
            lead_id=lead.pk, story=replace(story, outcome_name=name, figures=figures[: number % 3])
        )
    shown = {row.title: row.result for row in desk_list(DeskQuestion(tab=ALL), NOW).rows}
    assert shown == {
        "Root": SaidResult("Newer", None, (SaidFigure("€380", "a month lost"),)),
        other.name: SaidResult(),
    }


def test_desk_list_has_pages() -> None:
    for number in range(27):
        make_lead(name=f"Person {26 - number}")
    shown = desk_list(DeskQuestion(tab=ALL, page=2), NOW)
    assert [row.title for row in shown.rows] == ["Person 25", "Person 26"]
    assert shown.previous_query == "tab=all"
    assert desk_list(DeskQuestion(tab=ALL), NOW).next_query == "tab=all&page=2"
    assert desk_list(DeskQuestion(tab=ALL, page=99), NOW).page.number == 2
