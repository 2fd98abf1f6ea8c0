"""Languages of people, and which of a funnel's suits a browser. Public pages ask here."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation.trans_real import parse_accept_lang_header

from quizzes.languages import (
    called,
    direction,
    has_interface,
    interface_language,
    name_of,
    primary,
)

__all__ = [
    "best_language",
    "called",
    "direction",
    "has_interface",
    "interface_language",
    "name_of",
]


def best_language(accept_language: str, available: Sequence[str]) -> str:
    """Which of the available languages this Accept-Language header wants most; '' for none.

    An exact match first, then the same language of another region (de-CH takes de). What the
    header refuses with q=0 is never taken; `*` says nothing, and so does what cannot be read.
    """
    wanted = [(code, q) for code, q in parse_accept_lang_header(accept_language.lower()) if q > 0]
    exact = {language.lower(): language for language in reversed(available)}
    by_primary = {primary(language): language for language in reversed(available)}
    for code, _ in wanted:
        found = exact.get(code) or by_primary.get(primary(code))
        if found is not None:
            return found
    return ""
