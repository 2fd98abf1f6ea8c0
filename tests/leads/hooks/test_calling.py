from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from leads.activity import record_acts
from leads.facts import write_facts
from leads.hooks import calling
from leads.hooks.calling import WAITS, call_due, queue_calls, resend, send_test
from leads.hooks.signing import new_secret
from leads.models import Happening, Lead, VisitFacts, Webhook, WebhookAttempt, WebhookCall
from leads.privacy import erase_lead
from tests.leads.factories import NOW, make_act, make_address, make_lead, make_story
from tests.leads.hooks.receiver import Receiver, receiving

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    with receiving() as receiver:
        yield receiver


def webhook(url: str, *events: str) -> Webhook:
    return Webhook.objects.create(
        name="CRM", url=url, secret=new_secret(), events=list(events), created_at=NOW
    )


def person() -> Lead:
    lead = make_address(lead=make_lead(phone="+46701234567"), text="mara@example.com").lead
    write_facts(lead_id=lead.pk, story=make_story(visit_id=7))
    finished = make_act("quiz_finished", at=NOW, label="Finished the quiz: Quiet discounter")
    record_acts(lead=lead, acts=[finished], now=NOW)
    return lead


def queued(*happenings: Happening) -> list[WebhookCall]:
    queue_calls(happenings=happenings or list(Happening.objects.all()), now=NOW)
    return list(WebhookCall.objects.order_by("pk"))


def states() -> list[tuple[str, int, datetime]]:
    rows = WebhookCall.objects.order_by("pk")
    return [(row.state, row.attempts, row.due_at) for row in rows]


def test_a_call_arrives_signed_with_questions_and_answers(receiver: Receiver) -> None:
    hook = webhook(receiver.url, "quiz_finished")
    lead = person()
    assert [call.event for call in queued()] == ["quiz_finished"]

    assert call_due(now=NOW, limit=10) == 1

    (got,) = receiver.got
    assert got.is_signed_with(hook.secret)
    assert not got.is_signed_with(new_secret())
    told = json.loads(got.body)
    assert (told["type"], told["timestamp"]) == ("quiz.finished", NOW.isoformat())
    assert told["data"]["what"] == "Finished the quiz: Quiet discounter"
    assert told["data"]["lead"] | {"page": ""} == {
        "id": lead.pk,
        "name": "Mara",
        "company": "",
        "phone": "+46701234567",
        "address": "mara@example.com",
        "is_confirmed": False,
        "stage": "new",
        "interest": 10,
        "band": "cold",
        "match": "?",
        "small_yeses": lead.depth,
        "may_mail": False,
        "do_not_contact": False,
        "since": NOW.isoformat(),
        "page": "",
    }
    assert told["data"]["lead"]["page"].endswith(f"/leads/{lead.pk}/")
    assert told["data"]["visit"]["answers"] == [
        {"question": "How do you set your rate?", "answer": "Last year's"}
    ]
    assert states() == [("delivered", 1, NOW)]
    row = WebhookAttempt.objects.get()
    assert (row.status, row.answer) == (200, "thanks")


def test_private_answers_are_told_to_nobody_else(receiver: Receiver) -> None:
    webhook(receiver.url, "new_lead")
    person()
    rows = [{**each, "sensitive": True} for each in make_story().answers]
    VisitFacts.objects.update(answers=rows)
    (call,) = queued()
    assert "Last year's" not in call.body


def test_queueing_twice_makes_one_call_for_each_that_wants_it() -> None:
    webhook("https://a.example", "new_lead", "quiz_finished")
    webhook("https://b.example", "new_lead")
    off = webhook("https://c.example", "new_lead")
    Webhook.objects.filter(pk=off.pk).update(is_on=False)
    person()
    queued()
    made = [(call.webhook.url, call.event) for call in queued()]
    assert sorted(made) == [
        ("https://a.example", "new_lead"),
        ("https://a.example", "quiz_finished"),
        ("https://b.example", "new_lead"),
    ]


def test_a_system_that_is_away_for_a_day_is_told_in_the_end(receiver: Receiver) -> None:
    hook = webhook(receiver.url, "new_lead")
    person()
    queued()
    receiver.status = 500
    at = NOW
    for number, wait in enumerate(WAITS, start=1):
        assert call_due(now=at, limit=10) == 1
        assert states() == [("waiting", number, at + wait)]
        assert call_due(now=at + wait - timedelta(seconds=1), limit=10) == 0
        at += wait
    assert at - NOW > timedelta(days=1)
    hook.refresh_from_db()
    assert hook.failing_since == NOW

    receiver.status = 204
    receiver.says = b""
    assert call_due(now=at, limit=10) == 1
    assert states() == [("delivered", 6, at)]
    assert Webhook.objects.get().failing_since is None
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1


