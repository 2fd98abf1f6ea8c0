"""What staff do to the mails of one person with one press, each with its line in the story."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from leads.activity import Act, record_acts
from leads.models import Activity, Lead
from nurture.hearing.replies import note_reply
from nurture.sending import stopping

PAUSE, RESUME, STOP, REPLIED = "pause", "resume", "stop", "replied"
_HEADS = {
    PAUSE: "Mails paused",
    RESUME: "Mails resumed",
    STOP: "All mail series stopped",
}


@transaction.atomic
def do(act: str, *, lead: Lead, by: str, now: datetime) -> None:
    """`act` is one of the four; `by` is a member of staff, as the story names them."""
    scope = stopping.lead_scope(lead.pk)
    match act:
        case "pause":
            stopping.pause(scope=scope, by=by, now=now)
        case "resume":
            stopping.resume(scope=scope, now=now)
        case "stop":
            stopping.stop(scope=scope, by=by, now=now)
        case "replied":
            # It writes its own line.
            note_reply(lead=lead, by=by, now=now)
            return
    line = Act(
        kind=Activity.Kind.DESK,
        subject="desk/mails",
        label=f"{_HEADS[act]}: {by}"[:300],
        occurred_at=now,
        source_key=f"desk:{act}:{lead.pk}:{now.isoformat()}",
    )
    record_acts(lead=lead, acts=[line], now=now)
