"""Links in the text of a mail that lead over a page of our own, where a person's press counts.

Pure. Rendering asks for them where the series wants it; addresses stand in rows, never in a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

_LINK = "link:"
_HREF = re.compile(r'(<a href=")([^"]*)(")')
_MOST = 50
_LONGEST = 2_000
# Behind these of our own nothing may stand between the reader and what they want.
_OWN = ("/e/", "/my-data/")


def links_of(html: str) -> dict[str, str]:
    """The addresses of a body by target, `link:1` the first; the same address is one link."""
    found = dict.fromkeys(unescape(href) for _a, href, _b in _HREF.findall(html))
    counted = [url for url in found if leads_away(url)]
    return {f"{_LINK}{number}": url for number, url in enumerate(counted[:_MOST], start=1)}


def counted(html: SafeString, addresses: Mapping[str, str]) -> SafeString:
    """The same body with our own addresses in place of those; `addresses` are by target."""
    ours = {url: addresses[target] for target, url in links_of(html).items()}

    def put(found: re.Match[str]) -> str:
        return f"{found[1]}{escape(ours.get(unescape(found[2]), unescape(found[2])))}{found[3]}"

    return mark_safe(_HREF.sub(put, html))  # noqa: S308  # clean HTML, whose addresses are escaped


def is_body_link(target: str) -> bool:
    return target.startswith(_LINK)


def leads_away(url: str) -> bool:
    """Whether it is a web address that a page of ours may stand before."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    is_own = url.startswith(tuple(settings.SITE_URL + path for path in _OWN))
    return parts.scheme in ("http", "https") and bool(host) and len(url) <= _LONGEST and not is_own
