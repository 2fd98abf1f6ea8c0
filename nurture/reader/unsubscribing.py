"""Unsubscribing: one press, at once, for every series and every further mail to that address.

The roof calls it for the button in the mail, for the header's one-click POST and for the page.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from leads.activity import Act, record_acts
from leads.consents import withdraw_consents
from leads.locking import lock_addresses
from leads.models import Suppression
from leads.suppressing import suppress
from nurture.models import Enrollment, MailLink
from nurture.planning.enrolling import leave

# What the page and the header say; kept with the withdrawal as its proof.
TEXT = "Stop these mails"


@transaction.atomic
def unsubscribe(*, link: MailLink, channel: str, now: datetime) -> None:
    """No series and no marketing to this address from here on. Idempotent.

    `channel` says where it was pressed: page or header. What was handed over already is out.
    """
    delivery = link.delivery
    [address] = lock_addresses([delivery.address_id])
    withdraw_consents(address=address, text=TEXT, language="en", channel=channel, now=now)
    suppress(address=address, reason=Suppression.Reason.UNSUBSCRIBED, now=now)
    places = Enrollment.objects.filter(address=address, state=Enrollment.State.ACTIVE)
    leave([each.pk for each in places], reason=Enrollment.Exit.UNSUBSCRIBED, now=now)
    act = Act(
        kind="mail",
        subject=f"unsubscribed/{address.pk}",
        label="Unsubscribed from further mails",
        occurred_at=now,
        source_key=f"unsubscribed:{delivery.pk}",
    )
    record_acts(lead=delivery.lead, acts=[act], now=now)
