"""DMARC: what others do with mails in our name that are not ours (RFC 7489)."""

from __future__ import annotations

from collections.abc import Sequence

from nurture.watching.dkim import tags_of
from nurture.watching.finding import Finding, Record, State
from nurture.watching.names import Names

_POLICIES = ("none", "quarantine", "reject")
# Below these a registry gives out names to anybody: mail.co.uk is no house of its own.
_SHARED = ("ac", "co", "com", "edu", "gov", "gv", "ltd", "me", "net", "or", "org", "plc")


def house_of(domain: str) -> str:
    """The domain somebody registered: example.co.uk of mail.example.co.uk."""
    labels = domain.lower().strip(".").split(".")
    is_shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED
    return ".".join(labels[-3:] if is_shared else labels[-2:])


def read_dmarc(names: Names, domain: str) -> tuple[str, list[str]]:
    """(where it stands, records): the domain's own, else its house's. Raises SilentError."""
    for place in dict.fromkeys((domain, house_of(domain))):
        texts = names.texts(f"_dmarc.{place}")
        found = [text for text in texts if text.replace(" ", "").lower().startswith("v=dmarc1")]
        if found:
            return place, found
    return domain, []


def judge_dmarc(place: str, records: Sequence[str], *, domain: str, reports_to: str) -> Finding:
    """`reports_to` is an address of the business, for the record to paste."""
    name = f"_dmarc.{place if records else house_of(domain)}"
    fresh = Record("TXT", name, f"v=DMARC1; p=none; rua=mailto:{reports_to}")
    if len(records) != 1:
        verdict = "dmarc_several" if records else "dmarc_none"
        return Finding("dmarc", verdict, State.MISSING, {"place": place}, fresh)
    tags = tags_of(records[0])
    policy = tags.get("p", "").lower()
    if place != domain:
        policy = tags.get("sp", policy).lower()
    facts = {"place": place, "policy": policy}
    if policy not in _POLICIES:
        return Finding("dmarc", "dmarc_broken", State.MISSING, facts, fresh)
    if not tags.get("rua"):
        mended = Record("TXT", name, f"v=DMARC1; p={policy}; rua=mailto:{reports_to}")
        return Finding("dmarc", "dmarc_unheard", State.HINT, facts, mended)
    if policy == "none":
        next_one = Record("TXT", name, f"v=DMARC1; p=quarantine; rua={tags['rua']}")
        return Finding("dmarc", "dmarc_watching", State.HINT, facts, next_one)
    return Finding("dmarc", "dmarc_good", State.GOOD, facts)
