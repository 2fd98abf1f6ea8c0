"""May a mail carry the one tiny picture that tells of its opening? Off by default.

Rendering asks before it puts it in, the reader's room again when it is fetched: so taking the
consent back silences mails that were sent already. Nothing depends on opens.
"""

from __future__ import annotations

from leads.models import Consent, EmailAddress
from leads.permission import verdict
from nurture.rules import rules


def has_agreed(address: EmailAddress) -> bool:
    purpose = Consent.Purpose.OPENS
    return verdict(address.consents.filter(purpose=purpose).order_by("pk"), purpose) == ""


def may_see_opens(address: EmailAddress) -> bool:
    """Both must say yes: the operator, for all, and this reader. No query while it is off."""
    return rules().asks_for_opens and has_agreed(address)
