"""Stopping every series and every further mail to a person who said so somewhere else.

A provider's event, a complaint and the word "unsubscribe" as a whole reply come here; the
buttons in our own mails have a room of their own (reader.unsubscribing).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from leads.activity import Act, record_acts
from leads.consents import withdraw_consents
from leads.locking import lock_addresses
from leads.models import EmailAddress, Lead, Suppression
from leads.suppressing import suppress
from nurture.models import Enrollment
from nurture.planning.enrolling import leave


@transaction.atomic
def stop_mails(
    *,
    address: EmailAddress,
    lead: Lead,
    channel: str,
    text: str,
    source_key: str,
    now: datetime,
    label: str = "Unsubscribed from further mails",
) -> None:
    """Idempotent by `source_key`. `text` is kept with the withdrawal as its proof, `channel`
    says where it came from; what was handed over already is out."""
    [locked] = lock_addresses([address.pk])
    withdraw_consents(address=locked, text=text, language="en", channel=channel, now=now)
    suppress(address=locked, reason=Suppression.Reason.UNSUBSCRIBED, now=now)
    places = Enrollment.objects.filter(address=locked, state=Enrollment.State.ACTIVE)
    leave([each.pk for each in places], reason=Enrollment.Exit.UNSUBSCRIBED, now=now)
    act = Act(
        kind="mail",
        subject=f"unsubscribed/{locked.pk}",
        label=label,
        occurred_at=now,
        source_key=source_key,
    )
    record_acts(lead=lead, acts=[act], now=now)
