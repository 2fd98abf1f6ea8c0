"""What Google, Yahoo and Microsoft ask of whoever sends 5,000 mails a day, and which of it is met.

Google's and Yahoo's rules for senders since February 2024, Microsoft's since May 2025. Pure but
for the share of complaints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from nurture.models import Delivery
from nurture.watching.finding import Finding, State

_SPAN = timedelta(days=30)
# Below a tenth of a percent all is well; at three the providers close the door.
GOOD_SHARE, WORST_SHARE = 0.001, 0.003


@dataclass(frozen=True, slots=True)
class Rule:
    """`is_met` is None where it cannot be known from here."""

    words: str
    is_met: bool | None


def bulk_rules(
    found: Sequence[Finding], *, is_encrypted: bool | None, complaints: tuple[int, int]
) -> list[Rule]:
    """`complaints`: (marked as spam, sent) of the last 30 days."""
    by_topic = {each.topic: each for each in found}
    return [
        Rule(_("SPF names your server"), _met(by_topic, "spf")),
        Rule(_("Mails carry a DKIM seal"), _met(by_topic, "dkim")),
        Rule(_("There is a DMARC entry"), _met(by_topic, "dmarc")),
        Rule(_("Sender and seal belong together"), _met(by_topic, "aligned")),
        Rule(_("The mail server has a name that leads back"), _met(by_topic, "reverse")),
        Rule(_("Mails travel encrypted (TLS)"), is_encrypted),
        Rule(_("One press unsubscribes, and counts at once"), True),
        Rule(_complaint_words(complaints), _is_liked(complaints)),
    ]


def complaints_of(now: datetime) -> tuple[int, int]:
    """One query."""
    counted = Delivery.objects.filter(handed_over_at__gt=now - _SPAN).aggregate(
        marked=Count("pk", filter=Q(state=Delivery.State.COMPLAINED)), sent=Count("pk")
    )
    return counted["marked"], counted["sent"]


def _met(found: dict[str, Finding], topic: str) -> bool | None:
    finding = found.get(topic)
    if finding is None or finding.verdict in ("silent", "reverse_hidden", "spf_unseen"):
        return None
    return finding.state is not State.MISSING


def _is_liked(complaints: tuple[int, int]) -> bool | None:
    marked, sent = complaints
    return marked / sent < WORST_SHARE if sent else None


def _complaint_words(complaints: tuple[int, int]) -> str:
    marked, sent = complaints
    if not sent:
        return _("Fewer than 3 in 1,000 mark your mails as spam")
    words = _("Fewer than 3 in 1,000 mark your mails as spam (%(marked)s of %(sent)s in 30 days)")
    return words % {"marked": marked, "sent": sent}
