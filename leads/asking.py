"""May I write to them? The desk's answer in plain words, with the proof behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from leads.models import Consent, EmailAddress, Suppression
from leads.permission import AGREED, judge

_WHY_NOT = {
    "bounced": _("The address does not exist."),
    "suppressed": _("They are on the do-not-mail list."),
    "merged": _("This person was joined with another one."),
    "disqualified": _("Marked as not a match."),
    "no_consent": _("They did not ask for these."),
    "not_confirmed": _("They asked, but have not pressed confirm in the mail yet."),
}


@dataclass(frozen=True, slots=True)
class PurposeAnswer:
    """For one kind of mail: may we, and what the person saw and did when.

    `is_proof`: kept to show what was asked for at one moment; it allows nothing further.
    """

    label: str
    is_yes: bool
    why_not: str
    given_at: datetime | None
    confirmed_at: datetime | None
    withdrawn_at: datetime | None
    text: str
    url: str
    has_tick: bool
    is_proof: bool = False


@dataclass(frozen=True, slots=True)
class MayWrite:
    """`stops` are the entries of the do-not-mail list: they end every mail, by hand, too."""

    purposes: Sequence[PurposeAnswer]
    stops: Sequence[Suppression]

    @property
    def is_yes(self) -> bool:
        return any(each.is_yes for each in self.purposes if not each.is_proof)

    @property
    def is_stopped(self) -> bool:
        return bool(self.stops)


def may_write(address: EmailAddress) -> MayWrite:
    consents = list(address.consents.order_by("pk"))
    stops = list(
        Suppression.objects.filter(address_hash=address.address_hash).order_by("created_at")
    )
    purposes = [
        _answer(
            purpose,
            topic,
            judge(address, purpose, topic, stops=stops, consents=consents),
            [row for row in consents if row.purpose == purpose and row.topic in ("", topic)],
        )
        for purpose in Consent.Purpose
        for topic in _topics(purpose, consents)
    ]
    return MayWrite(purposes=purposes, stops=stops)


def _topics(purpose: Consent.Purpose, consents: Sequence[Consent]) -> list[str]:
    """What is answered one by one: the purpose as a whole, and each series asked for by name."""
    found = list(dict.fromkeys(row.topic for row in consents if row.purpose == purpose))
    return found or ([""] if purpose in AGREED else [])


def _answer(
    purpose: Consent.Purpose, topic: str, reason: str, consents: Sequence[Consent]
) -> PurposeAnswer:
    rows = _since_withdrawn(consents)
    given = _last(rows, Consent.Moment.GIVEN)
    # A text begins with what the thing was called when it was asked for.
    named = given.text.partition("\n")[0] if topic and given else ""
    return PurposeAnswer(
        label=f"{purpose.label}: {named}" if named else str(purpose.label),
        is_yes=not reason,
        why_not=str(_WHY_NOT[reason]) if reason in _WHY_NOT else "",
        given_at=given.occurred_at if given else None,
        confirmed_at=_time(_last(rows, Consent.Moment.CONFIRMED)),
        withdrawn_at=_time(_last(rows, Consent.Moment.WITHDRAWN)),
        text=given.text if given else "",
        url=given.url if given else "",
        has_tick=purpose == Consent.Purpose.MARKETING,
        is_proof=purpose == Consent.Purpose.REQUESTED,
    )


def _since_withdrawn(rows: Sequence[Consent]) -> Sequence[Consent]:
    """The latest walk from giving to withdrawing: who agreed anew begins a new one."""
    ends = [index for index, row in enumerate(rows[:-1]) if row.moment == Consent.Moment.WITHDRAWN]
    return rows[ends[-1] + 1 :] if ends else rows


def _last(rows: Sequence[Consent], moment: Consent.Moment) -> Consent | None:
    return next((row for row in reversed(rows) if row.moment == moment), None)


def _time(row: Consent | None) -> datetime | None:
    return row.occurred_at if row else None
