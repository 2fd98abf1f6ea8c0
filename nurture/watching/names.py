"""Asks the DNS, each thing once in a check. The only part of the domain check with a network.

What does not exist is an empty list; no answer in time raises SilentError.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from dns.exception import DNSException
from dns.rdata import Rdata
from dns.rdatatype import RdataType
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT
from dns.resolver import NXDOMAIN, NoAnswer, Resolver
from dns.reversename import from_address

_T = TypeVar("_T")
# Four questions without an answer: it is we who are offline, so nobody waits any longer.
_SILENCE = 4


class SilentError(Exception):
    """Nobody answered: no verdict, neither good nor bad."""


class Names(Protocol):
    """What the judges ask; tests hand in a table instead of a network."""

    def texts(self, name: str) -> list[str]: ...
    def addresses(self, name: str) -> list[str]: ...
    def mail_servers(self, name: str) -> list[str]: ...
    def names_of(self, address: str) -> list[str]: ...


class AskedNames:
    """Over a resolver of dnspython, whose lifetime bounds each question."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._answers: dict[tuple[str, RdataType], list[Rdata]] = {}
        self._silent = 0

    def texts(self, name: str) -> list[str]:
        return self._read(name, RdataType.TXT, _text)

    def addresses(self, name: str) -> list[str]:
        kinds = (RdataType.A, RdataType.AAAA)
        return [each for kind in kinds for each in self._read(name, kind, str)]

    def mail_servers(self, name: str) -> list[str]:
        """The best first; a lone "" is a domain that takes no mail (RFC 7505)."""
        found = [each for each in self._ask(name, RdataType.MX) if isinstance(each, MX)]
        found.sort(key=lambda each: each.preference)
        return [each.exchange.to_text(omit_final_dot=True).strip(".") for each in found]

    def names_of(self, address: str) -> list[str]:
        name = from_address(address).to_text()
        return self._read(name, RdataType.PTR, lambda each: str(each).rstrip(".").lower())

    def _read(self, name: str, kind: RdataType, reading: Callable[[Rdata], _T]) -> list[_T]:
        return [reading(each) for each in self._ask(name, kind)]

    def _ask(self, name: str, kind: RdataType) -> list[Rdata]:
        key = (name, kind)
        if key not in self._answers:
            self._answers[key] = self._fetch(name, kind)
        return self._answers[key]

    def _fetch(self, name: str, kind: RdataType) -> list[Rdata]:
        if self._silent >= _SILENCE:
            raise SilentError(name)
        try:
            return list(self._resolver.resolve(name, kind, search=False))
        except (NXDOMAIN, NoAnswer):
            return []
        except DNSException as error:
            self._silent += 1
            raise SilentError(name) from error


def _text(record: Rdata) -> str:
    """A text record comes in pieces of at most 255 octets that belong together."""
    parts = record.strings if isinstance(record, TXT) else ()
    return b"".join(parts).decode("utf-8", "replace")
