"""Who did what to a funnel: the lines of its history beside its versions.

Publishing, scheduling and restoring write them; the page of versions shows them.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from funnel.models import Funnel

# Flags of our own, so that a line is found again whatever language it was written in.
SCHEDULED = 41
MISSED = 42


def note_change(*, funnel: Funnel, by: User | None, message: str) -> None:
    """One line of history; commands run by nobody in particular leave none."""
    if by is not None:
        LogEntry.objects.log_actions(
            by.pk,
            [funnel],
            CHANGE,
            change_message=message,
            single_object=True,
        )


def note_time(*, funnel: Funnel, by: User, message: str, flag: int, now: datetime) -> None:
    """A line about an appointed time: SCHEDULED, or MISSED where the draft was not ready then."""
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Funnel),
        object_id=str(funnel.pk),
        object_repr=str(funnel)[:200],
        action_flag=flag,
        change_message=message,
        action_time=now,
    )


def notes_of(funnel: Funnel) -> QuerySet[LogEntry]:
    """Its lines, the newest first."""
    kind = ContentType.objects.get_for_model(Funnel)
    notes = LogEntry.objects.filter(content_type=kind, object_id=str(funnel.pk))
    return notes.select_related("user").order_by("-action_time", "-pk")
