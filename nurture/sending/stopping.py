"""Pausing, going on and stopping at once: one person, one mail, one series, everything.

Screens of staff call it; the breaker and the rails keep their stops in the same rows. The
hand-over's one UPDATE reads what stands here, so nothing passes after the commit.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from leads.models import EmailAddress
from nurture.models import Delivery, Enrollment, MailStop, Sequence
from nurture.people import same_person
from nurture.sending.throttling import in_groups

ALL, SERVER = "all", "server"
_GROUP, _MAIL, _LEAD, _SERIES = "group:", "mail:", "lead:", "series:"
Kind = MailStop.Kind

STOPPED_MAIL = "stopped"
SERIES_PAUSED = "paused"
# What becomes Delivery.held_reason: for staff's own pauses what they cover, else the kind.
_HELD_BY_STAFF = {
    "all": "mail_stop",
    "mail": "mail_paused",
    "lead": "lead_paused",
    "series": SERIES_PAUSED,
}
HELD_BY_STOPS = frozenset({*(f"stop_{kind}" for kind in Kind), *_HELD_BY_STAFF.values()})


def group_scope(provider_group: str) -> str:
    return _GROUP + provider_group


def mail_scope(sequence_id: int, key: str) -> str:
    return f"{_MAIL}{sequence_id}:{key}"


def lead_scope(lead_id: int) -> str:
    return f"{_LEAD}{lead_id}"


def series_scope(sequence_id: int) -> str:
    return f"{_SERIES}{sequence_id}"


def held_by(stop: MailStop) -> str:
    """The held_reason of what waits for this row."""
    by_kind = f"stop_{stop.kind}"
    if stop.kind != Kind.STAFF:
        return by_kind
    return _HELD_BY_STAFF.get(stop.scope.partition(":")[0], by_kind)


def standing_stops(scopes: Iterable[str], now: datetime) -> dict[str, MailStop]:
    """What stands of these scopes. `reason` says who did it, or what the server said.

    A series stands paused where its row says so, whoever set it; its entry may be unstored.
    """
    asked = set(scopes)
    found = {row.scope: row for row in MailStop.objects.standing(now).filter(scope__in=asked)}
    series = [_number(scope) for scope in asked if scope.startswith(_SERIES)]
    paused = Sequence.objects.filter(pk__in=series, is_paused=True) if series else ()
    kinds = {series_scope(row.pk): row.pause_reason for row in paused}
    for scope, why in kinds.items():
        kind = Kind.COMPLAINTS if why == Kind.COMPLAINTS else Kind.STAFF
        found.setdefault(scope, MailStop(scope=scope, kind=kind, created_at=now))
    return {
        scope: row
        for scope, row in found.items()
        if not scope.startswith(_SERIES) or scope in kinds
    }


@transaction.atomic
def pause(*, scope: str, by: str, now: datetime) -> None:
    """From the commit on nothing it covers is handed over, until resume(). Idempotent.

    Mails somebody just asked for wait only where everything, or their provider, is paused.
    """
    _stand(scope, Kind.STAFF, by=by, now=now)
    if scope.startswith(_SERIES):
        Sequence.objects.filter(pk=_number(scope)).update(is_paused=True, pause_reason="")


@transaction.atomic
def resume(*, scope: str, now: datetime) -> int:
    """Takes back any stop of this scope; what waited for it is due now. How many mails."""
    MailStop.objects.filter(scope__in=_same(scope)).delete()
    if scope.startswith(_SERIES):
        Sequence.objects.filter(pk=_number(scope)).update(
            is_paused=False, pause_reason="", slowed_at=None
        )
    waiting = Delivery.objects.filter(
        _covered(scope), state=Delivery.State.SCHEDULED, held_reason__in=HELD_BY_STOPS
    )
    return waiting.filter(due_at__gt=now).update(due_at=now)


@transaction.atomic
def stop(*, scope: str, by: str, now: datetime) -> int:
    """Ends what it covers, at once and for good: how many people left their series by it.

    Of one mail: it is left out for everybody, and their series go on; the number is of those it
    was planned for. All, and a series, stay paused besides, so that nobody comes on it anew
    before resume(); so a stop of everything holds even what was asked for.
    """
    if scope.startswith(_MAIL):
        _stand(scope, Kind.STOPPED, by=by, now=now)
        # The hand-over leaves it out and lets each series go on from there.
        planned = Delivery.objects.filter(_covered(scope), state=Delivery.State.SCHEDULED)
        return planned.update(due_at=now)
    places = Enrollment.objects.filter(_places(scope), state=Enrollment.State.ACTIVE)
    _lock(places)
    if scope.startswith(_LEAD):
        MailStop.objects.filter(scope__in=_same(scope)).delete()
    else:
        pause(scope=scope, by=by, now=now)
    return _end(places, now)


def _lock(places: QuerySet[Enrollment]) -> None:
    """All their addresses in the order in which every writer takes them, before any other row."""
    theirs = EmailAddress.objects.filter(Exists(places.filter(address=OuterRef("pk"))))
    list(theirs.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _end(places: QuerySet[Enrollment], now: datetime) -> int:
    """Two statements, however many people: first their mails, as settling does, then they."""
    Delivery.objects.filter(
        enrollment__in=places.values("pk"),
        state__in=[Delivery.State.SCHEDULED, Delivery.State.CLAIMED],
    ).update(
        state=Delivery.State.CANCELLED,
        skipped_reason=Enrollment.Exit.STOPPED,
        held_reason="",
        lease_id="",
        lease_until=None,
    )
    return places.update(
        state=Enrollment.State.EXITED,
        exit_reason=Enrollment.Exit.STOPPED,
        ended_at=now,
        due_at=None,
        lease_id="",
        lease_until=None,
    )


def _stand(scope: str, kind: MailStop.Kind, *, by: str, now: datetime) -> None:
    MailStop.objects.update_or_create(
        scope=scope,
        defaults={
            "kind": kind,
            "reason": by[:300],
            "created_at": now,
            "until": None,
            "failures": 0,
        },
    )


def _same(scope: str) -> list[str]:
    """A person may have been paused before two rows of theirs were merged."""
    if scope.startswith(_LEAD):
        return [lead_scope(pk) for pk in same_person(_number(scope))]
    return [scope]


def _covered(scope: str) -> Q:
    """Deliveries it covers."""
    if scope.startswith(_GROUP):
        return in_groups([scope.removeprefix(_GROUP)])
    if scope.startswith(_MAIL):
        sequence_id, key = scope.removeprefix(_MAIL).split(":", 1)
        return Q(enrollment__sequence_id=int(sequence_id), message_key=key)
    if scope.startswith(_LEAD):
        return Q(lead_id__in=same_person(_number(scope)))
    if scope.startswith(_SERIES):
        return Q(enrollment__sequence_id=_number(scope))
    return Q()


def _places(scope: str) -> Q:
    """Enrollments it covers. Raises ValueError for what nobody can be on."""
    if scope == ALL:
        return Q()
    if scope.startswith(_LEAD):
        return Q(lead_id__in=same_person(_number(scope)))
    if scope.startswith(_SERIES):
        return Q(sequence_id=_number(scope))
    raise ValueError(f"Nobody can be taken off {scope!r}.")


def _number(scope: str) -> int:
    return int(scope.partition(":")[2])
