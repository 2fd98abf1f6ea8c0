"""What the offer shows, its faces after a press, and the smaller step before or after it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnel.document import (
    ChecklistStep,
    GuideStep,
    LinkStep,
    OfferDoc,
    OfferStep,
    SeriesStep,
    VideoStep,
)
from funnel.journey.place import Context, Place
from funnel.journey.series_screen import size_of

_GIFTS = ChecklistStep | GuideStep | VideoStep | SeriesStep | LinkStep


def offer_screen(place: Place, step: OfferStep) -> tuple[str, Context]:
    smaller = place.known.get("smaller")
    if isinstance(smaller, _GIFTS):
        return "proposal", {"title": place.line(smaller.magnet.promise), **_gift(place, smaller)}
    offer, gift = step.offer, place.known.get("later_gift")
    context: Context = {
        "offer": offer,
        "title": place.line(offer.headline),
        "opening": place.text(offer.opening),
        "did": tuple(_did(place, step)),
        "body": place.text(offer.body),
        "price": place.line(offer.price),
        "terms": place.line(offer.terms),
        "proof": place.text(offer.proof),
        "thanks": place.text(offer.thanks),
        "later": place.text(offer.later),
        "pause": place.known.get("pause", ""),
        "has_address": place.known.get("has_address", False),
        "leads_away": _leads_away(offer),
        # Another site will not stand in a frame of ours: it takes the whole window.
        "leaves_frame": bool(place.known.get("is_framed")) and _leads_away(offer),
    }
    if isinstance(gift, _GIFTS):
        context |= _gift(place, gift)
    return f"offer{place.known.get('phase', '')}", context


def _leads_away(offer: OfferDoc) -> bool:
    if offer.action == "whatsapp":
        return bool(offer.whatsapp)
    return offer.action != "call" and bool(offer.url)


def _gift(place: Place, step: _GIFTS) -> Context:
    return {
        "gift": step.magnet,
        "gift_kind": _kind(step.kind),
        "gift_size": _size(place, step),
        "gift_promise": place.line(step.magnet.promise),
        "gift_problem": place.line(step.magnet.problem),
        "invite": step.invite,
    }


def _size(place: Place, step: _GIFTS) -> str:
    if isinstance(step, SeriesStep):
        return size_of(place.document, step)
    minutes = step.magnet.minutes
    return ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes}


def _kind(kind: str) -> str:
    return {
        "checklist": _("Checklist"),
        "guide": _("Guide"),
        "video": _("Video"),
        "series": _("Mail series"),
        "link": _("Worth a look"),
    }[kind]


def _did(place: Place, step: OfferStep) -> Iterator[str]:
    """What this visitor did, in a few true words; never who they are."""
    if not step.offer.shows_done:
        return
    answered = sum(1 for values in place.trail.facts.answers.values() if values)
    if answered:
        yield ngettext(
            "You answered %(count)d question", "You answered %(count)d questions", answered
        ) % {"count": answered}
    taken = place.known.get("taken")
    for kind in dict.fromkeys(taken if isinstance(taken, tuple) else ()):
        yield {
            "checklist": _("You kept the checklist"),
            "guide": _("You read the guide"),
            "video": _("You watched the video"),
            "series": _("You asked for the mail series"),
            "link": _("You opened the page we named"),
        }[kind]
