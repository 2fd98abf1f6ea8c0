"""What the offer shows, and the smaller step before it."""

from __future__ import annotations

from funnel.document import ChecklistStep, GuideStep, LinkStep, OfferStep, VideoStep
from funnel.journey.place import Context, Place


def offer_screen(place: Place, step: OfferStep) -> tuple[str, Context]:
    offer = step.offer
    smaller = place.known.get("smaller")
    if isinstance(smaller, ChecklistStep | GuideStep | VideoStep | LinkStep):
        return "proposal", {
            "title": smaller.magnet.promise,
            "gift": smaller.magnet,
            "invite": smaller.invite,
        }
    context: Context = {
        "offer": offer,
        "title": place.line(offer.headline),
        "body": place.text(offer.body),
        "proof": place.text(offer.proof),
        "thanks": place.text(offer.thanks),
        "has_address": place.known.get("has_address", False),
    }
    return f"offer{place.known.get('phase', '')}", context
