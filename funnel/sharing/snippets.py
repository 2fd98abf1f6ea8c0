"""The lines a marketer copies into a page of theirs, one set for each way of showing a funnel."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django_stubs_ext import StrPromise

from funnel.document import FunnelDocument


@dataclass(frozen=True, slots=True)
class Way:
    """`attributes` go into the script element, which stands where the funnel is to be."""

    key: str
    name: StrPromise
    text: StrPromise
    attributes: tuple[tuple[str, str], ...]
    has_button: bool = False
    needs_link: bool = False


WAYS = (
    Way("inline", _("In the page"), _("Stands where you paste it and grows with its content."), ()),
    Way(
        "button",
        _("Button"),
        _("A button where you paste it; a press opens the funnel over your page."),
        (("mode", "button"),),
        has_button=True,
    ),
    Way(
        "popup",
        _("Pop-up"),
        _(
            "Opens by itself after 20 seconds, once, or when somebody presses a link to the "
            "funnel on your page. Change the seconds, or leave that part out."
        ),
        (("mode", "popup"), ("open", "after:20")),
        needs_link=True,
    ),
    Way(
        "slide-in",
        _("Slide-in"),
        _("A button in the corner; a press opens a small panel beside what people read."),
        (("mode", "slide-in"),),
        has_button=True,
    ),
)


def lines_of(way: Way, document: FunnelDocument, *, site: str, address: str) -> dict[str, object]:
    """What the template of the lines needs; `address` is the funnel's own page.

    Everything a visitor's browser says there is in the funnel's language: call this speaking it.
    """
    attributes = {"funnel": document.slug, "title": document.name, **dict(way.attributes)}
    if document.language in document.translations:
        attributes["language"] = document.language
    if way.has_button:
        attributes["label"] = document.name
    if way.key != "inline":
        attributes["close"] = pgettext("a window", "Close")
    return {
        "src": f"{site}/embed.js",
        "attributes": attributes,
        "address": address,
        "name": document.name,
        "needs_link": way.needs_link,
    }
