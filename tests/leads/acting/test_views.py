"""What sales presses on a lead's page, with script and without, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from leads import warmth
from leads.activity import record_acts
from leads.facts import write_facts
from leads.fit import OUT, Rule
from leads.models import AuditEntry, Lead, Note, StageChange, Suppression, Task, Touch
from leads.scoring_models import Scoring, save_scoring
from leads.suppressing import suppress
from tests.leads.factories import NOW, make_act, make_address, make_lead, make_staff, make_story
from tests.leads.pipeline.team import seller

pytestmark = pytest.mark.django_db

KEY = "0123456789abcdef"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def anna(client: Client) -> Client:
    seller("ben")
    client.force_login(seller("anna"), backend=BACKEND)
    return client


def caller() -> Lead:
    lead = make_address(lead=make_lead(phone="+46701234567"), text="mara@example.com").lead
    write_facts(lead_id=lead.pk, story=make_story(visit_id=lead.pk))
    record_acts(lead=lead, acts=[make_act("call_asked", at=NOW - timedelta(minutes=5))], now=NOW)
    return lead


def press(client: Client, name: str, lead: Lead, **said: object) -> str:
    answer = client.post(
        reverse(f"lead_acts:{name}", args=[lead.pk]),
        {"key": KEY, **said},
        headers={"HX-Request": "true", "HX-Target": "lead"},
    )
    assert answer.status_code == 200
    assert answer.headers["HX-Trigger"] == "desk-changed"
    return answer.content.decode()


def test_claim_says_whose_it_is_and_who_was_quicker(anna: Client, client: Client) -> None:
    lead = caller()
    assert "This lead is yours." in press(anna, "claim", lead)
    lead.refresh_from_db()
    assert lead.owner is not None
    assert (lead.owner.username, lead.stage) == ("anna", "claimed")
    assert "Nobody has this lead yet." in press(anna, "release", lead)


def test_one_tap_and_taking_it_back(anna: Client) -> None:
    lead = caller()
    page = press(anna, "touch", lead, outcome="reached")
    assert "Noted: Reached." in page
    assert Lead.objects.get(pk=lead.pk).stage == "contacted"
    page = press(anna, "take_back", lead, which=Touch.objects.get().pk)
    assert "Noted:" not in page
    assert Lead.objects.get(pk=lead.pk).stage == "new"


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ({"preset": "hour"}, 1),
        # NOW is two in the afternoon in Berlin.
        ({"preset": "afternoon"}, 1),
        ({"preset": "tomorrow"}, 19),
        ({"at": "2026-05-05T18:30"}, 4.5),
    ],
)
def test_call_back_at(anna: Client, said: dict[str, str], hours: float) -> None:
    lead = caller()
    press(anna, "touch", lead, outcome="call_back", **said)
    assert Lead.objects.get(pk=lead.pk).follow_up_at == NOW + timedelta(hours=hours)


def test_stages_by_their_forms(anna: Client) -> None:
    lead = caller()
    press(anna, "move", lead, stage="won", amount="450.5", currency="eur")
    lead.refresh_from_db()
    assert (lead.stage, lead.won_amount, lead.won_currency) == ("won", Decimal("450.50"), "EUR")
    press(anna, "move", lead, stage="nurture", until="2026-06-01")
    lead.refresh_from_db()
    assert (lead.stage, lead.won_amount) == ("nurture", None)


def test_notes_and_tasks_pressed_twice_are_one(anna: Client) -> None:
    lead = caller()
    for _ in range(2):
        press(anna, "note", lead, text="Likes <b>mornings</b>")
        page = press(anna, "task", lead, text="Send prices", due_on="2026-05-07")
    assert "Likes &lt;b&gt;mornings&lt;/b&gt;" in page
    assert (Note.objects.count(), Task.objects.count()) == (1, 1)
    press(anna, "finish", lead, which=Task.objects.get().pk)
    assert Task.objects.get().done_at == NOW


@pytest.mark.parametrize(
    ("name", "said", "sentence"),
    [
        ("touch", {"outcome": "call_back"}, "still to come"),
        ("touch", {"outcome": "call_back", "at": "2020-01-01T10:00"}, "still to come"),
        ("touch", {"outcome": "call_back", "at": "9999-01-01T10:00"}, "within a year"),
        ("touch", {"outcome": "call_back", "at": "soon"}, "valid date"),
        ("touch", {"outcome": "waved"}, "not one of the available choices"),
        ("touch", {"outcome": "reached", "key": "x"}, "open this page once more"),
        ("note", {"text": ""}, "required"),
        ("note", {"text": "a\x00b"}, ""),
        ("note", {"text": "x" * 5001}, "5000"),
        ("task", {"text": "x", "due_on": "31.02."}, "valid date"),
        ("move", {"stage": "won", "amount": "NaN", "currency": "EUR"}, ""),
        ("move", {"stage": "won", "amount": "1", "currency": "E"}, "three letters"),
        ("move", {"stage": "lost"}, "say why"),
        ("move", {"stage": "nurture", "until": "2020-01-01"}, "still to come"),
    ],
)
def test_bad_input_gets_a_sentence_and_stores_nothing(
    anna: Client, name: str, said: dict[str, str], sentence: str
) -> None:
    lead = caller()
    page = press(anna, name, lead, **said)
    assert 'role="alert"' in page
    assert sentence in page
    stored = [rows.objects.count() for rows in (Touch, Note, Task, StageChange)]
    assert (stored, Lead.objects.get(pk=lead.pk).stage) == ([0, 0, 0, 0], "new")


def test_without_script_a_press_leads_back_to_the_person(anna: Client) -> None:
    lead = caller()
    answer = anna.post(reverse("lead_acts:note", args=[lead.pk]), {"key": KEY, "text": "Hello"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/leads/{lead.pk}/")
    refused = anna.post(reverse("lead_acts:note", args=[lead.pk]), {"key": KEY, "text": ""})
    assert (refused.status_code, "required" in refused.content.decode()) == (422, True)


def test_rows_of_other_people_are_not_found(anna: Client) -> None:
    lead, other = caller(), make_lead()
    press(anna, "touch", lead, outcome="reached")
    answer = anna.post(
        reverse("lead_acts:take_back", args=[other.pk]), {"which": Touch.objects.get().pk}
    )
    assert answer.status_code == 404


def test_who_may_only_look_has_no_buttons_and_changes_nothing(client: Client) -> None:
    client.force_login(make_staff(), backend=BACKEND)
    lead = caller()
    page = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "/touch/" not in page
    assert client.post(reverse("lead_acts:claim", args=[lead.pk])).status_code == 403


def test_a_colleagues_lead_is_not_shown(anna: Client) -> None:
    lead = caller()
    Lead.objects.filter(pk=lead.pk).update(owner=seller("ole"))
    assert anna.get(f"/leads/{lead.pk}/").status_code == 404
    assert anna.post(reverse("lead_acts:claim", args=[lead.pk])).status_code == 404


def test_do_not_contact_takes_every_way_away(anna: Client) -> None:
    lead = caller()
    before = anna.get(f"/leads/{lead.pk}/").content.decode()
    suppress(address=lead.addresses.get(), reason=Suppression.Reason.DO_NOT_CONTACT, now=NOW)
    after = anna.get(f"/leads/{lead.pk}/").content.decode()
    ways = ("https://wa.me/", "mailto:", ">Call<", "when we asked")
    assert ([way in before for way in ways], [way in after for way in ways]) == (
        [True] * 4,
        [False] * 4,
    )
    assert "Leave them be" in after


def private_caller() -> Lead:
    lead = caller()
    story = make_story(visit_id=lead.pk, said="I owe the tax office")
    answers = [{**each, "sensitive": True} for each in story.answers]
    write_facts(lead_id=lead.pk, story=replace(story, answers=answers))
    return lead


def look(client: Client, lead: Lead) -> str:
    return client.get(reverse("leads:lead", args=[lead.pk])).content.decode()


def test_a_private_answer_stands_nowhere_on_the_page_and_sales_cannot_open_it(
    anna: Client,
) -> None:
    lead = private_caller()
    html = look(anna, lead)
    assert "I owe the tax office" not in html
    assert "Ask an owner if you need to know one." in html
    assert "Show private answers" not in html

    answer = anna.post(reverse("lead_acts:show_private", args=[lead.pk]))

    assert answer.status_code == 403
    assert "tax office" not in answer.content.decode()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "lead"}])
def test_an_owner_opens_private_answers_for_one_look_which_is_written_down(
    client: Client, headers: dict[str, str]
) -> None:
    owner = seller("olga")
    owner.user_permissions.add(Permission.objects.get(codename="see_sensitive_answers"))
    client.force_login(owner, backend=BACKEND)
    lead = private_caller()
    assert "Show private answers" in look(client, lead)
    assert not AuditEntry.objects.exists(), "looking at the page opens nothing"

    answer = client.post(reverse("lead_acts:show_private", args=[lead.pk]), headers=headers)

    assert answer.status_code == 200
    assert "I owe the tax office" in answer.content.decode()
    assert list(AuditEntry.objects.values_list("kind", "by_name", "lead_id", "created_at")) == [
        ("sensitive_seen", "olga", lead.pk, NOW)
    ]
    assert "I owe the tax office" not in look(client, lead), "the next look is closed again"


@pytest.mark.parametrize("is_second", [False, True])
def test_do_not_contact_leaves_no_way_to_reach_somebody_on_the_page(
    anna: Client, is_second: bool
) -> None:
    """Whichever of their addresses it was said to."""
    lead = caller()
    address = lead.addresses.get()
    if is_second:
        address = make_address(lead=lead, text="second@example.com")
    before = look(anna, lead)
    ways = ("tel:", "wa.me", "mailto:", "data-copy=", 'class="opener"')
    assert [way in before for way in ways] == [True] * 5

    suppress(address=address, reason="do_not_contact", now=NOW)

    after = look(anna, lead)
    assert [way in after for way in ways] == [False] * 5
    assert "Do not contact" in after
    assert "Leave them be" in after


def test_the_grade_of_the_match_opens_as_what_they_said(anna: Client) -> None:
    lead = caller()
    assert "Match:" not in look(anna, lead)
    rule = Rule(1, "quiz", "rate", "last-year", OUT, "How do you set your rate?", "Last year's")
    save_scoring(scoring=Scoring(warmth.DEFAULT, (rule,)), note="", by=None, now=NOW)
    html = look(anna, lead)
    assert "Match: D, does not fit" in html
    assert "rules out" in html
