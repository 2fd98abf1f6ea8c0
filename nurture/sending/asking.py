"""One mail before the last gate: what its conditions ask about, each value by a name.

Made by handover under the lock of the person; guards write their conditions with its slots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, DateTimeField, F, Field, Q

from leads.models import EmailAddress
from nurture.leases import lease_end
from nurture.models import Delivery
from nurture.sending.drafts import Slot

_NUMBER, _TEXT, _TIME = BigIntegerField(), CharField(), DateTimeField()
# No row has this number.
_NONE = -1
# Fields of several types; only their preparing of values is asked for.
_FIELDS: dict[str, Field[Any, Any]] = {
    "ago": _TIME,
    "enrolled": _TIME,
    "lease_end": _TIME,
    "delivery": _NUMBER,
    "enrollment": _NUMBER,
    "address": _NUMBER,
    "person": _NUMBER,
}


@dataclass(frozen=True, slots=True)
class MailAtGate:
    """`people`: ids of the same person; `address`: its row, read under the lock. `scopes`: of the
    stops that would hold this mail."""

    delivery: Delivery
    address: EmailAddress
    people: Sequence[int]
    now: datetime
    is_paced: bool
    scopes: Sequence[str]
    message_id: str
    subject: str

    def ago(self, span: timedelta = timedelta(0)) -> Slot:
        return self.slot(f"ago:{span.total_seconds()}")

    def of_person(self, column: str) -> Q:
        """Rows of this person; `column` holds the id of a lead."""
        found = Q()
        for index in range(len(self.people)):
            found |= Q(**{column: self.slot(f"person:{index}")})
        return found

    def slot(self, name: str) -> Slot:
        kind = name.partition(":")[0]
        return Slot(name, self.value(name), _FIELDS.get(kind, _TEXT))

    def value(self, name: str) -> object:
        kind, _colon, which = name.partition(":")
        match kind:
            case "ago":
                return self.now - timedelta(seconds=float(which))
            case "person":
                return self.people[int(which)]
            case "scope":
                return self.scopes[int(which)]
            case _:
                return self._own(kind)

    def _own(self, kind: str) -> object:
        place = self.delivery.enrollment
        return {
            "delivery": self.delivery.pk,
            "enrollment": self.delivery.enrollment_id or _NONE,
            "address": self.address.pk,
            "lease": self.delivery.lease_id,
            "lease_end": lease_end(self.now),
            "enrolled": place and place.enrolled_at,
            "message_id": self.message_id,
            "subject": self.subject,
        }[kind]

    def handed_over(self) -> dict[str, object]:
        """What the row says once it is."""
        return {
            "state": Delivery.State.HANDED_OVER,
            "handed_over_at": self.ago(),
            "lease_until": self.slot("lease_end"),
            "attempts": F("attempts") + 1,
            "message_id": self.slot("message_id"),
            "subject": self.slot("subject"),
            "held_reason": "",
        }
