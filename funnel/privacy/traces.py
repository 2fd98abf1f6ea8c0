"""Where an address may stand that nobody put there to keep it: staff's pages, other systems' ids.

Only erasing.py calls it, in its transaction. Rows that count something stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import F, Q

from funnel.models import Conversion, HookEvent, LandingCount, Visit
from leads.models import EmailAddress, Lead

_UNNAMED = "direct"


def erase_staff_traces(
    people: Sequence[int], addresses: Sequence[EmailAddress], texts: Sequence[str]
) -> None:
    """What staff's own pages remember: the history of the admin, sign-in logs, open sessions."""
    about = _about(Lead, people) | _about(EmailAddress, [row.pk for row in addresses])
    logs = (AccessAttempt, AccessFailureLog, AccessLog)
    for text in texts:
        about |= Q(object_repr__icontains=text) | Q(change_message__icontains=text)
        for log in logs:
            named = Q(username__icontains=text) | Q(path_info__icontains=text)
            log._default_manager.filter(named).delete()
        seen = Q(get_data__icontains=text) | Q(post_data__icontains=text)
        AccessAttempt.objects.filter(seen).delete()
    LogEntry.objects.filter(about).update(object_repr="", change_message="")
    for session in Session.objects.iterator():
        if any(text in str(session.get_decoded()).lower() for text in map(str.lower, texts)):
            session.delete()


def erase_chance_traces(texts: Iterable[str]) -> None:
    """A link that named the address as where it came from, an order that was called after it."""
    for text in texts:
        for row in HookEvent.objects.filter(external_id__icontains=text):
            row.external_id = f"erased:{row.pk}"
            row.save(update_fields=["external_id"])
        for told in Conversion.objects.filter(external_key__icontains=text):
            told.external_key = f"erased:{told.pk}"
            told.save(update_fields=["external_key"])
        Visit.objects.filter(source__icontains=text).update(source=_UNNAMED)
        Visit.objects.filter(medium__icontains=text).update(medium="")
        Visit.objects.filter(campaign__icontains=text).update(campaign="")
        for count in LandingCount.objects.filter(source__icontains=text):
            _count_unnamed(count)


def _count_unnamed(count: LandingCount) -> None:
    """The same views, without where they came from."""
    same = {"publication_id": count.publication_id, "day_on": count.day_on, "source": _UNNAMED}
    if LandingCount.objects.filter(**same).update(views=F("views") + count.views):
        count.delete()
    else:
        LandingCount.objects.filter(pk=count.pk).update(source=_UNNAMED)


def _about(model: type[Lead | EmailAddress], ids: Iterable[int]) -> Q:
    kind = ContentType.objects.get_for_model(model)
    return Q(content_type=kind, object_id__in=[str(pk) for pk in ids])
