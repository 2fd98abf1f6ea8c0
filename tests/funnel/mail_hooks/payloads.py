"""What providers post, built by hand in the shapes their documentation shows."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from django.test import Client

KEY = "key-for-the-test"
SECRET = "kim:a-long-word"
AT = 1_777_982_400
# Any: the bodies are whatever JSON a provider sends.
Body = Any


def basic(secret: str = SECRET) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(secret.encode()).decode()}


def post(path: str, body: Body, headers: dict[str, str] | None = None) -> tuple[int, str]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = Client().post(
        f"/hooks/mail/{path}/", data, content_type="application/json", headers=headers or {}
    )
    return answer.status_code, answer.content.decode()


def mailgun(event: str, name: str, *, token: str = "t1", key: str = KEY, **more: Body) -> Body:
    signed = hmac.new(key.encode(), f"{AT}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": str(AT), "token": token, "signature": signed},
        "event-data": {
            "event": event,
            "timestamp": AT,
            "recipient": "mara@example.org",
            "message": {"headers": {"message-id": name.strip("<>")}},
            "user-variables": {},
            **more,
        },
    }


def postmark_bounce(name: str, *, kind: str = "HardBounce", number: int = 42) -> Body:
    return {
        "RecordType": "Bounce",
        "ID": number,
        "Type": kind,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {"delivery": name},
        "Email": "mara@example.org",
        "BouncedAt": "2026-05-05T12:00:00.0000000-00:00",
        "Description": "The server was unable to deliver your message.",
        "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
    }


def postmark_reply(answers: str, text: str) -> Body:
    headers = [
        {"Name": "Message-ID", "Value": "<from-postmark@mail.example.org>"},
        {"Name": "In-Reply-To", "Value": answers},
    ]
    return {
        "FromFull": {"Email": "mara@example.org", "Name": "Mara", "MailboxHash": ""},
        "From": "mara@example.org",
        "To": "hello@example.com",
        "ToFull": [{"Email": "hello@example.com", "Name": "", "MailboxHash": ""}],
        "CcFull": [],
        "BccFull": [],
        "Subject": "Re: Mail one",
        "MessageID": "22c74902-a0c1-4511-804f-341342852c90",
        "Date": "Tue, 5 May 2026 12:00:00 +0000",
        "TextBody": text,
        "HtmlBody": "",
        "Headers": headers,
        "Attachments": [],
    }


def sendgrid(event: str, name: str, *, number: str = "sg-1", **more: Body) -> list[Body]:
    return [
        {
            "email": "mara@example.org",
            "timestamp": AT,
            "smtp-id": name,
            "event": event,
            "sg_event_id": number,
            "sg_message_id": "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
            **more,
        }
    ]


def ses(
    kind: str, name: str, detail: Body, *, number: str = "sns-1"
) -> tuple[Body, dict[str, str]]:
    """The body and its headers: a notice of SNS around an event of SES."""
    event = {
        "eventType": kind,
        kind.lower(): detail,
        "mail": {
            "timestamp": "2026-05-05T12:00:00.000Z",
            "messageId": "0100017c-ses-number",
            "destination": ["mara@example.org"],
            "headers": [],
            "commonHeaders": {"messageId": name, "to": ["mara@example.org"]},
        },
    }
    body = {
        "Type": "Notification",
        "MessageId": number,
        "TopicArn": "arn:aws:sns:eu-north-1:1:mail",
        "Message": json.dumps(event),
        "Timestamp": "2026-05-05T12:00:00.000Z",
    }
    return body, {"x-amz-sns-message-type": "Notification", "x-amz-sns-message-id": number}
