"""The rules for mails of this installation: caps, rates, policies. One row, read often.

Sending and planning ask rules(); the operator's page writes with save_rules().
"""

from __future__ import annotations

from leads.kept import forget_kept, kept
from nurture.models import MailRules

_KEY = "nurture.rules"
# A change reaches every process within this many seconds, wherever the cache lives.
_SECONDS = 15


def rules() -> MailRules:
    """The row, or one with the defaults that is not stored. At most one query in a while."""
    return kept(_KEY, MailRules, _read, seconds=_SECONDS)


def _read() -> MailRules:
    return MailRules.objects.filter(pk=1).first() or MailRules(pk=1)


def save_rules(row: MailRules) -> MailRules:
    """Stores it as the one row; here it counts at once."""
    row.pk = 1
    row.save()
    forget_kept(_KEY)
    return row
