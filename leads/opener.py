"""The first words of a call or a mail: the person's own answer, quoted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

# Their own words say most; after them what they chose.
_FIRST = ("long_text", "short_text")
_LONGEST = 160


def opener(name: str, answers: Iterable[Mapping[str, object]]) -> str:
    """One or two sentences; '' where nothing was answered. `answers` are those of VisitFacts;
    what is marked sensitive is never quoted."""
    said = [each for each in answers if each.get("values") and not each.get("sensitive")]
    if not said:
        return ""
    own = [each for each in said if each.get("kind") in _FIRST]
    each = (own or said)[0]
    words = {
        "name": name,
        "asked": str(each.get("asked", "")),
        "said": _short(str(each.get("read") or each.get("said", ""))),
    }
    if name:
        return (
            _("Hello %(name)s, when we asked “%(asked)s”, you said: “%(said)s”. Is that still so?")
            % words
        )
    return _("Hello, when we asked “%(asked)s”, you said: “%(said)s”. Is that still so?") % words


def _short(text: str) -> str:
    """On one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST:
        return line
    return line[:_LONGEST].rsplit(" ", 1)[0] + "…"
