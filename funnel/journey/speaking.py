"""Which language a public page speaks, and where each of a funnel's languages stands.

Our own words follow the content's language; pages without content follow the browser.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from funnel.document import FunnelDocument
from funnel.languages import (
    best_language,
    direction,
    has_interface,
    interface_language,
    name_of,
)


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of a funnel: where it stands and what it calls itself."""

    code: str
    name: str
    direction: str
    path: str
    is_here: bool

    @property
    def address(self) -> str:
        """For search engines: without what brought this visitor."""
        return settings.SITE_URL + self.path.partition("?")[0]


@dataclass(frozen=True, slots=True)
class Invitation:
    """The way to the language the browser asks for, said in that language."""

    tongue: Tongue
    words: str


def speaking(document: FunnelDocument) -> AbstractContextManager[None]:
    """Our own words, dates and numbers as this document's readers know them."""
    return translation.override(interface_language(document.language))


def browser_language(request: HttpRequest) -> str:
    """For pages that belong to no funnel. The answer varies by Accept-Language."""
    return best_language(_accepted(request), [code for code, _name in settings.LANGUAGES]) or "en"


def landing_address(document: FunnelDocument) -> str:
    """The path of the landing page in the language of this document."""
    return _landing(document, document.language)


def tongues(original: FunnelDocument, here: str, query: dict[str, str]) -> list[Tongue]:
    """Every language of the funnel, its own first; none where there is only that one.

    `query` goes along: the campaign that brought the visitor.
    """
    if not original.translations:
        return []
    ending = f"?{urlencode(query)}" if query else ""
    return [
        Tongue(
            code,
            name_of(code),
            direction(code),
            path=_landing(original, code) + ending,
            is_here=code == here,
        )
        for code in (original.language, *original.translations)
    ]


def invitation(request: HttpRequest, spoken: list[Tongue]) -> Invitation | None:
    """What the browser would rather read, where that is another language of this funnel."""
    best = best_language(_accepted(request), [each.code for each in spoken])
    wanted = next((each for each in spoken if each.code == best and not each.is_here), None)
    if wanted is None:
        return None
    if not has_interface(wanted.code):
        return Invitation(wanted, wanted.name)
    with translation.override(interface_language(wanted.code)):
        # Translators: names your own language, not English: "Auf Deutsch weiter".
        return Invitation(wanted, _("Continue in English"))


def preferred(request: HttpRequest, original: FunnelDocument) -> str:
    """The path of the landing page in the language that suits this browser best."""
    languages = [original.language, *original.translations]
    return _landing(original, best_language(_accepted(request), languages))


def _landing(document: FunnelDocument, language: str) -> str:
    is_further = language in document.translations
    return reverse("journey:landing", args=[document.slug, *([language] if is_further else [])])


def _accepted(request: HttpRequest) -> str:
    return str(request.headers.get("Accept-Language", ""))
