"""One mail of every kind, as rows: what a test of raw bytes has to look at."""

from __future__ import annotations

from collections.abc import Callable

from leads.models import EmailAddress
from nurture.document import ButtonDoc, MessageDoc, ReplyChoiceDoc, SenderDoc, SequenceDoc
from nurture.models import Delivery, Enrollment, Sequence
from nurture.planning.versions import ThemeColours, publish_sequence
from tests.leads.factories import NOW
from tests.nurture.factories import (
    make_content,
    make_enrollment,
    make_reader,
    make_requested,
    message,
)

CHOICES = (
    ReplyChoiceDoc(key="weekly", label="Once a week"),
    ReplyChoiceDoc(key="monthly", label="Once a month"),
    ReplyChoiceDoc(key="never", label="When the bank calls"),
)
OWN = SenderDoc(name="Mara Lind", email="mara@example.org", reply_to="answers@example.org")
BODY = (
    "Hello {{ first_name | default: 'there' }},\n\n"
    "most people look at their numbers when it hurts. Five minutes on a Friday are enough: "
    "what came in, what goes out, what is left. [The page I use](https://example.net/friday?a=1&b=2)"
    " has three fields.\n\nThat is all for today. Mara"
)


def asking(target: str, label: str, *choices: ReplyChoiceDoc, body: str = BODY) -> MessageDoc:
    return message("one", body=body, subject="Five minutes on a Friday").model_copy(
        update={"button": ButtonDoc(label=label, target=target), "choices": choices}
    )


def series_mail(
    mail: MessageDoc | None = None,
    *,
    purpose: str = "marketing",
    sender: SenderDoc | None = None,
    counts_links: bool = False,
    address: EmailAddress | None = None,
    language: str = "en",
) -> Delivery:
    """A mail of a series as the tick plans it."""
    number = Sequence.objects.count() + 1
    sequence = Sequence.objects.create(key=f"fridays-{number}", name="Fridays", purpose=purpose)
    document = SequenceDoc(
        key=sequence.key,
        name="Five quiet Fridays",
        purpose="series" if purpose == "series" else "marketing",
        sender=sender or SenderDoc(),
        counts_links=counts_links,
        messages=(mail or asking("result", "Look at your result"),),
    )
    version = publish_sequence(
        sequence=sequence,
        document=document,
        theme=ThemeColours(),
        time_zone="Europe/Stockholm",
        language=language,
        now=NOW,
    )
    place = make_enrollment(version=version, address=address or make_reader(purpose=purpose))
    return mail_of(place)


def mail_of(place: Enrollment, *, key: str = "one") -> Delivery:
    return Delivery.objects.create(
        lead=place.lead,
        address=place.address,
        enrollment=place,
        purpose=place.sequence.purpose,
        dedupe_key=f"seq:{place.pk}:{key}",
        message_key=key,
        funnel_id=place.funnel_id,
        visit_id=place.visit_id,
        created_at=NOW,
        due_at=NOW,
    )


def _trial() -> Delivery:
    delivery = series_mail()
    assert delivery.enrollment is not None
    Enrollment.objects.filter(pk=delivery.enrollment.pk).update(day_seconds=60)
    return Delivery.objects.get(pk=delivery.pk)


KINDS: dict[str, Callable[[], Delivery]] = {
    "requested": lambda: make_requested(content=make_content(body=BODY, has_confirm=False)),
    "requested with confirm": lambda: make_requested(content=make_content(body=BODY)),
    "series": lambda: series_mail(purpose="series"),
    "marketing": series_mail,
    "poll": lambda: series_mail(asking("poll", "How often do you look?", *CHOICES)),
    "helped": lambda: series_mail(asking("helped", "Did this help?")),
    "done": lambda: series_mail(asking("done", "Done: my numbers are down")),
    "reply": lambda: series_mail(asking("reply", "Tell me what holds you back")),
    "trial": _trial,
    "own sender": lambda: series_mail(sender=OWN),
    "counted links": lambda: series_mail(counts_links=True),
}
