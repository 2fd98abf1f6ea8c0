"""What stands around a sender's domain: the way back for replies, the server's own name, the site.

Pure judgements over answers of the DNS. Called by nurture.watching.domain.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from nurture.watching.dmarc import house_of
from nurture.watching.finding import Finding, Record, State
from nurture.watching.names import Names


def judge_replies(servers: Sequence[str], addresses: Sequence[str], *, domain: str) -> Finding:
    """By RFC 5321: its MX records, else its own address."""
    topic = "replies"
    record = Record("MX", domain, "10 mail.example.com.")
    if servers and not any(servers):
        return Finding(topic, "replies_refused", State.MISSING, {}, record)
    if servers:
        return Finding(topic, "replies_good", State.GOOD, {"server": servers[0]})
    if addresses:
        return Finding(topic, "replies_bare", State.HINT, {}, record)
    return Finding(topic, "replies_none", State.MISSING, {}, record)


def judge_reverse(names: Names, addresses: Sequence[str], *, host: str) -> Finding:
    """Whether each address of the mail server has a name that leads back to it."""
    topic = "reverse"
    public = [each for each in addresses if ipaddress.ip_address(each).is_global]
    if not public:
        return Finding(topic, "reverse_hidden", State.HINT, {"host": host})
    for address in public:
        facts = {"address": address, "host": host}
        record = Record("PTR", address, f"{host}.")
        back = names.names_of(address)
        if not back:
            return Finding(topic, "reverse_none", State.MISSING, facts, record)
        if not any(address in names.addresses(each) for each in back):
            facts["name"] = back[0]
            return Finding(topic, "reverse_astray", State.MISSING, facts, record)
    return Finding(topic, "reverse_good", State.GOOD, {"host": host, "address": public[0]})


def judge_site(*, site_host: str, domain: str) -> Finding:
    """Links that lead to another house than the sender's look like somebody else's mail."""
    facts = {"site": site_host}
    if house_of(site_host) == house_of(domain):
        return Finding("site", "site_good", State.GOOD, facts)
    return Finding("site", "site_other", State.HINT, facts)


def judge_https(*, is_https: bool) -> Finding:
    return Finding(
        "https",
        "https_good" if is_https else "https_none",
        State.GOOD if is_https else State.MISSING,
    )
