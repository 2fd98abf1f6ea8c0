"""What a page that frames a funnel sends along in the address: its host, its referrer, its fields.

The landing page's form carries it on, so that it arrives without a script, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from quizzes.cleantext import UnreadableTextError, clean_text

UTM_FIELDS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
_HOST = re.compile(r"^(\[[0-9a-f:]{2,39}\]|[a-z0-9]([a-z0-9.-]{0,189}[a-z0-9])?)(:[0-9]{1,5})?\Z")
_HIDDEN = re.compile(r"^h_[a-z0-9_]{1,30}\Z")
_MOST_HIDDEN = 10
_LONGEST_HIDDEN = 200
_LONGEST_ADDRESS = 300


def carried(fields: Mapping[str, object]) -> dict[str, str]:
    """What the form of the landing page carries of the address it was opened with, cleaned."""
    found = {name: line(fields[name], 100) for name in UTM_FIELDS if name in fields}
    found |= {f"h_{name}": value for name, value in hidden_fields(fields).items()}
    host = framing_host(fields)
    if host:
        found |= {"embed": host, "from": line(fields.get("from"), _LONGEST_ADDRESS)}
    return found


def framing_host(fields: Mapping[str, object]) -> str:
    """The host of the page around the frame; '' where there is none, or none that can be."""
    host = str(fields.get("embed") or "").lower()
    return host if _HOST.match(host) else ""


def came_from(fields: Mapping[str, object]) -> str:
    """The referring address. In a frame it is the one of the page around it, or that page."""
    host = framing_host(fields)
    if not host:
        return line(fields.get("referrer"), _LONGEST_ADDRESS)
    return line(fields.get("from"), _LONGEST_ADDRESS) or f"https://{host}/"


def hidden_fields(fields: Mapping[str, object]) -> dict[str, str]:
    """The first ten fields `h_<name>` that say something; other names are left out."""
    found = {
        name.removeprefix("h_"): value
        for name in fields
        if _HIDDEN.match(name) and (value := line(fields[name], _LONGEST_HIDDEN))
    }
    return dict(list(found.items())[:_MOST_HIDDEN])


def line(value: object, limit: int) -> str:
    """Clean text for what is never worth an error: what cannot be read is left out."""
    try:
        return clean_text(str(value or ""), limit=limit)
    except UnreadableTextError:
        return ""
