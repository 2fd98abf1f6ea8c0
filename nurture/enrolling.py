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
from leads.models import EmailAddress, Lead
from leads.permission import may_email
from nurture.calendar import next_due
from nurture.models import Delivery, Enrollment, SequenceVersion
from nurture.pace import pace
from nurture.versions import SeriesContent, content_of


@transaction.atomic
def enroll(
    *,
    lead: Lead,
    address: EmailAddress,
    version: SequenceVersion,
    funnel_id: int,
    visit_id: int,
    now: datetime,
) -> Enrollment | None:
    """The person's place on the series, made on the first call; None where mail is not allowed.

    One series of a funnel at a time: what else of it runs to this address ends as replaced.
    """
    [locked] = lock_addresses([address.pk])
    content = content_of(version)
    if may_email(address=locked, purpose=content.sequence.purpose):
        return None
    of_funnel = Q(funnel_id=funnel_id, state=Enrollment.State.ACTIVE)
    standing = list(
        Enrollment.objects.filter(of_funnel | Q(sequence=version.sequence), address=locked)
    )
    others = [each.pk for each in standing if each.sequence_id != version.sequence_id]
    leave(others, reason=Enrollment.Exit.REPLACED, now=now)
    mine = next((each for each in standing if each.sequence_id == version.sequence_id), None)
    return mine or Enrollment.objects.create(
        address=locked,
        sequence=version.sequence,
        lead=lead,
        version=version,
        funnel_id=funnel_id,
        visit_id=visit_id,
        anchor_at=now,
        due_at=due_of(content, 0, anchor=now, now=now, pace=pace()),
        enrolled_at=now,
    )


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
        move(enrollment, content, to=place + 1, now=now, pace=pace)
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
