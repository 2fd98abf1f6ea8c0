"""Who else works on a funnel right now, and on what: the studio tells people about each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from funnel.models import Funnel, Presence

# A page tells every twelve seconds that it is open; three of these may be lost.
HERE_FOR = timedelta(seconds=40)


@dataclass(frozen=True, slots=True)
class Person:
    """`piece` is the slug of what stands open."""

    name: str
    piece: str


def note_presence(*, funnel: Funnel, by: User, piece: str, now: datetime) -> None:
    """Idempotent; takes along who left this funnel a while ago."""
    Presence.objects.update_or_create(
        funnel=funnel, user=by, defaults={"piece": piece, "seen_at": now}
    )
    Presence.objects.filter(funnel=funnel, seen_at__lt=now - 10 * HERE_FOR).delete()


def others_here(funnel: Funnel, *, by: User, now: datetime) -> list[Person]:
    """Everybody but the asker, in the order of their names."""
    here = Presence.objects.filter(funnel=funnel, seen_at__gt=now - HERE_FOR).exclude(user=by)
    found = [Person(name_of(each.user), each.piece) for each in here.select_related("user")]
    return sorted(found, key=lambda person: person.name)


def name_of(user: User) -> str:
    """The name people call each other by."""
    return user.first_name or user.get_username()
