"""Replies of people we do not know yet, and how replies come in."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from leads.models import Activity
from nurture.hearing.mailbox import place_of
from nurture.hearing.replies import take_reply
from nurture.models import MailboxMark, Reply
from tests.funnel.mailroom.test_list_views import desk, text
from tests.leads.factories import NOW, make_address, make_staff
from tests.nurture.hearing.mails import letter

pytestmark = pytest.mark.django_db
PAGE = "/admin/mail/replies/"
URL = "imaps://kim:hunter2@mail.example.com/Replies"


def unmatched() -> Reply:
    reply = take_reply(
        mail=letter("<script>alert(1)</script> Hello?", answers=()), way=Reply.Way.MAILBOX, now=NOW
    )
    assert reply is not None
    assert reply.lead is None
    return reply


def test_a_reply_is_assigned_by_address_and_stands_in_the_story() -> None:
    reply, address = unmatched(), make_address(text="mara@example.org")
    client = desk()
    page = text(client.get(PAGE))
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    wrong = client.post(PAGE, {"do": "assign", "reply": reply.pk, "who": "nobody@example.org"})
    assert (wrong.status_code, "Nobody here has this address" in text(wrong)) == (422, True)
    client.post(PAGE, {"do": "assign", "reply": reply.pk, "who": "Mara@example.org"})
    reply.refresh_from_db()
    assert reply.lead == address.lead
    assert Activity.objects.get(kind="reply").lead == address.lead
    late = client.post(PAGE, {"do": "assign", "reply": reply.pk, "who": str(address.lead_id)})
    assert late.status_code == 302
    assert Activity.objects.filter(kind="reply").count() == 1


def test_a_reply_is_deleted_only_while_it_is_nobodys() -> None:
    reply, address = unmatched(), make_address()
    client = desk()
    client.post(PAGE, {"do": "delete", "reply": "no number"})
    client.post(PAGE, {"do": "assign", "reply": reply.pk, "who": f"#{address.lead_id}"})
    client.post(PAGE, {"do": "delete", "reply": reply.pk})
    assert Reply.objects.count() == 1
    Reply.objects.update(lead=None)
    client.post(PAGE, {"do": "delete", "reply": reply.pk})
    assert Reply.objects.count() == 0


def test_marketing_sees_how_replies_come_in_and_nobodys_words() -> None:
    unmatched()
    client = desk("nurture.view_sequence")
    assert "Hello?" not in text(client.get(PAGE))
    assert client.post(PAGE, {"do": "delete", "reply": 1}).status_code == 403
    stranger = Client()
    stranger.force_login(make_staff("ann", may_see_leads=False))
    assert stranger.get(PAGE).status_code == 403


def test_the_page_says_how_to_begin(settings: Settings) -> None:
    settings.REPLIES_URL = settings.MAIL_PROVIDER = ""
    assert "REPLIES_URL=imaps://" in text(desk().get(PAGE))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("", "It is read every minute."),
        ("login: AUTHENTICATIONFAILED", "refused the user name or the password"),
        ("folder: no", "There is no folder “Replies” in this mailbox."),
        ("away: timed out", "The mail server cannot be reached."),
        ("certificate: self-signed", "certificate cannot be trusted"),
        ("speech: BAD", "something we do not understand"),
    ],
)
def test_the_state_of_the_mailbox_is_said_in_words(
    settings: Settings, error: str, said: str
) -> None:
    settings.REPLIES_URL = URL
    client = desk()
    assert "It was not looked into yet." in text(client.get(PAGE))
    MailboxMark.objects.create(mailbox=place_of(URL).key, read_at=NOW, error=error)
    page = text(client.get(PAGE))
    assert said in page
    assert "hunter2" not in page


def test_the_addresses_for_the_provider_are_shown_once_they_are_locked(settings: Settings) -> None:
    settings.REPLIES_URL, settings.MAIL_PROVIDER, settings.ANYMAIL = "", "postmark", {}
    client = desk()
    assert "ANYMAIL_WEBHOOK_SECRET=name:word" in text(client.get(PAGE))
    settings.ANYMAIL = {"WEBHOOK_SECRET": ["a:b"]}
    page = text(client.get(PAGE))
    assert "/hooks/mail/postmark/tracking/" in page
    assert "/hooks/mail/postmark/inbound/" in page
