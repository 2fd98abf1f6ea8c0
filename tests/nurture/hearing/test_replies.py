"""Replies: whose they are, that they count once, and that a machine's are none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from leads.activity import ledgers_of
from leads.models import Activity, Lead, Suppression
from leads.warmth import score
from nurture.hearing.letters import read_letter
from nurture.hearing.replies import (
    assign_reply,
    delete_reply,
    drop_unmatched,
    is_stop,
    note_reply,
    reply_texts,
    take_reply,
)
from nurture.models import Delivery, Enrollment, Reply
from tests.leads.factories import NOW, make_address, make_lead
from tests.nurture.hearing.mails import SENT, answer_raw, letter, parsed, sent_mail

pytestmark = pytest.mark.django_db
WAY = Reply.Way.MAILBOX


def test_a_reply_is_known_by_the_mail_it_answers_and_worth_its_points() -> None:
    delivery = sent_mail()
    reply = take_reply(mail=letter(), way=WAY, now=NOW)
    assert reply is not None
    assert (reply.lead, reply.delivery, reply.text) == (
        delivery.lead,
        delivery,
        "Yes, Tuesday suits me.",
    )
    act = Activity.objects.get(kind="reply")
    assert (act.label, act.points_key, act.occurred_at) == ("Replied: Re: Mail one", "reply", NOW)
    [ledger] = ledgers_of([delivery.lead_id]).values()
    assert score(ledger, NOW).total == 20
    assert [row.pk for row in reply_texts(delivery.lead)] == [reply.pk]


def test_the_same_reply_by_two_ways_is_one() -> None:
    sent_mail()
    for way in (Reply.Way.WEBHOOK, Reply.Way.MAILBOX):
        take_reply(mail=letter(), way=way, now=NOW)
    nameless = letter(name="")
    for _each in range(2):
        take_reply(mail=nameless, way=WAY, now=NOW)
    assert Reply.objects.count() == 2
    assert Activity.objects.filter(kind="reply").count() == 2


def test_a_new_mail_of_somebody_we_know_is_theirs() -> None:
    address = make_address(text="mara@example.org")
    mail = letter(sender="Mara@Example.org", answers=("<elsewhere@x>",))
    reply = take_reply(mail=mail, way=WAY, now=NOW)
    assert reply is not None
    assert (reply.lead, reply.delivery) == (address.lead, None)


def test_of_several_mails_it_answers_the_newest_counts() -> None:
    first, second = sent_mail(), sent_mail(name="<2.b@example.com>")
    reply = take_reply(mail=letter(answers=("<2.b@example.com>", SENT)), way=WAY, now=NOW)
    assert reply is not None
    assert reply.delivery == second != first


def test_an_answer_to_a_notice_of_staff_is_no_reply_of_the_lead() -> None:
    delivery = sent_mail()
    Delivery.objects.filter(pk=delivery.pk).update(purpose="staff", enrollment=None)
    reply = take_reply(mail=letter(), way=WAY, now=NOW)
    assert reply is not None
    assert reply.lead is None


def test_of_somebody_forgotten_nothing_is_matched() -> None:
    delivery = sent_mail()
    Lead.objects.filter(pk=delivery.lead_id).update(erased_at=NOW)
    reply = take_reply(mail=letter(), way=WAY, now=NOW)
    assert reply is not None
    assert (reply.lead, reply.delivery, Activity.objects.filter(kind="reply").count()) == (
        None,
        None,
        0,
    )


@pytest.mark.parametrize(
    "text", ["Unsubscribe", "STOP.", "Bitte abmelden!", "baja", "إلغاء الاشتراك"]
)
def test_stop_as_the_whole_text_stops_the_mails(text: str) -> None:
    delivery = sent_mail()
    take_reply(mail=letter(text), way=WAY, now=NOW)
    assert Suppression.objects.get().reason == "unsubscribed"
    assert Enrollment.objects.get().exit_reason == "unsubscribed"
    assert delivery.address.consents.latest("pk").text == text
    [told] = Activity.objects.exclude(kind="desk")
    assert (told.label, told.points_key) == ("Unsubscribed by a reply", "")


def test_stop_among_other_words_is_a_reply_like_any_other() -> None:
    assert not is_stop("Please do not stop, I like them.")
    assert not is_stop("")


@pytest.mark.parametrize(
    "extra",
    [
        "Auto-Submitted: auto-replied\n",
        "X-Autoreply: yes\n",
        "Precedence: auto_reply\n",
        "Precedence: bulk\n",
        "X-Auto-Response-Suppress: All\n",
    ],
)
def test_what_a_machine_answers_is_no_reply(extra: str) -> None:
    sent_mail()
    mail = read_letter(parsed(answer_raw(extra=extra)))
    assert take_reply(mail=mail, way=WAY, now=NOW) is None
    assert Reply.objects.count() == 0


def test_sales_note_a_reply_with_one_tap_and_two_taps_are_one() -> None:
    lead = make_lead()
    first = note_reply(lead=lead, by="zoe", now=NOW)
    again = note_reply(lead=lead, by="zoe", now=NOW + timedelta(seconds=59))
    later = note_reply(lead=lead, by="zoe", now=NOW + timedelta(seconds=61))
    assert (first.pk, later.pk != first.pk) == (again.pk, True)
    labels = Activity.objects.values_list("label", "points_key")
    assert list(labels) == [("Replied, noted by: zoe", "reply")] * 2


def test_nobodys_replies_are_assigned_deleted_or_dropped_after_thirty_days() -> None:
    reply = take_reply(mail=letter(answers=()), way=WAY, now=NOW)
    assert reply is not None
    address = make_address()
    assert drop_unmatched(now=NOW + timedelta(days=29, hours=23)) == 0
    assert assign_reply(reply_id=reply.pk, lead=address.lead, now=NOW + timedelta(days=1))
    assert not assign_reply(reply_id=reply.pk, lead=address.lead, now=NOW)
    assert Activity.objects.get(kind="reply").occurred_at == NOW
    assert not delete_reply(reply_id=reply.pk)
    other = take_reply(mail=letter(name="<2@x.org>", answers=()), way=WAY, now=NOW)
    assert other is not None
    assert drop_unmatched(now=NOW + timedelta(days=30)) == 1
    assert list(Reply.objects.values_list("pk", flat=True)) == [reply.pk]
