"""The reader's word on whether we may see that a mail was opened, and the opening itself.

The page behind every mail keeps the box, and the tiny picture of a mail reports here.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from leads.business import business
from leads.consents import Terms, give_consents, withdraw_consents
from leads.locking import lock_addresses
from leads.models import Consent, EmailAddress
from nurture.models import Delivery, MailLink
from nurture.rules import rules
from nurture.writing.opens import has_agreed, may_see_opens

_PURPOSE = Consent.Purpose.OPENS


def opens_text() -> str:
    """The words beside the box, in the language of the page: what is shown is what is kept."""
    return _("%(name)s may see whether I open their mails.") % {"name": business().name}


@transaction.atomic
def keep_opens(
    *, address: EmailAddress, is_agreed: bool, text: str, language: str, now: datetime
) -> None:
    """What the box said when the page was kept. Idempotent: only a change is a row."""
    [locked] = lock_addresses([address.pk])
    if is_agreed == has_agreed(locked):
        return
    if not is_agreed:
        withdraw_consents(
            address=locked,
            purpose=_PURPOSE,
            text=text,
            language=language,
            channel="page",
            now=now,
        )
    elif rules().asks_for_opens:
        terms = [Terms(_PURPOSE, text, needs_confirmation=False)]
        give_consents(
            address=locked, terms=terms, language=language, url="", channel="page", now=now
        )


@transaction.atomic
def record_open(*, link: MailLink, now: datetime) -> bool:
    """True for the first time, and only while the consent stands."""
    [address] = lock_addresses([link.delivery.address_id])
    if not may_see_opens(address):
        return False
    seen = Delivery.objects.filter(pk=link.delivery_id, opened_at=None).update(opened_at=now)
    return bool(seen)
