"""Whose public holidays a series can keep: countries and their parts, by name.

The forms of series offer them, and the page of changes calls them by these names.
"""

from __future__ import annotations

import re
from functools import lru_cache

import holidays
from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nurture.document import WindowDoc

# As nurture.document.HolidaysOf has them; the library's other parts are towns and school zones.
_PART = re.compile(r"[A-Z0-9]{1,3}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def countries() -> list[tuple[str, str]]:
    """Code and name in the reader's language, in the order of the names."""
    named = [(code, country_name(code)) for code in _known()]
    return sorted(named, key=lambda each: each[1])


def parts_of(country: str) -> list[tuple[str, str]]:
    """DE-BY and how its people call it, in the order of the names; empty where none differ."""
    named = [(f"{country}-{part}", _part_name(country, part)) for part in _known().get(country, ())]
    return sorted(named, key=lambda each: each[1])


def is_place(code: str) -> bool:
    """Whether the holidays of this country or part are known; not so of an empty one."""
    country, dash, part = code.partition("-")
    return country in _known() and (part in _known()[country] if dash else True)


def place_name(code: str) -> str:
    """“Germany” or “Bayern, Germany”; nobody's for an empty code, the code itself if unknown."""
    country, _dash, part = code.partition("-")
    if not code:
        return _("nobody's")
    if not is_place(code):
        return code
    name = country_name(country)
    words = {"part": _part_name(country, part), "country": name}
    return _("%(part)s, %(country)s") % words if part else name


def usual_window(country: str) -> dict[str, object]:
    """Of a new series: every day but the public holidays of the business's own country."""
    return WindowDoc(holidays=country if is_place(country) else "").model_dump(mode="json")


def country_name(code: str) -> str:
    return _names(get_language() or "en").get(code, code)


@lru_cache(maxsize=32)
def _names(language: str) -> dict[str, str]:
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return {str(code): str(name) for code, name in locale.territories.items()}


@lru_cache(maxsize=1)
def _known() -> dict[str, frozenset[str]]:
    found = holidays.list_supported_countries(include_aliases=False)
    return {
        code: frozenset(part for part in parts if _PART.fullmatch(part))
        for code, parts in found.items()
        if _COUNTRY.fullmatch(code)
    }


@lru_cache(maxsize=512)
def _part_name(country: str, part: str) -> str:
    """Its first name with the library, in the words of the place; else its short sign."""
    aliases: dict[str, str] = getattr(getattr(holidays, country), "subdivisions_aliases", {})
    return next((name for name, sign in aliases.items() if sign == part), part)
