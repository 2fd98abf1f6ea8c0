"""What the panes of series and mails show around their form: times, state, whose words."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest

from funnel.models import Funnel
from funnel.studio.mail_people import readers_of
from funnel.studio.mail_state import sending_of
from funnel.studio.mail_times import times_of
from nurture.models import Message, Sequence


def mail_context(
    request: HttpRequest, funnel: Funnel, row: Model, *, now: datetime
) -> dict[str, object]:
    """Nothing for every other piece."""
    if not isinstance(row, Sequence | Message):
        return {}
    by = getattr(request, "user", None)
    return {
        "times": times_of(funnel, row, zone=request.GET.get("zone", ""), now=now),
        "sending": sending_of(row, now=now),
        "readers": readers_of(funnel, row, by) if isinstance(by, User) else [],
        "own_address": by.email if isinstance(by, User) else "",
        "now": now,
    }
