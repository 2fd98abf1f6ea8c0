"""Where posts may go: public addresses, and hosts of the own network that the operator named.

A post to an inner address would let whoever may write a webhook talk to the operator's own
machines. So every address a name stands for is judged, whatever way it is written, and posting
connects to the very address that was judged: asking the DNS a second time could answer otherwise.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]

LONGEST = 500
_LEAST_PORT = 1024
_WEB_PORTS = {"https": 443, "http": 80}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_INNER_NAMES = ("localhost", "local", "internal", "lan", "home", "intranet", "corp", "test")
# What ipaddress calls global and is none that a customer's system stands at.
_NEVER = [
    ip_network(each)
    for each in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "100.64.0.0/10",
        "64:ff9b:1::/48",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
]
# An inner IPv4 address stands in their last 32 bits, or after the first 16.
_CARRIES_V4_LAST = [IPv6Network(each) for each in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96")]
_CARRIES_V4_FIRST = IPv6Network("2002::/16")


class TargetError(Exception):
    """Its text is a sentence for whoever wrote the address down."""


@dataclass(frozen=True, slots=True)
class Target:
    """`path` with its query, beginning with a slash; `addresses` were all judged."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _WEB_PORTS[self.scheme] else f"{host}:{self.port}"


def check_target(
    url: str, *, named: Collection[str] | None = None, resolve: Resolve | None = None
) -> Target:
    """Asks the DNS. `named` are hosts of the own network that are allowed (the setting, if None).

    Raises TargetError: not https, a login inside, an odd way to write a number, a port of other
    services, a name nobody knows, or an address that is not public.
    """
    allowed = settings.WEBHOOK_PRIVATE_HOSTS if named is None else named
    parts = _split(url)
    host = _host(parts)
    is_named = host in allowed
    port = _port(parts, is_named=is_named)
    literal = _literal(host)
    if literal is None and not is_named:
        _check_name(host)
    addresses = [str(literal)] if literal else _resolved(host, port, resolve or system_resolve)
    if not is_named and not all(is_public(ip_address(each)) for each in addresses):
        raise TargetError(_("This address is of an inner network. Only public ones are called."))
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    return Target(parts.scheme, host, port, path + query, tuple(addresses))


def is_public(address: Address) -> bool:
    """Whether anybody in the internet can stand there; IPv4 inside IPv6 is unwrapped first."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _CARRIES_V4_LAST):
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address in _CARRIES_V4_FIRST and not is_public(
            IPv4Address((int(address) >> 80) & 0xFFFFFFFF)
        ):
            return False
    if any(address.version == each.version and address in each for each in _NEVER):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def system_resolve(host: str, port: int) -> list[str]:
    """Every address the machine knows for a name; none where nobody knows it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def _split(url: str) -> SplitResult:
    text = url.strip()
    if len(text) > LONGEST or not text.isprintable() or " " in text or "\\" in text:
        raise TargetError(_("This is not an address of a web page."))
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  # reading it is the check
    except ValueError:
        raise TargetError(_("This is not an address of a web page.")) from None
    if parts.scheme not in _WEB_PORTS or not parts.hostname:
        raise TargetError(_("The address begins with https:// and a name."))
    if parts.username is not None or parts.password is not None:
        raise TargetError(_("Leave the login out of the address; posts are signed instead."))
    return parts


def _host(parts: SplitResult) -> str:
    """In lower case and plain letters; digits of other scripts become what they stand for."""
    host = (parts.hostname or "").lower()
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        raise TargetError(_("This is not an address of a web page.")) from None


def _port(parts: SplitResult, *, is_named: bool) -> int:
    port = parts.port if parts.port is not None else _WEB_PORTS[parts.scheme]
    if is_named:
        return port
    if parts.scheme != "https":
        raise TargetError(_("Only https is called: what is sent there is about people."))
    if port != _WEB_PORTS["https"] and port < _LEAST_PORT:
        raise TargetError(_("This port belongs to other services."))
    return port


def _literal(host: str) -> Address | None:
    """The address a host is itself; None for a name. One way of writing numbers counts: others
    are read differently by different systems."""
    if ":" in host:
        if "%" in host:
            raise TargetError(_("This is an odd way to write an address. Use its name."))
        return ip_address(host)
    if not _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        return None
    try:
        return IPv4Address(host)
    except ValueError:
        raise TargetError(_("This is an odd way to write an address. Use its name.")) from None


def _check_name(host: str) -> None:
    labels = host.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise TargetError(_("This is not an address of a web page."))
    if len(labels) == 1 or labels[-1] in _INNER_NAMES:
        raise TargetError(_("This name is of an inner network. Only public ones are called."))


def _resolved(host: str, port: int, resolve: Resolve) -> list[str]:
    # A zone of IPv6 ("%eth0") is for links of this machine alone.
    found = [each.partition("%")[0] for each in resolve(host, port)]
    if not found:
        raise TargetError(_("Nobody knows this name. Is it spelled right?"))
    return found
