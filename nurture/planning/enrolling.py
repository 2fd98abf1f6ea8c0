"""Coming on a mail series, going from mail to mail, and leaving it.

The roof enrolls; dispatching, settling and reaping go on; goals, wins and unsubscribes end it.
Every function that changes an enrollment expects or takes the lock on its address first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from leads.locking import lock_addresses
from leads.models import Consent, EmailAddress, Lead
from leads.permission import may_email
from nurture.models import Delivery, Enrollment, SequenceVersion
from nurture.planning.calendar import next_due
from nurture.planning.pace import pace, pace_of
from nurture.planning.versions import SeriesContent, content_of


@transaction.atomic
def enroll(
    *,
    lead: Lead,
    address: EmailAddress,
    version: SequenceVersion,
    funnel_id: int,
    visit_id: int | None,
    now: datetime,
    first_is_sent: bool = False,
    day_seconds: int | None = None,
) -> Enrollment | None:
    """The person's place on the series, made on the first call; None where mail is not allowed.

    One series of a funnel at a time: what else of it runs to this address ends as replaced.
    Not so with `first_is_sent`: that series was asked for by name, its first mail went out as
    requested, and it runs beside the others. Who had unsubscribed and asks again goes on there
    where they stopped. `day_seconds` is a trial's own pace: tried again, it begins anew.
    """
    [locked] = lock_addresses([address.pk])
    content, topic = content_of(version), str(version.sequence_id)
    if may_email(address=locked, purpose=content.sequence.purpose, topic=topic):
        return None
    of_funnel = Q(funnel_id=funnel_id, state=Enrollment.State.ACTIVE)
    standing = list(
        Enrollment.objects.filter(of_funnel | Q(sequence=version.sequence), address=locked)
    )
    mine = next((each for each in standing if each.sequence_id == version.sequence_id), None)
    if mine is not None and day_seconds is not None and (visit_id or 0) > (mine.visit_id or 0):
        # A trial's place is the newest walk's; that of the walk before goes with its mails.
        mine.delete()
        mine = None
    if not first_is_sent:
        _replace([each for each in standing if each.pk and each != mine], locked, now)
    elif mine is not None and mine.exit_reason == Enrollment.Exit.UNSUBSCRIBED:
        _begin_again(mine, version, now)
    if mine is not None:
        return mine
    mine = Enrollment(
        address=locked,
        sequence=version.sequence,
        lead=lead,
        version=version,
        funnel_id=funnel_id,
        visit_id=visit_id,
        enrolled_at=now,
        day_seconds=day_seconds,
    )
    to = 1 if first_is_sent else 0
    move(mine, content, to=to, now=now, pace=pace_of(mine, pace()))
    mine.save()
    return mine


def _replace(others: Iterable[Enrollment], address: EmailAddress, now: datetime) -> None:
    """Ends what a better fitting series takes the place of; what was asked for by name goes on."""
    topics = {str(each.sequence_id): each.pk for each in others}
    if not topics:
        return
    named = Consent.objects.filter(
        address=address, purpose=Consent.Purpose.SERIES, topic__in=topics
    )
    asked = set(named.values_list("topic", flat=True))
    ending = [pk for topic, pk in topics.items() if topic not in asked]
    leave(ending, reason=Enrollment.Exit.REPLACED, now=now)


def _begin_again(enrollment: Enrollment, version: SequenceVersion, now: datetime) -> None:
    """Back on the series, at the first mail after the one asked for that never went out."""
    Delivery.objects.filter(
        enrollment=enrollment, state=Delivery.State.CANCELLED, handed_over_at=None
    ).delete()
    written = set(enrollment.deliveries.values_list("message_key", flat=True))
    content = content_of(version)
    coming = (
        index
        for index, message in enumerate(content.sequence.messages)
        if index and message.key not in written
    )
    enrollment.version, enrollment.enrolled_at = version, now
    enrollment.state, enrollment.exit_reason = Enrollment.State.ACTIVE, ""
    enrollment.ended_at = None
    end = len(content.sequence.messages)
    move(enrollment, content, to=next(coming, end), now=now, pace=pace_of(enrollment, pace()))
    enrollment.save()


@transaction.atomic
def release_held(*, address: EmailAddress, now: datetime) -> int:
    """Lets go of mails that waited for the confirm press. How many."""
    lock_addresses([address.pk])
    return Delivery.objects.filter(
        address=address, state=Delivery.State.SCHEDULED, held_reason="not_confirmed"
    ).update(due_at=now)


def leave(enrollment_ids: Iterable[int], *, reason: Enrollment.Exit, now: datetime) -> int:
    """Ends these enrollments and calls back their mails that are not handed over yet.

    Returns how many it ended. Idempotent: who has left already keeps the first reason.
    """
    ids = list(enrollment_ids)
    ended = Enrollment.objects.filter(pk__in=ids, state=Enrollment.State.ACTIVE).update(
        state=Enrollment.State.EXITED,
        exit_reason=reason,
        ended_at=now,
        due_at=None,
        lease_id="",
        lease_until=None,
    )
    Delivery.objects.filter(
        enrollment_id__in=ids, state__in=[Delivery.State.SCHEDULED, Delivery.State.CLAIMED]
    ).update(
        state=Delivery.State.CANCELLED,
        skipped_reason=reason,
        held_reason="",
        lease_id="",
        lease_until=None,
    )
    return ended


@transaction.atomic
def go_on(
    *, enrollment_id: int, message_key: str, now: datetime, pace: timedelta | None
) -> Enrollment:
    """This mail of the series is done with; the next delay counts from now.

    Changes nothing where the series has ended or has gone on from this mail before.
    """
    enrollment = Enrollment.objects.select_related("version").get(pk=enrollment_id)
    content = content_of(enrollment.version)
    place = content.index(message_key)
    if enrollment.state == Enrollment.State.ACTIVE and enrollment.position == place:
        move(enrollment, content, to=place + 1, now=now, pace=pace_of(enrollment, pace))
        enrollment.save(update_fields=["position", "anchor_at", "due_at", "state", "ended_at"])
    return enrollment


def move(
    enrollment: Enrollment,
    content: SeriesContent,
    *,
    to: int,
    now: datetime,
    pace: timedelta | None,
) -> None:
    """Sets the row's fields (saving is the caller's) to the mail at `to`, or to the end."""
    enrollment.position = to
    enrollment.anchor_at = now
    if to < len(content.sequence.messages):
        enrollment.due_at = due_of(content, to, anchor=now, now=now, pace=pace)
        return
    enrollment.state = Enrollment.State.FINISHED
    enrollment.ended_at = now
    enrollment.due_at = None


def due_of(
    content: SeriesContent,
    index: int,
    *,
    anchor: datetime,
    now: datetime,
    pace: timedelta | None,
) -> datetime:
    sequence = content.sequence
    return next_due(
        anchor=anchor,
        delay=sequence.messages[index].delay,
        window=sequence.window,
        zone=content.time_zone,
        now=now,
        pace=pace,
    )
