"""Consent: what was shown, given, confirmed and taken back. Rows are only ever added.

The opt-in gives, the button in the first mail confirms, unsubscribing withdraws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from leads.locking import lock_addresses
from leads.models import Consent, EmailAddress, Suppression
from leads.permission import AGREED, verdict

# What allows a mail, and what only lets us see what becomes of it.
_TAKEN_BACK = (*AGREED, Consent.Purpose.OPENS)


@dataclass(frozen=True, slots=True)
class Terms:
    """What one purpose was agreed on with: the words exactly as they were shown.

    `topic` names one of several series, '' is all of the purpose. `version` is the live version
    that showed the words: slug and number.
    """

    purpose: str
    text: str
    needs_confirmation: bool
    topic: str = ""
    version: str = ""


@transaction.atomic
def give_consents(
    *,
    address: EmailAddress,
    terms: Sequence[Terms],
    language: str,
    url: str,
    channel: str,
    now: datetime,
    is_mailed: bool = True,
) -> list[Consent]:
    """Record that the person agreed to each of these; one lock and one statement for all.

    Where no mail follows from it (`is_mailed`), what only says again what stands already, word
    for word, is left out: five thousand presses prove no more than the first.
    """
    if not terms:
        return []
    lock_addresses([address.pk])
    standing = set() if is_mailed else _standing(address)
    return Consent.objects.bulk_create(
        Consent(
            address=address,
            purpose=Consent.Purpose(each.purpose),
            moment=Consent.Moment.GIVEN,
            needs_confirmation=each.needs_confirmation,
            topic=each.topic,
            text=each.text,
            version=each.version,
            language=language,
            url=url,
            channel=channel,
            occurred_at=now,
        )
        for each in terms
        if (each.purpose, each.topic, each.text, each.version) not in standing
    )


@transaction.atomic
def confirm_address(*, address: EmailAddress, now: datetime, channel: str) -> bool:
    """The press on the confirm button. True when it changed something; pressing again does not.

    Every purpose and topic whose last word is "given" becomes confirmed. A person who
    unsubscribed or was forgotten and has agreed anew since is written to again; other
    do-not-mail entries stay.
    """
    (locked,) = lock_addresses([address.pk])
    given = [row for row in _latest(locked) if row.moment == Consent.Moment.GIVEN]
    Consent.objects.bulk_create(
        _follow(row, Consent.Moment.CONFIRMED, now, channel) for row in given
    )
    if given:
        Suppression.objects.filter(
            address_hash=locked.address_hash,
            reason__in=Suppression.LIFTED_BY_OPT_IN,
            created_at__lte=max(row.occurred_at for row in given),
        ).delete()
    is_first = locked.confirmed_at is None
    if is_first:
        locked.confirmed_at = now
        locked.save(update_fields=["confirmed_at"])
    address.confirmed_at = locked.confirmed_at
    return is_first or bool(given)


@transaction.atomic
def withdraw_consents(
    *,
    address: EmailAddress,
    text: str,
    language: str,
    channel: str,
    now: datetime,
    purpose: str = "",
    topic: str = "",
) -> list[Consent]:
    """Take back what was given and not yet withdrawn; `text` says how it was done.

    All of it; all of one `purpose`; or one `topic` of a purpose, while the rest of it stands.
    What was asked for once (requested) is kept as it is: it allows nothing more.
    """
    lock_addresses([address.pk])
    withdrawn = [
        Consent(
            address=address,
            purpose=its_purpose,
            topic=its_topic,
            moment=Consent.Moment.WITHDRAWN,
            needs_confirmation=False,
            text=text,
            language=language,
            channel=channel,
            occurred_at=now,
        )
        for its_purpose, its_topic in _to_take_back(address, purpose, topic)
    ]
    return Consent.objects.bulk_create(withdrawn)


def _to_take_back(address: EmailAddress, purpose: str, topic: str) -> list[tuple[str, str]]:
    """The purposes and topics that still stand, of those that are meant."""
    if topic:
        rows = address.consents.order_by("pk")
        is_given = verdict(rows, purpose, topic) != "no_consent"
        return [(purpose, topic)] if is_given else []
    rows = address.consents.filter(purpose__in=_TAKEN_BACK).order_by("pk")
    return [
        (row.purpose, row.topic)
        for row in _last_words(rows)
        if row.moment != Consent.Moment.WITHDRAWN and purpose in ("", row.purpose)
    ]


def _latest(address: EmailAddress) -> list[Consent]:
    """The last row of each purpose and topic; a withdrawal of all of a purpose ends its topics.

    Ids tell the order: rows are written under the lock.
    """
    return _last_words(address.consents.filter(purpose__in=AGREED).order_by("pk"))


def _last_words(rows: Iterable[Consent]) -> list[Consent]:
    """`rows` in the order in which they were written."""
    latest: dict[tuple[str, str], Consent] = {}
    for row in rows:
        if row.moment == Consent.Moment.WITHDRAWN and not row.topic:
            latest |= {key: row for key in latest if key[0] == row.purpose}
        latest[row.purpose, row.topic] = row
    return [latest[key] for key in sorted(latest)]


def _standing(address: EmailAddress) -> set[tuple[str, str, str, str]]:
    """What was agreed on last and not taken back: purpose, topic, words and live version."""
    return {
        (row.purpose, row.topic, row.text, row.version)
        for row in _last_words(address.consents.order_by("pk"))
        if row.moment != Consent.Moment.WITHDRAWN
    }


def _follow(given: Consent, moment: Consent.Moment, now: datetime, channel: str) -> Consent:
    return Consent(
        address_id=given.address_id,
        purpose=given.purpose,
        moment=moment,
        needs_confirmation=given.needs_confirmation,
        topic=given.topic,
        text=given.text,
        version=given.version,
        language=given.language,
        url=given.url,
        channel=channel,
        occurred_at=now,
    )
