"""The one lock of a person: their address rows, always taken in the order of their ids.

Every writer of consent, suppression, claim or stage takes it first, and so does the sender
before a mail is handed over: an unsubscribe wins until that moment.
"""

from __future__ import annotations

from collections.abc import Iterable

from leads.models import EmailAddress


def lock_addresses(ids: Iterable[int]) -> list[EmailAddress]:
    """The locked rows with their people, fresh from the database. Call it inside a transaction.

    On SQLite the transaction itself (BEGIN IMMEDIATE) is the lock.
    """
    rows = EmailAddress.objects.select_for_update(of=("self",)).select_related("lead")
    return list(rows.filter(pk__in=set(ids)).order_by("pk"))


def hold_address(pk: int) -> None:
    """The same lock where the rows are not needed."""
    held = EmailAddress.objects.select_for_update(of=("self",)).filter(pk=pk)
    held.values_list("pk", flat=True).first()
