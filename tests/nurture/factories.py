"""Mail series of the tests: plain functions that make rows, with times of their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from leads.consents import confirm_address
from leads.models import EmailAddress
from nurture.document import ButtonDoc, DelayDoc, MailDoc, MessageDoc, SequenceDoc, WindowDoc
from nurture.models import Delivery, Enrollment, Sequence, SequenceVersion
from nurture.planning.enrolling import enroll
from nurture.planning.versions import ThemeColours, publish_sequence
from nurture.writing.requested import RequestedMail, RequestedWords, queue_requested
from quizzes.conditions import Condition
from tests.leads.factories import NOW, make_address, make_consent

_numbers = count(1)
ALL_DAY = WindowDoc(opens="08:00", closes="21:00")


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **parts: float) -> datetime:
        self.at += timedelta(**parts)
        return self.at


def message(
    key: str = "one",
    *,
    days: int = 0,
    at: str | None = None,
    body: str = "Hello {{ first_name | default: 'there' }}.",
    subject: str = "",
    show_if: Condition | None = None,
) -> MessageDoc:
    return MessageDoc(
        key=key,
        subject=subject or f"Mail {key}",
        preheader="One small thing.",
        body=body,
        button=ButtonDoc(label="Look at your result", target="result"),
        delay=DelayDoc(days=days, at=at),
        show_if=show_if,
    )


def make_version(
    *messages: MessageDoc,
    purpose: str = "marketing",
    window: WindowDoc = ALL_DAY,
    time_zone: str = "Europe/Stockholm",
) -> SequenceVersion:
    key = f"series-{next(_numbers)}"
    sequence = Sequence.objects.create(key=key, name="Five quiet fixes", purpose=purpose)
    document = SequenceDoc.model_validate(
        {
            "key": key,
            "name": "Five quiet fixes",
            "purpose": purpose,
            "window": window,
            "messages": messages or (message("one"), message("two", days=2)),
        }
    )
    return publish_sequence(
        sequence=sequence,
        document=document,
        theme=ThemeColours(),
        time_zone=time_zone,
        language="en",
        now=NOW,
    )


def make_reader(*, text: str = "", purpose: str = "marketing") -> EmailAddress:
    """An address that agreed and confirmed."""
    address = make_address(text=text)
    make_consent(address, purpose=purpose)
    confirm_address(address=address, now=NOW, channel="page")
    address.refresh_from_db()
    return address


def make_enrollment(
    *,
    version: SequenceVersion | None = None,
    address: EmailAddress | None = None,
    funnel_id: int | None = None,
    now: datetime = NOW,
    first_is_sent: bool = False,
) -> Enrollment:
    address = address or make_reader()
    version = version or make_version()
    enrollment = enroll(
        lead=address.lead,
        address=address,
        version=version,
        funnel_id=version.sequence_id if funnel_id is None else funnel_id,
        visit_id=7,
        now=now,
        first_is_sent=first_is_sent,
    )
    assert enrollment is not None
    return enrollment


def make_content(
    *,
    body: str = "Here is **your checklist**.",
    subject: str = "Your checklist",
    words: RequestedWords | None = None,
    has_confirm: bool = True,
) -> RequestedMail:
    return RequestedMail(
        mail=MailDoc(
            subject=subject,
            preheader="One page, three minutes.",
            body=body,
            button=ButtonDoc(label="Open the checklist", target="step:checklist"),
        ),
        words=words or {},
        has_confirm=has_confirm,
    )


def make_requested(
    *,
    address: EmailAddress | None = None,
    content: RequestedMail | None = None,
    now: datetime = NOW,
) -> Delivery:
    address = address or make_address()
    delivery = queue_requested(
        lead=address.lead,
        address=address,
        funnel_id=1,
        visit_id=7,
        content=content or make_content(),
        dedupe_key=f"gift:7:checklist:{next(_numbers)}",
        now=now,
    )
    assert delivery is not None
    return delivery
