"""Published series with everything a series can be told, and the same series published anew."""

from __future__ import annotations

from datetime import datetime

from leads.activity import record_acts
from leads.facts import write_facts
from leads.models import Lead
from nurture.document import DelayDoc, MessageDoc, SequenceDoc
from nurture.models import Sequence, SequenceVersion
from nurture.planning.versions import ThemeColours, publish_sequence
from tests.leads.factories import NOW, make_act, make_story
from tests.nurture.factories import ALL_DAY, make_version, message


def mail(key: str, *, delay: DelayDoc | None = None, **parts: object) -> MessageDoc:
    """A mail at once, or after `delay`; `parts` are fields of a MessageDoc."""
    return message(key).model_copy(update={"delay": delay or DelayDoc(), **parts})


def series(*mails: MessageDoc, **parts: object) -> SequenceDoc:
    """`parts` are fields of a SequenceDoc."""
    values = {"key": "s", "name": "Five quiet fixes", "window": ALL_DAY, "messages": mails}
    return SequenceDoc.model_validate(values | parts)


def publish(
    sequence: Sequence, document: SequenceDoc, *, language: str = "en", now: datetime = NOW
) -> SequenceVersion:
    return publish_sequence(
        sequence=sequence,
        document=document,
        theme=ThemeColours(),
        time_zone="Europe/Stockholm",
        language=language,
        now=now,
    )


def published(*mails: MessageDoc, **parts: object) -> SequenceVersion:
    """A series of its own with these mails, live."""
    sequence = make_version().sequence
    SequenceVersion.objects.filter(sequence=sequence).delete()
    return publish(sequence, series(*mails, **parts))


def walked(lead: Lead, *, funnel_id: int, visit_id: int) -> None:
    """A visit of this person in this funnel."""
    story = make_story(visit_id=visit_id)
    values = {name: getattr(story, name) for name in story.__slots__}
    write_facts(lead_id=lead.pk, story=type(story)(**values | {"funnel_id": funnel_id}))


def act(lead: Lead, points_key: str, *, kind: str, subject: str, visit_id: int | None = 7) -> None:
    """One thing done a moment after NOW."""
    row = make_act(points_key, kind=kind, subject=subject, visit_id=visit_id, at=NOW)
    record_acts(lead=lead, acts=[row], now=NOW)
