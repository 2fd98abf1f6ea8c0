"""Mails that come in, as they travel: answers of people, reports of machines."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from leads.models import EmailAddress
from nurture.hearing.letters import IncomingMail
from nurture.hearing.told import Kind, Told
from nurture.models import Delivery
from tests.leads.factories import NOW
from tests.nurture.factories import make_enrollment, make_reader, make_version, message

SENT = "<5.0123456789abcdef0123@example.com>"


def parsed(text: str) -> EmailMessage:
    return message_from_bytes(text.encode(), _class=EmailMessage, policy=policy.default)


def sent_mail(
    *, address: EmailAddress | None = None, name: str = SENT, state: str = "accepted"
) -> Delivery:
    """A mail of a series that its server took."""
    enrollment = make_enrollment(
        address=address or make_reader(),
        version=make_version(message("one"), message("two", days=2)),
    )
    return Delivery.objects.create(
        lead=enrollment.lead,
        address=enrollment.address,
        enrollment=enrollment,
        purpose="marketing",
        dedupe_key=f"seq:{enrollment.pk}:one",
        message_key="one",
        state=state,
        created_at=NOW,
        due_at=NOW,
        handed_over_at=NOW,
        accepted_at=NOW,
        message_id=name,
        subject="Mail one",
    )


def told(
    kind: Kind, *, name: str = SENT, key: str = "", at: datetime = NOW, said: str = ""
) -> Told:
    return Told("Mailgun", kind, at, (name,), event_key=key, said=said)


def letter(
    text: str = "Yes, Tuesday suits me.",
    *,
    name: str = "<answer@mail.example.org>",
    sender: str = "someone@mail.example.org",
    answers: tuple[str, ...] = (SENT,),
    subject: str = "Re: Mail one",
) -> IncomingMail:
    return IncomingMail(name, sender, subject, text, answers)


def answer_raw(
    text: str = "Yes, Tuesday suits me.",
    *,
    sender: str = "Mara <mara@example.org>",
    name: str = "<answer@mail.example.org>",
    answers: str = SENT,
    extra: str = "",
) -> str:
    return (
        f"From: {sender}\nTo: hello@example.com\nSubject: Re: Mail one\nMessage-ID: {name}\n"
        f"In-Reply-To: {answers}\n{extra}Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    )


def bounce_raw(status: str = "5.1.1", *, action: str = "failed", name: str = SENT) -> str:
    """As Postfix writes it (RFC 3464)."""
    return f"""From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
To: hello@example.com
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{status}@mx.example.com>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com
Arrival-Date: Tue,  5 May 2026 12:00:00 +0000 (UTC)

Final-Recipient: rfc822; mara@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <mara@example.org>: Recipient address rejected

--b1
Content-Type: text/rfc822-headers

Subject: Mail one
Message-ID: {name}
To: mara@example.org

--b1--
"""


def complaint_raw(name: str = SENT, *, kind: str = "abuse") -> str:
    """A feedback report (RFC 5965)."""
    return f"""From: <feedback@isp.example>
To: hello@example.com
Subject: FW: Mail one
Message-ID: <arf-1@isp.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain

This is an email abuse report.

--b2
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1

--b2
Content-Type: message/rfc822

From: <hello@example.com>
To: <mara@example.org>
Subject: Mail one
Message-ID: {name}

Hello.
--b2--
"""
