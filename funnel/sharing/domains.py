"""Which pages of others may show a funnel: what marketers write, as browsers read it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

MOST = 20
_ADDRESS = re.compile(r"^(?:(https?)://)?([^/?#\s]+)")
_HOST = re.compile(r"^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9-]{1,63}\Z")
_PORT = re.compile(r"^(.+):([0-9]{1,5})\Z")
_NEARBY = re.compile(r"^(?:localhost|127\.0\.0\.1)\Z")
_TWO_PARTS = 2


class DomainError(ValueError):
    """What a marketer can put right, as a sentence."""


def origins_of(text: str) -> tuple[str, ...]:
    """One origin for each domain, and one more for its `www.`; without doubles, in their order.

    Lines or commas part them; a whole address counts as its domain. Raises DomainError.
    """
    written = [word for word in re.split(r"[\s,;]+", text) if word]
    found = [origin for word in written for origin in _origins(word)]
    origins = tuple(dict.fromkeys(found))
    if len(origins) > MOST:
        raise DomainError(
            _("That is more than %(most)s addresses, each with and without www.") % {"most": MOST}
        )
    return origins


def written(origins: Iterable[str]) -> str:
    """The same as a marketer writes it: a domain a line, `www.` left to us."""
    lines = [origin.removeprefix("https://") for origin in origins]
    return "\n".join(
        line for line in lines if line.removeprefix("www.") == line or line[4:] not in lines
    )


def _origins(word: str) -> tuple[str, ...]:
    scheme, host, port = _parts(word)
    if _NEARBY.match(host):
        return (f"{scheme or 'http'}://{host}{port}",)
    origin = f"{scheme or 'https'}://{host}{port}"
    bare = host.removeprefix("www.")
    if host.startswith("*.") or bare.count(".") >= _TWO_PARTS:
        return (origin,)
    start = f"{scheme or 'https'}://"
    return (f"{start}{bare}{port}", f"{start}www.{bare}{port}")


def _parts(word: str) -> tuple[str, str, str]:
    """Scheme or '', host in letters that every browser knows, and `:port` or ''."""
    found = _ADDRESS.match(word.lower())
    name = (found[2] if found else "").rsplit("@", 1)[-1]
    ported = _PORT.match(name)
    host, port = (ported[1], f":{ported[2]}") if ported else (name, "")
    if found is None or not _HOST.match(host := _in_ascii(host)):
        raise DomainError(_("“%(word)s” is no domain. Write it like example.com.") % {"word": word})
    if host.startswith("*.") and host.count(".") < _TWO_PARTS:
        raise DomainError(_("“%(word)s” is too wide: that is half the internet.") % {"word": word})
    if "." not in host.removeprefix("*.") and not _NEARBY.match(host):
        raise DomainError(
            _("“%(word)s” lacks its ending. Write it whole, like example.com.") % {"word": word}
        )
    return found[1] or "", host, port


def _in_ascii(host: str) -> str:
    """`müller.de` as browsers ask for it; what cannot be so stays as it is."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host
