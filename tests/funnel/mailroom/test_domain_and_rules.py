from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from funnel.mailroom.rules_forms import duration
from leads.models import Business
from nurture.models import DomainReport, MailRules
from nurture.rules import rules
from nurture.watching import domain
from tests.services.names import NameServer

pytestmark = pytest.mark.django_db

DOMAIN, RULES = "/admin/mail/domain/", "/admin/mail/rules/"
FINE = {
    "cap_day": "1",
    "cap_week": "3",
    "slowed_an_hour": "20",
    "reply_rests_days": "7",
    "alert_after_minutes": "15",
    "resends_requested": "on",
}


@pytest.fixture
def marketer(client: Client) -> Client:
    person = User.objects.create_user("mara", is_staff=True)
    person.groups.add(Group.objects.get(name="Marketing"))
    client.force_login(person)
    return client


@pytest.fixture
def lark() -> None:
    Business.objects.create(name="L", sender_name="K", sender_email="kim@lark.de")


def test_without_a_domain_the_page_says_where_to_write_it(marketer: Client) -> None:
    assert "There is no domain to look at yet." in marketer.get(DOMAIN).content.decode()


@pytest.mark.usefixtures("lark")
def test_a_press_checks_and_shows_what_to_paste(
    marketer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = NameServer({"lark.de": {"TXT": ['"v=spf1 mx"', '"<script>"']}})
    server.start()
    monkeypatch.setattr(domain, "own_resolver", server.resolver)
    assert "Not checked yet" in marketer.get(DOMAIN).content.decode()
    assert not DomainReport.objects.exists()

    text = marketer.post(DOMAIN, {"domain": "lark.de", "selector": "acme"}, follow=True)
    again = marketer.post(DOMAIN, {"domain": "lark.de"}, follow=True)
    server.stop()

    page = text.content.decode()
    assert "There is no key under the name “acme”." in page
    assert "acme._domainkey.lark.de" in page
    assert "v=DMARC1; p=none; rua=mailto:kim@lark.de" in page
    assert 'value="acme"' in page
    assert [str(each) for each in again.context["messages"]] == [
        "It was checked a moment ago. Try again in half a minute."
    ]


@pytest.mark.usefixtures("lark")
@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"domain": "lark.de", "selector": "a b"}, "letters, digits, hyphens"),
        ({"domain": "lark.de", "selector": "x" * 300}, "at most 200"),
        ({"domain": "other.de"}, ""),
        ({}, ""),
    ],
)
def test_bad_input_checks_nothing(marketer: Client, data: dict[str, str], words: str) -> None:
    answer = marketer.post(DOMAIN, data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not DomainReport.objects.exists()


def test_rules_are_saved_and_count_at_once(marketer: Client) -> None:
    assert rules().cap_day == 1
    marketer.post(RULES, {**FINE, "cap_day": "2", "google_a_minute": "60", "most_a_day": ""})
    assert (rules().cap_day, rules().google_a_minute, rules().most_a_day) == (2, 60, None)
    assert "At 60 a minute, 10,000 mails take 2 h 47 min." in marketer.get(RULES).content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cap_day": "0"}, "A whole number from 1 to 10."),
        ({"cap_day": "many"}, "A whole number from 1 to 10."),
        ({"cap_day": "5"}, "A week cannot hold fewer mails than one of its days."),
        ({"google_a_minute": "99999999999999999999"}, "A whole number from 1 to 10,000."),
        ({"alert_after_minutes": "1"}, "A whole number from 5 to 1,440."),
        ({"alert_email": "nobody"}, "valid email"),
        ({"cap_week": ""}, "required"),
    ],
)
def test_a_rule_out_of_bounds_changes_nothing(
    marketer: Client, change: dict[str, str], words: str
) -> None:
    answer = marketer.post(RULES, {**FINE, **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not MailRules.objects.exists()


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0.2, "1 min"), (59, "59 min"), (60, "1 h"), (166.7, "2 h 47 min"), (10_000, "166 h 40 min")],
)
def test_durations_are_said_as_people_say_them(minutes: float, words: str) -> None:
    assert duration(minutes) == words