def test_a_call_that_was_given_up_can_be_sent_again(receiver: Receiver) -> None:
    webhook(receiver.url, "new_lead")
    person()
    (call,) = queued()
    receiver.status = 500
    WebhookCall.objects.update(attempts=len(WAITS))
    call_due(now=NOW, limit=10)
    assert states() == [("failed", 6, NOW)]
    assert call_due(now=LATER, limit=10) == 0

    receiver.status = 200
    assert resend(calls=[call.pk], now=LATER) == 1
    assert call_due(now=LATER, limit=10) == 1
    assert states() == [("delivered", 1, LATER)]
    assert [got.headers["webhook-id"] for got in receiver.got] == [call.key] * 2


def test_a_refusal_of_one_call_leaves_the_others_of_that_system_for_later(
    receiver: Receiver,
) -> None:
    webhook(receiver.url, "new_lead", "quiz_finished")
    with receiving() as other:
        webhook(other.url, "new_lead")
        person()
        queued()
        receiver.status = 500
        assert call_due(now=NOW, limit=10) == 2
        assert (len(receiver.got), len(other.got)) == (1, 1)


def test_gone_for_good_turns_a_webhook_off_and_says_so(receiver: Receiver) -> None:
    hook = webhook(receiver.url, "new_lead")
    person()
    queued()
    receiver.status = 410
    call_due(now=NOW, limit=10)
    hook.refresh_from_db()
    assert (hook.is_on, hook.off_reason) == (False, "It answered that it is gone for good (410).")
    assert call_due(now=LATER, limit=10) == 0


def test_an_inner_address_is_never_called_and_the_log_says_why(
    settings: Settings,
) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = []
    webhook("https://127.0.0.1:9999/", "new_lead")
    person()
    queued()
    call_due(now=NOW, limit=10)
    row = WebhookAttempt.objects.get()
    assert (row.status, row.answer) == (
        0,
        "This address is of an inner network. Only public ones are called.",
    )


def test_a_redirect_is_refused_with_a_sentence(receiver: Receiver) -> None:
    hook = webhook(receiver.url)
    receiver.status = 307
    receiver.headers = {"Location": "http://127.0.0.1:1/"}
    tried = send_test(webhook=hook, now=NOW)
    assert (tried.status, tried.is_ok) == (307, False)
    assert tried.said.startswith("It sends us elsewhere")


def test_a_test_is_posted_at_once_and_once_only(receiver: Receiver) -> None:
    hook = webhook(receiver.url)
    tried = send_test(webhook=hook, now=NOW)
    assert (tried.status, tried.said, tried.is_ok) == (200, "thanks", True)
    told = json.loads(receiver.got[0].body)
    assert (told["type"], told["data"]["lead"]["id"]) == ("test", 0)
    receiver.status = 500
    send_test(webhook=hook, now=NOW)
    assert [row[0] for row in states()] == ["delivered", "failed"]
    assert call_due(now=LATER, limit=10) == 0
    assert resend(calls=[*WebhookCall.objects.values_list("pk", flat=True)], now=LATER) == 0


def test_a_worker_that_died_leaves_its_call_to_the_next(receiver: Receiver) -> None:
    webhook(receiver.url, "new_lead")
    person()
    queued()
    WebhookCall.objects.update(leased_until=NOW + timedelta(seconds=60), attempts=1)
    assert call_due(now=NOW, limit=10) == 0
    assert call_due(now=NOW + timedelta(seconds=60), limit=10) == 1


def test_erasing_a_person_takes_away_what_would_be_told_of_them() -> None:
    webhook("https://a.example", "new_lead", "quiz_finished")
    lead = person()
    queued()
    erase_lead(lead_ids=[lead.pk], now=NOW, is_suppressed=False)
    assert not WebhookCall.objects.exists()
    assert not Happening.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_call_each_once(receiver: Receiver) -> None:
    webhook(receiver.url, "new_lead")
    for number in range(6):
        record_acts(
            lead=make_lead(name=str(number)), acts=[make_act("quiz_finished", at=NOW)], now=NOW
        )
    assert len(queued()) == 6

    def work(_number: int) -> int:
        try:
            return calling.call_due(now=NOW, limit=10)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(work, range(3))) == 6
    keys = [got.headers["webhook-id"] for got in receiver.got]
    assert (len(keys), len(set(keys))) == (6, 6)
