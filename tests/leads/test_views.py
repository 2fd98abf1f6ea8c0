from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leads.activity import record_acts
from leads.business import business
from leads.consents import confirm_address
from leads.details import Detail, keep_details
from leads.facts import write_facts
from leads.models import Consent, Lead, VisitFacts
from leads.suppressing import suppress
from tests.leads.factories import (
    EVERY_KIND,
    NOW,
    ago,
    make_act,
    make_address,
    make_business,
    make_consent,
    make_lead,
    make_staff,
    make_story,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sales(client: Client) -> Client:
    client.force_login(make_staff(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _mara() -> Lead:
    lead = make_lead(name="Mara Lindqvist", phone="+46 40 123", at=ago(days=2))
    address = make_address(lead=lead, text="mara+list@example.com")
    make_consent(address, at=ago(days=2), text="Yes, write to me.")
    confirm_address(address=address, now=ago(days=2), channel="mail")
    write_facts(lead_id=lead.pk, story=make_story(visit_id=lead.pk))
    acts = [
        make_act("call_asked", label="Asked for a call", at=ago(minutes=30), kind="call"),
        make_act("quiz_finished", label="Finished the quiz", at=ago(days=1), kind="quiz"),
        make_act(label="Your result", at=ago(days=1), kind="mail"),
    ]
    record_acts(lead=lead, acts=acts, now=NOW)
    return lead


def _text(client: Client, url: str, **headers: str) -> str:
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("path", ["/leads/", "/leads/1/"])
def test_desk_sends_strangers_to_the_login(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={path}")


def test_desk_sends_htmx_to_the_login_as_a_whole(client: Client) -> None:
    response = client.get("/leads/1/", headers={"HX-Request": "true", "HX-Target": "lead"})
    assert (response.status_code, response["HX-Redirect"]) == (200, "/admin/login/?next=/leads/1/")
    assert response.content == b""


@pytest.mark.parametrize("path", ["/leads/", "/leads/1/"])
def test_desk_refuses_staff_without_the_permission(client: Client, path: str) -> None:
    marketer = make_staff("marketer", may_see_leads=False)
    client.force_login(marketer, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(path)
    assert response.status_code == 403
    assert "This desk is for sales" in response.content.decode()


def test_desk_refuses_people_who_are_no_staff(client: Client) -> None:
    user = make_staff("customer")
    user.is_staff = False
    user.save()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/leads/").status_code == 302


def test_desk_shows_who_is_ready_and_why(sales: Client) -> None:
    lead = _mara()
    page = _text(sales, "/leads/")
    assert f'href="/leads/{lead.pk}/"' in page
    for words in (
        "Mara Lindqvist",
        "hot 50",
        "Asked for a call",
        "To do",
        "Log out",
        "Pick somebody",
    ):
        assert words in page


def _part(client: Client, url: str) -> tuple[int, str]:
    response = client.get(url, headers={"HX-Request": "true", "HX-Target": "queue"})
    return response.status_code, response.content.decode()


def test_desk_list_comes_anew_only_where_it_changed(sales: Client) -> None:
    lead = _mara()
    status, first = _part(sales, "/leads/?owner=free")
    assert (status, "<html" in first, 'id="tabs"' in first) == (200, False, True)
    again = re.search(r'hx-get="([^"]+)"', first)
    assert again is not None
    url = again[1].replace("&amp;", "&")
    assert url.startswith("/leads/?owner=free&v=")
    assert _part(sales, url) == (204, "")
    boss = make_staff("boss")
    Lead.objects.filter(pk=lead.pk).update(owner=boss, claimed_at=NOW)
    status, changed = _part(sales, url)
    assert (status, f"/leads/{lead.pk}/" in changed) == (200, False)


def test_desk_tells_of_a_claim_of_a_colleague(sales: Client) -> None:
    lead = _mara()
    boss = make_staff("boss")
    Lead.objects.filter(pk=lead.pk).update(owner=boss, claimed_at=NOW)
    page = _text(sales, "/leads/")
    assert "boss has just claimed this" in page
    assert f"/leads/{lead.pk}/" not in page
    assert sales.get(f"/leads/{lead.pk}/").status_code == 404


def test_desk_list_that_asks_by_itself_never_leads_to_the_login(client: Client) -> None:
    assert _part(client, "/leads/?v=1") == (204, "")


def test_desk_never_is_kept_by_a_cache(sales: Client) -> None:
    response = sales.get("/leads/")
    assert "no-store" in response["Cache-Control"]
    assert "HX-Request" in response["Vary"]


def test_desk_takes_no_posts(sales: Client) -> None:
    assert sales.post("/leads/").status_code == 405


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "No leads yet"), ("?tab=all&q=zzz", "Nobody by that name, address or phone")],
)
def test_desk_says_so_when_it_is_empty(sales: Client, query: str, words: str) -> None:
    assert words in _text(sales, f"/leads/{query}")


def test_desk_says_that_nothing_is_to_do(sales: Client) -> None:
    make_lead()
    assert "Nothing to do right now" in _text(sales, "/leads/")


def test_lead_shows_answers_story_and_permission(sales: Client) -> None:
    make_business(time_zone="Europe/Stockholm")
    page = _text(sales, reverse("leads:lead", args=[_mara().pk]))
    for words in (
        "<title>Mara Lindqvist · Small Yes</title>",
        "mara+list@example.com",
        'href="mailto:mara%2Blist@example.com"',
        'href="tel:+46%2040%20123"',
        "How do you set your rate?",
        "Last year&#x27;s",
        "Quiet discounter",
        '<meter min="0" max="100" value="40" aria-label="Pricing">',
        "Ticked the box on 3 May 2026, 14:00. Confirmed: 14:00.",
        '<blockquote dir="auto"> Yes, write to me. </blockquote>',
        "newsletter",
        "Why 50?",
        "13:30",
        "+40",
    ):
        assert words in page


def test_lead_shows_an_answer_of_every_kind(sales: Client) -> None:
    lead = make_lead()
    story = make_story(visit_id=1)
    figures = [{"key": "lost", "name": "a month lost", "value": 380.0, "said": "€380"}]
    write_facts(
        lead_id=lead.pk, story=replace(story, answers=EVERY_KIND, figures=figures, score=72)
    )
    page = _text(sales, f"/leads/{lead.pk}/?tab=all")
    for words in (
        "<dd> <bdi>Referrals, Ads</bdi> </dd>",
        "<dd> <bdi>7 of 10</bdi> </dd>",
        "<dd> <bdi><q>Getting paid</q></bdi> </dd>",
        '<blockquote dir="auto"> <p>Clients pay late.</p> <p>I don&#x27;t ask.</p> </blockquote>',
        '<ol class="places"> <li><bdi>Time</bdi></li><li><bdi>Money, now</bdi></li> </ol>',
        "<strong><bdi>€380</bdi></strong> <span><bdi>a month lost</bdi></span>",
        "<strong>72 %</strong> <span>overall</span>",
        "<summary> Skipped 1 question </summary> <ul> <li><bdi>Your website?</bdi></li> </ul>",
        "<bdi>Quiet discounter</bdi>",
        "<bdi><strong>€380</strong> a month lost</bdi>",
    ):
        assert words in page, words


def test_desk_reads_from_right_to_left(sales: Client) -> None:
    lead = _mara()
    page = _text(sales, f"/leads/{lead.pk}/", **{"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl">' in page


def test_lead_swapped_in_is_the_pane_alone(sales: Client) -> None:
    url = reverse("leads:lead", args=[_mara().pk])
    pane = _text(sales, url, **{"HX-Request": "true", "HX-Target": "lead"})
    assert pane.startswith("<title>Mara Lindqvist · Small Yes</title>")
    assert "<html" not in pane
    assert 'class="rows"' in _text(sales, url)


def test_lead_keeps_the_list_it_was_opened_from(sales: Client) -> None:
    lead = make_lead(name="Cold")
    page = _text(sales, f"/leads/{lead.pk}/?tab=all&q=col")
    assert f'href="/leads/{lead.pk}/?tab=all&amp;q=col" aria-current="page"' in page
    assert 'href="/leads/?tab=all&amp;q=col"' in page


def test_lead_that_must_not_be_mailed_offers_no_mail(sales: Client) -> None:
    address = make_address(text="quiet@example.com")
    suppress(address=address, reason="unsubscribed", now=ago(days=1))
    page = _text(sales, f"/leads/{address.lead_id}/")
    assert "mailto:" not in page
    assert "<strong>No. Unsubscribed</strong>" in page
    assert "quiet@example.com" in page


def test_lead_without_facts_or_address_is_shown(sales: Client) -> None:
    lead = Lead.objects.create(created_at=NOW, last_act_at=NOW, stage_changed_at=NOW)
    page = _text(sales, f"/leads/{lead.pk}/")
    for words in ("No name yet", "No answers yet", "There is no address to write to", "cold 0"):
        assert words in page


def test_lead_shows_what_was_filled_in_at_the_gate(sales: Client) -> None:
    lead = make_lead(name="Mara", phone="+4915123456789")
    Lead.objects.filter(pk=lead.pk).update(company="Ledger & Lark")
    details = [
        Detail("rates/address/team", "How large is your team?", "Twelve <people>"),
        Detail("rates/address/tool", "What do you write bills with?", "By hand"),
    ]
    keep_details(lead=lead, details=details, now=NOW)
    page = _text(sales, f"/leads/{lead.pk}/")
    for words in (
        "<bdi>Ledger &amp; Lark</bdi>",
        'href="tel:+4915123456789" dir="ltr">',
        "What they filled in",
        "How large is your team?",
        "Twelve &lt;people&gt;",
        "What do you write bills with?",
        "By hand",
    ):
        assert words in page, words


THROW_AWAY, NO_MAIL = "throw-away address", "takes no mail"


@pytest.mark.parametrize(
    ("is_throwaway", "takes_mail", "flags"),
    [
        (False, None, []),
        (False, True, []),
        (True, None, [THROW_AWAY]),
        (False, False, [NO_MAIL]),
        (True, False, [THROW_AWAY, NO_MAIL]),
    ],
)
def test_lead_flags_addresses_that_reach_nobody(
    sales: Client, is_throwaway: bool, takes_mail: bool | None, flags: list[str]
) -> None:
    address = make_address(lead=make_lead(name="Mara"))
    type(address).objects.update(is_throwaway=is_throwaway, takes_mail=takes_mail)
    page = _text(sales, f"/leads/{address.lead_id}/").lower()
    assert [each for each in (THROW_AWAY, NO_MAIL) if each in page] == flags


def test_lead_that_was_merged_leads_to_the_root(sales: Client) -> None:
    root, merged = make_lead(), make_lead()
    Lead.objects.filter(pk=merged.pk).update(merged_into=root)
    assert sales.get(f"/leads/{merged.pk}/")["Location"] == f"/leads/{root.pk}/"


@pytest.mark.parametrize("number", ["999", "99999999999999999999999"])
def test_lead_unknown_is_not_found(sales: Client, number: str) -> None:
    assert sales.get(f"/leads/{number}/").status_code == 404


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_desk_asks_as_often_for_thirty_leads_as_for_three(sales: Client) -> None:
    business()
    people = [_person(number) for number in range(3)]
    urls = ["/leads/", "/leads/?tab=all&q=e", f"/leads/{people[0].pk}/"]
    sales.get("/leads/")  # what the filters offer is kept from here on
    before = [_queries(sales, url) for url in urls]
    for number in range(3, 30):
        _person(number)
    for visit_id in range(900, 930):
        write_facts(lead_id=people[0].pk, story=make_story(visit_id=visit_id))
        record_acts(lead=people[0], acts=[make_act("gift"), make_act(kind="mail")], now=NOW)
    assert [_queries(sales, url) for url in urls] == before
    assert max(before[:2]) <= 17
    assert before[2] <= 30


def _person(number: int) -> Lead:
    lead = make_lead(name=f"Person {number}", at=NOW)
    make_consent(make_address(lead=lead))
    write_facts(lead_id=lead.pk, story=make_story(visit_id=number))
    record_acts(lead=lead, acts=[make_act("call_asked"), make_act("gift")], now=NOW)
    return lead


def test_desk_shows_every_text_literally(sales: Client) -> None:
    bad = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}"
    lead = make_lead(name=bad[:60], phone=bad[:32])
    Lead.objects.filter(pk=lead.pk).update(company=bad)
    address = make_address(lead=lead)
    type(address).objects.filter(pk=address.pk).update(address=bad)
    for moment in Consent.Moment.values[:2]:
        make_consent(address, moment=moment, text=bad)
    Consent.objects.update(url=bad, language="<b>")
    write_facts(lead_id=lead.pk, story=make_story())
    VisitFacts.objects.update(
        funnel_name=bad,
        outcome_name=bad,
        source=bad,
        last_step=bad,
        device="<script>",
        topics=[{"key": "a", "name": bad, "percent": bad}, bad],
        answers=[{"asked": bad, "said": bad}, {"said": [bad]}, {}],
    )
    acts = [make_act("call_asked", label=bad, subject=bad), make_act(label=bad, kind="mail")]
    record_acts(lead=lead, acts=acts, now=NOW)
    for url in ("/leads/", f"/leads/{lead.pk}/", "/leads/?tab=all&q=%3Cscript%3E"):
        page = _text(sales, url)
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page
    assert "{{ 7|add:7 }}" in _text(sales, f"/leads/{lead.pk}/")
