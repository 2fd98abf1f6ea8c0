"""Replies inside the wrapping of Amazon SES and Mailgun: read whole, once, never lost quietly."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable

import boto3
import pytest
from anymail.webhooks.amazon_ses import AmazonSESInboundWebhookView
from botocore.response import StreamingBody
from botocore.stub import Stubber
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from nurture.models import Delivery, Reply
from tests.funnel.mail_hooks.inbound import (
    BUCKET,
    OBJECT,
    mailgun_form,
    post_form,
    raw_reply,
    ses_received,
)
from tests.funnel.mail_hooks.payloads import KEY, SECRET, Body, basic, post
from tests.nurture.hearing.mails import SENT, sent_mail

pytestmark = pytest.mark.django_db
HEARD = "Yes, Tuesday suits me. Grüße"
IN_S3 = {"type": "S3", "bucketName": BUCKET, "objectKey": OBJECT, "objectKeyPrefix": "inbound"}


@pytest.fixture
def ses(settings: Settings) -> None:
    settings.MAIL_PROVIDER = "amazon_ses"
    settings.ANYMAIL = {"WEBHOOK_SECRET": [SECRET]}


@pytest.fixture
def mailgun(settings: Settings) -> None:
    settings.MAIL_PROVIDER = "mailgun"
    settings.ANYMAIL = {"MAILGUN_API_KEY": KEY}


@pytest.fixture
def bucket(ses: None, monkeypatch: pytest.MonkeyPatch) -> Stubber:
    """Amazon's own client, whose answers are told beforehand: it asks nobody."""
    client = boto3.client(
        "s3", region_name="eu-north-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    stub = Stubber(client)
    stub.activate()

    def get(_view: AmazonSESInboundWebhookView, service_name: str) -> object:
        assert service_name == "s3"
        return client

    monkeypatch.setattr(AmazonSESInboundWebhookView, "get_boto_client", get)
    return stub


def is_heard(delivery: Delivery) -> bool:
    reply = Reply.objects.get()
    found = (reply.lead, reply.delivery, reply.subject, reply.text, reply.sender)
    return found == (delivery.lead, delivery, "Re: Mail one", HEARD, "mara@example.org")


@pytest.mark.parametrize("is_encoded", [True, False])
def test_ses_brings_a_reply_inside_the_notice(ses: None, *, is_encoded: bool) -> None:
    delivery = sent_mail()
    raw = raw_reply()
    content = base64.b64encode(raw).decode() if is_encoded else raw.decode()
    action = {"type": "SNS", "encoding": "BASE64" if is_encoded else "UTF8"}
    body, headers = ses_received(action, content=content)
    assert post("amazon_ses/inbound", body, headers)[0] == 401
    assert not Reply.objects.exists()
    for _each in range(2):
        assert post("amazon_ses/inbound", body, headers | basic()) == (200, "")
    assert is_heard(delivery)


def test_ses_tells_of_a_reply_that_lies_in_a_bucket(bucket: Stubber) -> None:
    delivery = sent_mail()
    raw = raw_reply()
    for _each in range(2):
        stream = StreamingBody(io.BytesIO(raw), len(raw))
        bucket.add_response("get_object", {"Body": stream}, {"Bucket": BUCKET, "Key": OBJECT})
    body, headers = ses_received(IN_S3)
    for _each in range(2):
        assert post("amazon_ses/inbound", body, headers | basic()) == (200, "")
    bucket.assert_no_pending_responses()
    assert is_heard(delivery)


def test_a_bucket_that_does_not_answer_is_asked_again_later(bucket: Stubber) -> None:
    sent_mail()
    bucket.add_client_error("get_object", "SlowDown", "Reduce your request rate.", 503)
    body, headers = ses_received(IN_S3)
    status, said = post("amazon_ses/inbound", body, headers | basic())
    assert (status, json.loads(said)["error"]) == (
        503,
        "Your mail provider did not hand out this message. Please send it again.",
    )
    assert not Reply.objects.exists()


@pytest.mark.parametrize("action", [{"type": "Lambda"}, {}, {"type": "SNS", "encoding": "BASE64"}])
def test_ses_notice_without_a_mail_is_no_failure_of_ours(ses: None, action: Body) -> None:
    body, headers = ses_received(action)
    assert post("amazon_ses/inbound", body, headers | basic())[0] == 400
    assert not Reply.objects.exists()


def test_mailgun_brings_a_whole_mail(mailgun: None) -> None:
    delivery = sent_mail()
    whole: Body = {"body-mime": raw_reply().decode()}
    assert post_form("mailgun/inbound", mailgun_form(key="forged", **whole))[0] == 403
    assert not Reply.objects.exists()
    # Sent again it has a token of its own; the mail in it is the same.
    for token in ("in-1", "in-1", "in-2"):
        assert post_form("mailgun/inbound", mailgun_form(token=token, **whole)) == (200, "")
    assert is_heard(delivery)


def test_mailgun_brings_a_mail_in_its_parts(mailgun: None) -> None:
    delivery = sent_mail()
    headers = [
        ["From", "Mara Lönn <mara@example.org>"],
        ["Message-Id", "<parts@mail.example.org>"],
        ["In-Reply-To", SENT],
        ["Subject", "Re: Mail one"],
        ["Content-Type", 'multipart/mixed; boundary="x"'],
    ]
    parts: Body = {
        "message-headers": json.dumps(headers),
        "body-plain": f"{HEARD}\r\n\r\nOn Tue, Ledger wrote:\r\n> Mail one",
        "stripped-text": HEARD,
        "attachment-count": "1",
        "attachment-1": SimpleUploadedFile("scan.pdf", b"%PDF" * 100, "application/pdf"),
    }
    assert post_form("mailgun/inbound", mailgun_form(**parts)) == (200, "")
    assert is_heard(delivery)


@pytest.mark.parametrize(
    "whole",
    [
        {"body-mime": ""},
        {"body-mime": "\x00\xff no mail at all"},
        {"attachments": "[]"},
        {"event": "opened"},
        {"timestamp": "soon", "body-mime": "From: a@example.org\r\n\r\nHello"},
        {"message-headers": "{", "body-plain": "Hello"},
    ],
)
def test_mailgun_post_that_is_no_mail_is_no_failure_of_ours(mailgun: None, whole: Body) -> None:
    status, _said = post_form("mailgun/inbound", mailgun_form(**whole))
    assert status in {200, 400, 403}
    assert not Reply.objects.exclude(lead=None).exists()


def test_mailgun_takes_a_mail_as_large_as_its_own_limit(
    mailgun: None, use_large: Callable[[], bytes]
) -> None:
    delivery = sent_mail()
    whole: Body = {"body-mime": use_large().decode()}
    assert post_form("mailgun/inbound", mailgun_form(**whole)) == (200, "")
    assert Reply.objects.get().delivery == delivery


@pytest.fixture
def use_large() -> Callable[[], bytes]:
    """A reply with a scan of some megabytes in it."""

    def made() -> bytes:
        scan = ("QUJD" * 18 + "\r\n") * 60_000
        part = (
            "--=_part\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
            f"Content-Disposition: attachment; filename=scan.pdf\r\n\r\n{scan}--=_part--\r\n"
        )
        return raw_reply().replace(b"--=_part--\r\n", part.encode())

    return made
