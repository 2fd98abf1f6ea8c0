"""Links that say where a visitor comes from, without anybody typing UTM fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link is put. `source` and `medium` are what the numbers call it."""

    key: str
    name: StrPromise | str
    source: str
    medium: str

    def link(self, address: str) -> str:
        return f"{address}?{urlencode({'utm_source': self.source, 'utm_medium': self.medium})}"


PLACES = (
    Place("instagram", _("Instagram, link in the bio"), "instagram", "bio"),
    Place("facebook", _("Facebook, post"), "facebook", "post"),
    Place("linkedin", _("LinkedIn, post"), "linkedin", "post"),
    Place("youtube", _("YouTube, below the video"), "youtube", "video"),
    Place("tiktok", _("TikTok, link in the bio"), "tiktok", "bio"),
    Place("whatsapp", _("WhatsApp, message"), "whatsapp", "message"),
    Place("newsletter", _("Newsletter"), "newsletter", "email"),
    Place("signature", _("Below your mails"), "signature", "email"),
    Place("google", _("Google, ad"), "google", "cpc"),
    Place("meta", _("Facebook and Instagram, ad"), "meta", "cpc"),
    Place("podcast", _("Podcast, notes"), "podcast", "audio"),
    Place("poster", _("Poster, card, flyer"), "poster", "print"),
)


def own_place(words: str) -> Place | None:
    """A place in a marketer's own words: `Trade fair May` is the source `trade-fair-may`."""
    name = _NOT_IN_A_NAME.sub("-", words.strip().lower())[:_LONGEST].strip("-.")
    return Place(name, words.strip()[:_LONGEST], name, "own") if name else None


def find_place(key: str) -> Place | None:
    """One of the list by its key, else one in a marketer's own words; None for no words."""
    return next((place for place in PLACES if place.key == key), None) or own_place(key)
