"""Unsubscribing: one press, at once, for every series and every further mail to that address.

The roof calls it for the button in the mail, for the header's one-click POST and for the page;
hearing stops the mails of who said so somewhere else: to their provider, or in a reply.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from leads.activity import Act, record_acts
from leads.consents import withdraw_consents
from leads.locking import lock_addresses
from leads.models import EmailAddress, Lead, Suppression
from leads.suppressing import suppress
from nurture.models import Enrollment, MailLink
from nurture.planning.enrolling import leave

# What the page and the header say; kept with the withdrawal as its proof.
TEXT = "Stop these mails"


def unsubscribe(*, link: MailLink, channel: str, now: datetime) -> None:
    """No series and no marketing to this address from here on. Idempotent.

    `channel` says where it was pressed: page or header. What was handed over already is out.
    """
    delivery = link.delivery
    stop_mails(
        address=delivery.address,
        lead=delivery.lead,
        channel=channel,
        text=TEXT,
        source_key=f"unsubscribed:{delivery.pk}",
        now=now,
    )


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
