"""Do not mail, as staff say it: one address, or a whole list from another system.

The do-not-mail page calls it. It acts at once: whoever of them is on a series leaves it under
the same lock that a hand-over takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from leads.addresses import address_hash
from leads.models import EmailAddress, Suppression
from leads.suppressing import hashes_beside, suppress_hashes, tell_staff
from nurture.models import Enrollment
from nurture.planning.enrolling import leave

BATCH = 500
Reason = Suppression.Reason
# How a series ends for each reason; whoever asked not to be contacted counts as unsubscribed.
_EXITS = {Reason.BOUNCED: Enrollment.Exit.BOUNCED}
Row = tuple[str, str, str, datetime]
Each = TypeVar("Each")


@dataclass(frozen=True, slots=True)
class Effect:
    """`new` entries, `standing` that were there already, `ended` places on series."""

    new: int
    standing: int
    ended: int = 0


def forbid(*, normalised: str, by: str, now: datetime) -> Effect:
    """One person, for good: do not contact, at whichever of their addresses. Idempotent."""
    hashes = (address_hash(normalised), *hashes_beside(normalised))
    effect = forbid_all(hashes=hashes, reason=Reason.DO_NOT_CONTACT, now=now)
    if effect.new:
        for address in EmailAddress.objects.select_related("lead").filter(address_hash=hashes[0]):
            tell_staff(address=address, label=f"Do not mail, written down: {by}", now=now)
    return effect


def foretold(hashes: Sequence[str], reason: str) -> Effect:
    """What forbid_all() would do, `ended` aside. Reads only."""
    standing = sum(len(_standing(part, reason)) for part in _parts(hashes))
    return Effect(len(hashes) - standing, standing)


def forbid_all(*, hashes: Sequence[str], reason: str, now: datetime) -> Effect:
    """Each of `hashes` (leads.addresses.address_hash) once. In transactions of BATCH, so that
    nobody waits for the whole of a long list; called again it goes on where it stopped."""
    done = [_forbid_part(part, Reason(reason), now) for part in _parts(hashes)]
    return Effect(
        sum(each.new for each in done),
        sum(each.standing for each in done),
        sum(each.ended for each in done),
    )


def exported() -> Iterator[Row]:
    """Every entry, the oldest first: address or '', keyed hash, reason, since."""
    rows = Suppression.objects.order_by("pk").values_list("address_hash", "reason", "created_at")
    for part in _parts(list(rows)):
        known = dict(
            EmailAddress.objects.filter(address_hash__in=[row[0] for row in part]).values_list(
                "address_hash", "normalised"
            )
        )
        for its_hash, reason, since in part:
            yield known.get(its_hash, ""), its_hash, reason, since


@transaction.atomic
def _forbid_part(hashes: Sequence[str], reason: Suppression.Reason, now: datetime) -> Effect:
    standing = len(_standing(hashes, reason))
    addresses = suppress_hashes(hashes=hashes, reason=reason, now=now)
    places = Enrollment.objects.filter(address__in=addresses, state=Enrollment.State.ACTIVE)
    ended = leave(
        [each.pk for each in places],
        reason=_EXITS.get(reason, Enrollment.Exit.UNSUBSCRIBED),
        now=now,
    )
    return Effect(len(hashes) - standing, standing, ended)


def _standing(hashes: Sequence[str], reason: str) -> set[str]:
    rows = Suppression.objects.filter(address_hash__in=hashes, reason=reason)
    return set(rows.values_list("address_hash", flat=True))


def _parts(values: Sequence[Each]) -> Iterator[Sequence[Each]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
