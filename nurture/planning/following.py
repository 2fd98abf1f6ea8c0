"""People on their way follow the current version of their series in their language.

The tick moves who is due, a task of its own everybody else; a mail that is on its way goes out as
it was planned, and its reader follows after it. Trials keep to what they began with.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from nurture.document import SequenceDoc
from nurture.models import Delivery, Enrollment, EnrollmentQuerySet, SequenceVersion
from nurture.planning.moving import MOVED, due_of, finish
from nurture.planning.pace import pace_of
from nurture.planning.versions import SeriesContent, content_of

logger = logging.getLogger(__name__)

FOLLOWED = ("version", "priority", *MOVED)


def place_in(new: SequenceDoc, *, position: int, passed: Sequence[str]) -> int:
    """Where somebody goes on in the new series: right after the last mail they passed.

    `passed` are the keys of mails behind them, the latest last, written or left out; `position`
    counts where none of these is left in the series. What is older than the last one they
    passed never comes after it. The end is the number of mails.
    """
    places = {message.key: index for index, message in enumerate(new.messages)}
    for key in reversed(passed):
        if key in places:
            return _next_unpassed(new, places[key] + 1, passed)
    return _next_unpassed(new, min(position, len(new.messages)), passed)


def _next_unpassed(new: SequenceDoc, start: int, passed: Sequence[str]) -> int:
    coming = (
        index
        for index, message in enumerate(new.messages)
        if index >= start and message.key not in passed
    )
    return next(coming, len(new.messages))


def passed_of(content: SeriesContent, position: int, written: Iterable[str]) -> list[str]:
    """The keys behind somebody at `position`, the latest last; `written` in their order."""
    keys = [message.key for message in content.sequence.messages]
    before, here = keys[:position], keys[position : position + 1]
    written = list(written)
    earlier = [key for key in written if key not in before and key not in here]
    return [*earlier, *before, *(key for key in here if key in written)]


def is_behind(enrollment: Enrollment) -> bool:
    version = enrollment.version
    return not (version.is_current or version.is_trial or enrollment.day_seconds is not None)


def current_versions(
    enrollments: Iterable[Enrollment],
) -> dict[tuple[int, str], SequenceVersion]:
    """Of each series and language among these what is current. One query, none for nobody."""
    series = {each.sequence_id for each in enrollments}
    if not series:
        return {}
    rows = SequenceVersion.objects.filter(sequence__in=series, is_current=True)
    return {(row.sequence_id, row.language): row for row in rows}


def written_keys(enrollments: Iterable[Enrollment]) -> dict[int, list[str]]:
    """By enrollment the mails that have a delivery already, the latest last. One query."""
    written: dict[int, list[str]] = defaultdict(list)
    rows = Delivery.objects.filter(enrollment__in=[each.pk for each in enrollments])
    for pk, key in rows.order_by("pk").values_list("enrollment_id", "message_key"):
        if pk is not None:
            written[pk].append(key)
    return dict(written)


def follow_due(enrollments: Sequence[Enrollment], *, now: datetime, pace: timedelta | None) -> None:
    """Sets the fields of those who are behind to the current version; two queries at most."""
    behind = [each for each in enrollments if is_behind(each)]
    current = current_versions(behind)
    moving = [each for each in behind if (each.sequence_id, each.version.language) in current]
    written = written_keys(moving) if moving else {}
    for each in moving:
        version = current[each.sequence_id, each.version.language]
        try:
            switch(each, version, written.get(each.pk, ()))
            _retime(each, now=now, pace=pace_of(each, pace))
        except Exception:
            # One series that cannot be read must not stop the others; its people stay.
            logger.exception("Enrollment %s could not follow version %s.", each.pk, version.pk)


def switch(enrollment: Enrollment, version: SequenceVersion, written: Iterable[str]) -> None:
    """Puts the row on this version, at the mail that comes next there; the due time stays."""
    new, old = content_of(version), _old_content(enrollment)
    passed = list(written) if old is None else passed_of(old, enrollment.position, written)
    place = place_in(new.sequence, position=enrollment.position, passed=passed)
    if old is None or _key_at(old, enrollment.position) != _key_at(new, place):
        enrollment.waiting_since = None
    enrollment.version, enrollment.priority = version, new.sequence.priority
    enrollment.position = place


def _old_content(enrollment: Enrollment) -> SeriesContent | None:
    """What its person read so far; None where it cannot be read, which is why it was mended."""
    try:
        return content_of(enrollment.version)
    except ValueError:
        return None


def _key_at(content: SeriesContent, position: int) -> str:
    return next((each.key for each in content.sequence.messages[position : position + 1]), "")


def _retime(enrollment: Enrollment, *, now: datetime, pace: timedelta | None) -> None:
    content = content_of(enrollment.version)
    if enrollment.position >= len(content.sequence.messages):
        finish(enrollment, now=now)
    elif enrollment.due_at is not None:
        enrollment.due_at = due_after_edit(enrollment, content, now=now, pace=pace)


def due_after_edit(
    enrollment: Enrollment, content: SeriesContent, *, now: datetime, pace: timedelta | None
) -> datetime:
    """As if the delay had always been the new one; what is due stays due, nothing is late."""
    at, anchor = enrollment.position, enrollment.anchor_at
    meant = due_of(enrollment, content, at, now=anchor, pace=pace)
    if meant > now:
        return meant
    if enrollment.due_at is not None and enrollment.due_at <= now:
        return enrollment.due_at
    return due_of(enrollment, content, at, now=now, pace=pace)


@transaction.atomic
def follow_versions(now: datetime, *, limit: int = 500, pace: timedelta | None = None) -> int:
    """Moves people who are not due yet to the current version; how many it looked at.

    Idempotent. On Postgres somebody else's locked addresses are left for the next round.
    """
    older = list(_older_versions().values_list("pk", flat=True))
    if not older:
        return 0
    # In the order of an index, or the database reads everybody on any series.
    locked = (
        _on_one_of(older)
        .select_related("address")
        .select_for_update(of=("address",), skip_locked=True)
        .order_by("version_id")[:limit]
    )
    ids = [each.pk for each in locked]
    rows = _on_one_of(older).filter(pk__in=ids).select_related("lead__merged_into")
    enrollments = list(rows.prefetch_related("version").order_by("pk"))
    follow_due(enrollments, now=now, pace=pace)
    Enrollment.objects.bulk_update(enrollments, FOLLOWED)
    return len(enrollments)


def _older_versions() -> QuerySet[SequenceVersion]:
    """Those that were live before, as far as another one is in their language now."""
    newer = SequenceVersion.objects.filter(
        sequence=OuterRef("sequence"), language=OuterRef("language"), is_current=True
    )
    rows = SequenceVersion.objects.filter(is_current=False, is_trial=False)
    return rows.filter(Exists(newer)).order_by()


def _on_one_of(versions: Sequence[int]) -> EnrollmentQuerySet:
    """On their way through one of these, while no mail of theirs is on its way."""
    on_its_way = Delivery.objects.filter(enrollment=OuterRef("pk"), state__in=Delivery.OPEN)
    return Enrollment.objects.filter(
        ~Exists(on_its_way),
        version__in=versions,
        state=Enrollment.State.ACTIVE,
        due_at__isnull=False,
        day_seconds=None,
    )
