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
from nurture.planning.coming_back import begins_anew, is_new_walk, newest_run, place_elsewhere
from nurture.planning.following import (
    FOLLOWED,
    current_versions,
    is_behind,
    switch,
    written_keys,
)
from nurture.planning.moving import move
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
    where they stopped. A new walk (a later visit) begins a new run where the series allows to
    come back. Who gets it at another address of theirs stays there: one person gets a series
    once. `day_seconds` is a trial's own pace: tried again, it begins anew.
    """
    [locked] = lock_addresses([address.pk])
    content, topic = content_of(version), str(version.sequence_id)
    if may_email(address=locked, purpose=content.sequence.purpose, topic=topic):
        return None
    coming = Enrollment(
        address=locked,
        sequence=version.sequence,
        lead=lead,
        version=version,
        funnel_id=funnel_id,
        visit_id=visit_id,
        priority=content.sequence.priority,
        enrolled_at=now,
        day_seconds=day_seconds,
    )
    return _placed(coming, content, first_is_sent=first_is_sent)


def _placed(coming: Enrollment, content: SeriesContent, *, first_is_sent: bool) -> Enrollment:
    """The place that stands already and goes on; else `coming` begins at its first open mail."""
    now = coming.enrolled_at
    standing = _standing_beside(coming)
    here = [each for each in standing if each.address_id == coming.address_id]
    mine = _newest_place(here, coming)
    if mine is not None and begins_anew(
        mine, content, coming.lead, visit_id=coming.visit_id, now=now
    ):
        coming.run, mine = mine.run + 1, None
    if mine is None or mine.state != Enrollment.State.ACTIVE:
        mine = place_elsewhere(standing, coming, content, now=now) or mine
    if not first_is_sent:
        _replace([each for each in here if each.pk and each != mine], coming.address, now)
    elif mine is not None and mine.exit_reason == Enrollment.Exit.UNSUBSCRIBED:
        _begin_again(mine, coming.version, now)
    if mine is not None:
        return mine
    to = 1 if first_is_sent else 0
    move(coming, content, to=to, now=now, pace=pace_of(coming, pace()))
    coming.save()
    return coming


def _standing_beside(coming: Enrollment) -> list[Enrollment]:
    """Its person's places on the same series, and its address' running ones of the same funnel."""
    of_funnel = Q(funnel_id=coming.funnel_id, state=Enrollment.State.ACTIVE)
    on_series = Q(sequence=coming.sequence)
    here = Enrollment.objects.filter(of_funnel | on_series, address=coming.address)
    root = coming.lead.merged_into_id or coming.lead_id
    people = Lead.objects.filter(Q(pk=root) | Q(merged_into=root)).order_by().values("pk")
    # Two questions in one query, each answered by an index of its own.
    return list(here.union(Enrollment.objects.filter(on_series, lead__in=people)))


def _newest_place(standing: list[Enrollment], coming: Enrollment) -> Enrollment | None:
    """On the series, as far as it was come on before."""
    mine = newest_run(standing, coming.version)
    is_trial = coming.day_seconds is not None
    if mine is not None and is_trial and is_new_walk(mine, coming.visit_id):
        # A trial's place is the newest walk's; that of the walk before goes with its mails.
        mine.delete()
        return None
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


@transaction.atomic(savepoint=False)
def go_on(
    *, enrollment_id: int, message_key: str, now: datetime, pace: timedelta | None
) -> Enrollment:
    """This mail of the series is done with; the next delay counts from now, in the version that
    is current by now.

    Changes nothing where the series has ended or has gone on from this mail before.
    """
    related = ("version", "lead__merged_into")
    enrollment = Enrollment.objects.select_related(*related).get(pk=enrollment_id)
    content = content_of(enrollment.version)
    if enrollment.state != Enrollment.State.ACTIVE or not _is_at(enrollment, content, message_key):
        return enrollment
    if content.message(message_key) is not None:
        enrollment.position += 1
    if is_behind(enrollment):
        content = _caught_up(enrollment)
    to = enrollment.position
    move(enrollment, content, to=to, now=now, pace=pace_of(enrollment, pace))
    enrollment.save(update_fields=FOLLOWED)
    return enrollment


def _is_at(enrollment: Enrollment, content: SeriesContent, message_key: str) -> bool:
    """Whether this mail is the one the series stands at; one that is not in it any more is, as
    long as nothing else is due."""
    if content.message(message_key) is None:
        return enrollment.due_at is None
    return enrollment.position == content.index(message_key)


def _caught_up(enrollment: Enrollment) -> SeriesContent:
    """The row on the current version of its language, where there is one."""
    current = current_versions([enrollment])
    version = current.get((enrollment.sequence_id, enrollment.version.language))
    if version is not None:
        switch(enrollment, version, written_keys([enrollment]).get(enrollment.pk, ()))
    return content_of(enrollment.version)
