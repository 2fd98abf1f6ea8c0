"""Replies as Amazon SES and Mailgun bring them: whole mails inside the provider's own wrapping."""

from __future__ import annotations

import hashlib
import hmac
import json

from django.test import Client

from tests.funnel.mail_hooks.payloads import AT, KEY, Body
from tests.nurture.hearing.mails import SENT

BUCKET, OBJECT = "replies-of-ledger", "inbound/o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1"
TOPIC = "arn:aws:sns:eu-north-1:123456789012:replies"


def raw_reply(text: str = "Yes, Tuesday suits me.", *, name: str = "raw") -> bytes:
    """As it travels: both parts, quoted-printable, the history below."""
    return (
        "Return-Path: <mara@example.org>\r\n"
        "Received: from mail.example.org (mail.example.org [192.0.2.7])\r\n"
        "\tby inbound-smtp.example.com with ESMTPS; Tue, 05 May 2026 12:00:00 +0000\r\n"
        "From: =?utf-8?Q?Mara_L=C3=B6nn?= <mara@example.org>\r\n"
        "To: Ledger <hello@example.com>\r\n"
        "Subject: Re: Mail one\r\n"
        f"Message-ID: <{name}@mail.example.org>\r\n"
        f"In-Reply-To: {SENT}\r\n"
        f"References: {SENT}\r\n"
        "Date: Tue, 5 May 2026 12:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="=_part"\r\n'
        "\r\n"
        "--=_part\r\n"
        'Content-Type: text/plain; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        f"{text} Gr=C3=BC=C3=9Fe\r\n"
        "\r\n"
        "On Tue, May 5, 2026 at 9:30 AM Ledger <hello@example.com> wrote:\r\n"
        "> Mail one\r\n"
        "--=_part\r\n"
        'Content-Type: text/html; charset="utf-8"\r\n'
        "\r\n"
        f"<p>{text}</p>\r\n"
        "--=_part--\r\n"
    ).encode("ascii")


def ses_received(
    action: Body, *, content: str | None = None, number: str = "sns-in-1"
) -> tuple[Body, dict[str, str]]:
    """SNS's notice that SES took a mail in: the mail itself (`content`), or where it lies."""
    verdict = {"status": "PASS"}
    told: Body = {
        "notificationType": "Received",
        "mail": {
            "timestamp": "2026-05-05T12:00:00.000Z",
            "source": "mara@example.org",
            "messageId": OBJECT.partition("/")[2],
            "destination": ["hello@example.com"],
            "headersTruncated": False,
            "headers": [{"name": "Subject", "value": "Re: Mail one"}],
            "commonHeaders": {"subject": "Re: Mail one", "from": ["mara@example.org"]},
        },
        "receipt": {
            "timestamp": "2026-05-05T12:00:00.000Z",
            "processingTimeMillis": 462,
            "recipients": ["hello@example.com"],
            "spamVerdict": verdict,
            "virusVerdict": verdict,
            "spfVerdict": verdict,
            "dkimVerdict": verdict,
            "dmarcVerdict": verdict,
            "action": {"topicArn": TOPIC, **action},
        },
    }
    if content is not None:
        told["content"] = content
    body = {
        "Type": "Notification",
        "MessageId": number,
        "TopicArn": TOPIC,
        "Subject": "Amazon SES Email Receipt Notification",
        "Message": json.dumps(told),
        "Timestamp": "2026-05-05T12:00:01.000Z",
        "SignatureVersion": "1",
        "Signature": "c2lnbmF0dXJl",
    }
    headers = {
        "x-amz-sns-message-type": "Notification",
        "x-amz-sns-message-id": number,
        "x-amz-sns-topic-arn": TOPIC,
    }
    return body, headers


def mailgun_form(*, token: str = "in-1", key: str = KEY, **more: Body) -> dict[str, Body]:
    """What a route that forwards to an address posts, signed."""
    signed = hmac.new(key.encode(), f"{AT}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "recipient": "hello@example.com",
        "sender": "mara@example.org",
        "from": "Mara Lönn <mara@example.org>",
        "subject": "Re: Mail one",
        "timestamp": str(AT),
        "token": token,
        "signature": signed,
        **more,
    }


def post_form(path: str, form: dict[str, Body]) -> tuple[int, str]:
    """As multipart/form-data, which is how Mailgun posts."""
    answer = Client().post(f"/hooks/mail/{path}/", form)
    return answer.status_code, answer.content.decode()
