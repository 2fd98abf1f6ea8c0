"""The provider's messages, as requests: verified, read, heard once, and never a 500."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from leads.models import Activity, Suppression
from nurture.hearing import providers
from nurture.models import Delivery, MailEvent, Reply
from tests.funnel.mail_hooks.payloads import (
    KEY,
    SECRET,
    Body,
    basic,
    mailgun,
    post,
    postmark_bounce,
    postmark_reply,
    sendgrid,
    ses,
)
from tests.leads.factories import make_business
from tests.nurture.hearing.mails import SENT, sent_mail

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailNotSupportedWarning"),
]
PERMANENT = {"bounceType": "Permanent", "bounceSubType": "General"}
WHO = [{"emailAddress": "mara@example.org", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}]


@pytest.fixture
def use(settings: Settings) -> Callable[..., None]:
    def used(provider: str, **anymail: object) -> None:
        settings.MAIL_PROVIDER, settings.ANYMAIL = provider, anymail

    return used


def outcome(delivery: Delivery) -> tuple[str, int, list[str]]:
    fresh = Delivery.objects.get(pk=delivery.pk)
    reasons = Suppression.objects.order_by("reason").values_list("reason", flat=True)
    return fresh.state, MailEvent.objects.count(), list(reasons)


def test_mailgun_signed_twice_forged_unknown(use: Callable[..., None]) -> None:
    use("mailgun", MAILGUN_API_KEY=KEY)
    delivery = sent_mail()
    failed = mailgun("failed", SENT, severity="permanent", reason="bounce")
    assert post("mailgun/tracking", mailgun("failed", SENT, key="other"))[0] == 403
    assert post("mailgun/tracking", {"event-data": {}})[0] == 403
    assert outcome(delivery) == ("accepted", 0, [])
    for _each in range(2):
        assert post("mailgun/tracking", failed) == (200, "")
    assert outcome(delivery) == ("bounced", 1, ["bounced"])
    assert post("mailgun/tracking", mailgun("delivered", SENT, token="late"))[0] == 200
    assert post("mailgun/tracking", mailgun("complained", "<nobody@x>", token="t3"))[0] == 200
    assert outcome(delivery) == ("bounced", 3, ["bounced"])
    assert MailEvent.objects.filter(state="unknown").count() == 1


def test_mailgun_says_for_now_and_opens_change_nothing(use: Callable[..., None]) -> None:
    use("mailgun", MAILGUN_API_KEY=KEY)
    delivery = sent_mail()
    status = {"message": "452 4.2.2 over quota", "description": ""}
    more: Body = {"severity": "temporary", "delivery-status": status}
    body = mailgun("failed", SENT, **more)
    assert post("mailgun/tracking", body)[0] == 200
    assert post("mailgun/tracking", mailgun("opened", SENT, token="o"))[0] == 200
    assert post("mailgun/tracking", mailgun("clicked", SENT, token="c"))[0] == 200
    assert outcome(delivery) == ("accepted", 1, [])
    assert MailEvent.objects.get().kind == "deferred"


def test_postmark_needs_its_secret(use: Callable[..., None]) -> None:
    use("postmark", POSTMARK_SERVER_TOKEN="t", WEBHOOK_SECRET=[SECRET])
    delivery = sent_mail()
    body = postmark_bounce(SENT)
    assert post("postmark/tracking", body)[0] == 403
    assert post("postmark/tracking", body, basic("kim:wrong"))[0] == 403
    assert outcome(delivery) == ("accepted", 0, [])
    for _each in range(2):
        assert post("postmark/tracking", body, basic())[0] == 200
    assert outcome(delivery) == ("bounced", 1, ["bounced"])


def test_postmark_soft_bounce_ends_nothing(use: Callable[..., None]) -> None:
    use("postmark", WEBHOOK_SECRET=[SECRET])
    delivery = sent_mail()
    assert post("postmark/tracking", postmark_bounce(SENT, kind="SoftBounce"), basic())[0] == 200
    assert outcome(delivery) == ("bounced", 1, [])
    delivery.address.refresh_from_db()
    assert delivery.address.soft_bounces == 1


def test_postmark_brings_a_reply_however_large_its_attachments_are(
    use: Callable[..., None],
) -> None:
    use("postmark", WEBHOOK_SECRET=[SECRET])
    delivery = sent_mail()
    body = postmark_reply(SENT, "Yes, please.\n\nOn Tue, Ledger & Lark wrote:\n> Mail one")
    body["Attachments"] = [
        {
            "Name": "scan.pdf",
            "Content": "QUJD" * 1_000_000,
            "ContentType": "application/pdf",
            "ContentLength": 3_000_000,
        }
    ]
    for _each in range(2):
        assert post("postmark/inbound", body, basic()) == (200, "")
    reply = Reply.objects.get()
    assert (reply.lead, reply.delivery, reply.text, reply.way) == (
        delivery.lead,
        delivery,
        "Yes, please.",
        "webhook",
    )
    assert Activity.objects.get(kind="reply").label == "Replied: Re: Mail one"


def test_sendgrid_in_a_batch_out_of_order(use: Callable[..., None]) -> None:
    use("sendgrid", SENDGRID_API_KEY="k", WEBHOOK_SECRET=[SECRET])
    delivery = sent_mail()
    bounced = sendgrid("bounce", SENT, reason="550 5.1.1 unknown", status="5.1.1", type="bounce")
    batch = [*bounced, *sendgrid("delivered", SENT, number="sg-0", response="250 OK")]
    assert post("sendgrid/tracking", batch)[0] == 403
    assert post("sendgrid/tracking", batch, basic())[0] == 200
    assert outcome(delivery) == ("bounced", 2, ["bounced"])


def test_ses_bounce_complaint_and_what_passes(use: Callable[..., None]) -> None:
    use("amazon_ses", WEBHOOK_SECRET=[SECRET])
    delivery = sent_mail()
    passing = {"bounceType": "Transient", "bounceSubType": "General", "bouncedRecipients": WHO}
    body, headers = ses("Bounce", SENT, passing, number="n-0")
    # Amazon knocks without the secret first and has to be asked for it.
    assert post("amazon_ses/tracking", body, headers)[0] == 401
    assert post("amazon_ses/tracking", body, headers | basic("a:b"))[0] == 403
    assert post("amazon_ses/tracking", body, headers | basic())[0] == 200
    assert outcome(delivery) == ("bounced", 1, [])
    body, headers = ses("Bounce", SENT, {**PERMANENT, "bouncedRecipients": WHO}, number="n-1")
    assert post("amazon_ses/tracking", body, headers | basic())[0] == 200
    complaint = {"complainedRecipients": WHO, "complaintFeedbackType": "abuse"}
    body, headers = ses("Complaint", SENT, complaint, number="n-2")
    assert post("amazon_ses/tracking", body, headers | basic())[0] == 200
    assert outcome(delivery) == ("complained", 3, ["bounced", "complained", "unsubscribed"])


def test_only_the_chosen_provider_behind_a_lock_is_let_in(use: Callable[..., None]) -> None:
    use("")
    assert post("mailgun/tracking", mailgun("delivered", SENT))[0] == 404
    use("postmark", WEBHOOK_SECRET=[SECRET])
    assert post("mailgun/tracking", mailgun("delivered", SENT), basic())[0] == 404
    use("postmark")
    assert post("postmark/tracking", postmark_bounce(SENT))[0] == 404
    use("scaleway", WEBHOOK_SECRET=[SECRET])
    assert post("scaleway/tracking", {}, basic())[0] == 404
    use("unisender_go", UNISENDER_GO_API_KEY="k")
    assert post("unisender_go/inbound", {}, basic())[0] == 404
    assert Client().get("/hooks/mail/unisender_go/tracking/").status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"{}", b"null", b"\xff\xfe", b"[[[]]]", b'{"RecordType": 7}', b'"text"'],
)
@pytest.mark.parametrize("provider", ["postmark", "sendgrid", "amazon_ses", "brevo", "sparkpost"])
@pytest.mark.parametrize("way", ["tracking", "inbound"])
def test_a_malformed_body_is_no_failure_of_ours(
    use: Callable[..., None], provider: str, way: str, body: bytes
) -> None:
    use(provider, WEBHOOK_SECRET=[SECRET], BREVO_API_KEY="k")
    status, _said = post(f"{provider}/{way}", body, basic())
    assert status in {200, 400, 403}
    assert MailEvent.objects.count() == 0


def test_a_body_beyond_every_mail_is_refused_unread(use: Callable[..., None]) -> None:
    use("postmark", WEBHOOK_SECRET=[SECRET])
    answer = Client().post(
        "/hooks/mail/postmark/inbound/",
        b"{}",
        content_type="application/json",
        headers=basic(),
        CONTENT_LENGTH=str(60 * 1024 * 1024),
    )
    assert answer.status_code == 413


def test_while_the_database_is_away_the_provider_is_asked_to_come_again(
    use: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    use("postmark", WEBHOOK_SECRET=[SECRET])

    def away(**_event: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(providers, "take_event", away)
    status, said = post("postmark/tracking", postmark_bounce(SENT), basic())
    assert (status, json.loads(said)["error"]) == (
        503,
        "The database is away. Please send it again.",
    )


def test_a_provider_is_never_told_to_slow_down(
    use: Callable[..., None], settings: Settings
) -> None:
    use("mailgun", MAILGUN_API_KEY=KEY)
    settings.PUBLIC_POSTS_PER_MINUTE = 1
    make_business()
    bodies: list[Body] = [mailgun("delivered", SENT, token=f"t{n}") for n in range(3)]
    assert [post("mailgun/tracking", body)[0] for body in bodies] == [200, 200, 200]
