"""Who paused, resumed or stopped what: a line in the admin's own log for each press.

The stop itself names who made it; once it is taken back, only this line is left.
"""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType

from funnel.mailroom.overview import names_of
from nurture.models import MailStop

_WORDS = {"pause": "Mails paused", "resume": "Mails resumed", "stop": "Mails stopped for good"}


def note_press(*, by: User | AnonymousUser, did: str, scope: str) -> None:
    """Nothing for what is no switch: mails that are decided on carry who did it themselves."""
    if did not in _WORDS or by.pk is None:
        return
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(MailStop),
        object_id=scope,
        object_repr=names_of([scope]).get(scope, scope)[:200],
        action_flag=CHANGE,
        change_message=_WORDS[did],
    )
