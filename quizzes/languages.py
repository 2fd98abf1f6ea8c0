"""Languages of people: what one is called, which way it reads, whether we have words in it.

Pages, mails, checks and desks ask here. The interface speaks those of settings.LANGUAGES;
what a funnel says may be in any language, and the interface beside it is then in English.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language_info

# Arabic, Persian, Hebrew, Kurdish (Sorani), Pashto, Sindhi, Uyghur, Urdu, Yiddish.
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ckb", "ps", "sd", "ug", "ur", "yi"})


def direction(language: str) -> str:
    """`ltr` or `rtl`, as the attribute dir wants it."""
    return "rtl" if primary(language) in _RIGHT_TO_LEFT else "ltr"


def interface_language(language: str) -> str:
    """The language of our own words beside content in this one: its own, or English."""
    return primary(language) if has_interface(language) else "en"


def has_interface(language: str) -> bool:
    """Our own words (buttons, errors, the foot of mails) exist in it."""
    return primary(language) in dict(settings.LANGUAGES)


def name_of(language: str) -> str:
    """What the people who speak it call it: Deutsch. An unknown code stays as it is."""
    return _info(language, "name_local")


def called(language: str) -> str:
    """What it is called in the language that is active now: German. For staff."""
    return _info(language, "name_translated")


def primary(language: str) -> str:
    return language.lower().partition("-")[0]


def _info(language: str, name: str) -> str:
    try:
        # Django says it with a small letter where the language itself does.
        said = str(get_language_info(language)[name])
    except KeyError:
        return language
    return said[:1].upper() + said[1:]
