"""The rules for mails of this installation: caps, rates, policies. One row, read often.

Sending and planning ask rules(); the operator's page writes with save_rules().
"""

from __future__ import annotations

from django.core.cache import cache

from nurture.models import MailRules

_KEY = "nurture.rules"
# A change reaches every process within this many seconds, wherever the cache lives.
_SECONDS = 15


def rules() -> MailRules:
    """The row, or one with the defaults that is not stored. At most one query in a while."""
    found: MailRules | None = cache.get(_KEY)
    if found is None:
        found = MailRules.objects.filter(pk=1).first() or MailRules(pk=1)
        cache.set(_KEY, found, timeout=_SECONDS)
    return found


def save_rules(row: MailRules) -> MailRules:
    """Stores it as the one row; here it counts at once."""
    row.pk = 1
    row.save()
    cache.delete(_KEY)
    return row
