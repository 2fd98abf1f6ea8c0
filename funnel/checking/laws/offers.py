"""An offer says its price, and its button leads somewhere; what follows "not now" is a gift."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.document import (
    ChecklistStep,
    FunnelDocument,
    GuideStep,
    LinkStep,
    OfferDoc,
    OfferStep,
    SeriesStep,
    VideoStep,
)

_SMALLER = ChecklistStep | GuideStep | VideoStep | SeriesStep | LinkStep


def offer_faults(document: FunnelDocument) -> list[Fault]:
    gifts = {step.key for step in document.steps if isinstance(step, _SMALLER)}
    return [
        fault
        for index, step in enumerate(document.steps)
        if isinstance(step, OfferStep)
        for fault in _of(f"steps[{index}].offer", step.offer, gifts)
    ]


def _of(path: str, offer: OfferDoc, gifts: set[str]) -> Iterator[Fault]:
    if not offer.price.strip():
        yield Fault(f"{path}.price", _("Say the price. Who is ready must not have to ask for it."))
    if offer.action in ("link", "booking") and not _is_address(offer.url):
        sentence = _("Say where the button leads: a whole address that begins with https://.")
        yield Fault(f"{path}.url", sentence)
    if offer.action == "whatsapp" and not offer.whatsapp:
        yield Fault(f"{path}.whatsapp", _("Say the number people write to on WhatsApp."))
    if offer.later_step is not None and offer.later_step not in gifts:
        sentence = _("“%(step)s” is no gift of this funnel. Choose one to take after “not now”.")
        yield Fault(f"{path}.later_step", sentence % {"step": offer.later_step})


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False
