"""Who did what to a funnel, in the history that its admin page shows."""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User

from funnel.models import Funnel


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
