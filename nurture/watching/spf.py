"""SPF: which servers may send for a domain (RFC 7208). Called by nurture.watching.domain."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field

from nurture.watching.finding import Finding, Record, State
from nurture.watching.names import Names
from nurture.watching.providers import Provider

MOST_LOOKUPS = 10
# A loop of includes ends here; the lookups are far over the limit by then.
_MOST_STEPS = 40
_COUNTED = ("include", "a", "mx", "ptr", "exists", "redirect")
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(slots=True)
class SpfSeen:
    """A domain's record with all that it includes."""

    records: list[str] = field(default_factory=list)
    ending: str = ""
    lookups: int = 0
    includes: set[str] = field(default_factory=set)
    networks: list[_Network] = field(default_factory=list)
    # Included, and without a record of its own: every check of it fails.
    broken: str = ""

    def names_address(self, address: str) -> bool:
        given = ipaddress.ip_address(address)
        return any(given in network for network in self.networks)


def read_spf(names: Names, domain: str) -> SpfSeen:
    """Raises SilentError."""
    seen = SpfSeen(records=_records(names, domain))
    if len(seen.records) == 1:
        seen.ending = _walk(names, domain, seen.records[0], seen)
    return seen


def judge_spf(
    seen: SpfSeen, *, domain: str, provider: Provider | None, addresses: Sequence[str], is_api: bool
) -> Finding:
    """`addresses` are those of the mail server; a provider's API often sends from its own domain,
    where the SPF of ours is not asked, so there its include is a hint only."""
    wanted = _wanted(provider, addresses)
    record = Record("TXT", domain, _mended(seen, wanted))
    facts = {"lookups": str(seen.lookups), "include": seen.broken, "wanted": wanted}

    def found(verdict: str, state: State) -> Finding:
        is_pasted = state is not State.GOOD and verdict not in ("spf_many", "spf_broken")
        return Finding("spf", verdict, state, facts, record if is_pasted else None)

    if len(seen.records) != 1:
        return found("spf_several" if seen.records else "spf_none", State.MISSING)
    if seen.lookups > MOST_LOOKUPS:
        return found("spf_many", State.MISSING)
    if seen.broken:
        return found("spf_broken", State.MISSING)
    if not _names_server(seen, provider, addresses):
        if not wanted:
            return found("spf_unseen", State.HINT)
        return found("spf_stranger", State.HINT if is_api else State.MISSING)
    if seen.ending not in ("-all", "~all"):
        return found("spf_open", State.MISSING if seen.ending in ("+all", "all") else State.HINT)
    return found("spf_good", State.GOOD)


def _names_server(seen: SpfSeen, provider: Provider | None, addresses: Sequence[str]) -> bool:
    if provider is not None and seen.includes.intersection(provider.includes):
        return True
    return any(seen.names_address(each) for each in addresses)


def _wanted(provider: Provider | None, addresses: Sequence[str]) -> str:
    if provider is not None and provider.includes:
        return f"include:{provider.includes[0]}"
    return " ".join(
        f"ip{ipaddress.ip_address(each).version}:{each}"
        for each in addresses
        if ipaddress.ip_address(each).is_global
    )


def _mended(seen: SpfSeen, wanted: str) -> str:
    """One record out of what is there, with our server in it and an end."""
    terms = [term for record in seen.records for term in record.split()[1:]]
    kept = [term for term in dict.fromkeys(terms) if term.lstrip("+-~?").lower() != "all"]
    added = [term for term in wanted.split() if term not in kept]
    return " ".join(["v=spf1", *kept, *added, "~all"])


def _records(names: Names, domain: str) -> list[str]:
    return [text for text in names.texts(domain) if f"{text} ".lower().startswith("v=spf1 ")]


def _walk(names: Names, domain: str, record: str, seen: SpfSeen) -> str:
    """Its terms into `seen`; how it ends."""
    ending, redirect = "", ""
    for term in record.split()[1:]:
        name, value = _split(term)
        if name == "all":
            ending = term.lower()
        elif name == "redirect":
            redirect = value
        elif term.startswith(("-", "~", "?")):
            # It lets nobody through, and still costs its question.
            seen.lookups += name in _COUNTED
        else:
            _take(names, domain, name, value, seen)
    if redirect and not ending:
        return _include(names, redirect, seen)
    return ending


def _split(term: str) -> tuple[str, str]:
    """`+include:x` -> (include, x), `redirect=x` -> (redirect, x), `a/24` -> (a, /24)."""
    bare = term.lstrip("+-~?")
    for mark in (":", "=", "/"):
        head, found, rest = bare.partition(mark)
        if found and head.isalnum():
            return head.lower(), rest if mark != "/" else f"/{rest}"
    return bare.lower(), ""


def _take(names: Names, domain: str, name: str, value: str, seen: SpfSeen) -> None:
    if name == "include":
        seen.includes.add(value.lower().rstrip("."))
        _include(names, value, seen)
        return
    if name in _COUNTED:
        seen.lookups += 1
    if seen.lookups > _MOST_STEPS:
        return
    if name in ("ip4", "ip6"):
        _add(seen, value)
    elif name in ("a", "mx"):
        _add_hosts(names, domain, name, value, seen)


def _add_hosts(names: Names, domain: str, name: str, value: str, seen: SpfSeen) -> None:
    host, _slash, length = value.partition("/")
    hosts = names.mail_servers(host or domain)[:10] if name == "mx" else [host or domain]
    for each in hosts:
        # A name with a macro in it follows the single mail; it is counted, never asked.
        for address in names.addresses(each) if each and "%" not in each else ():
            plain = length.partition("/")[0] if ":" not in address else length.rpartition("/")[2]
            _add(seen, f"{address}/{plain}" if plain.isdigit() else address)


def _include(names: Names, target: str, seen: SpfSeen) -> str:
    seen.lookups += 1
    if seen.lookups > _MOST_STEPS or "%" in target:
        return ""
    records = _records(names, target)
    if len(records) != 1:
        seen.broken = seen.broken or target
        return ""
    return _walk(names, target, records[0], seen)


def _add(seen: SpfSeen, text: str) -> None:
    try:
        seen.networks.append(ipaddress.ip_network(text, strict=False))
    except ValueError:
        seen.broken = seen.broken or text
