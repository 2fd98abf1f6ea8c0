"""Where an offer's button leads outside: a page, a calendar, a chat. Pure.

The press asks for it once it is written; the address stands in that one answer and on no page.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.utils.encoding import iri_to_uri

from funnel.document import OfferDoc

_CAL = ("cal.com", "cal.eu")
_CALENDLY = ("calendly.com",)
# Stripe's payment pages hand this field back when they tell of the payment.
_STRIPE = ("buy.stripe.com",)


def away_address(
    offer: OfferDoc, *, key: str, chat_text: str = "", name: str = "", email: str = ""
) -> str:
    """The address to open; '' where the offer stays on our page or says no address yet.

    `key` is the visit's conversion key. Name and address prefill a calendar we know; no other
    site is told them.
    """
    match offer.action:
        case "whatsapp":
            return _chat(offer.whatsapp, chat_text)
        case "link" | "booking" if offer.url.startswith("https://"):
            return _page(offer, key=key, name=name, email=email)
    return ""


def is_calendar(offer: OfferDoc) -> bool:
    """Whether the button opens a calendar that takes a name and an address along."""
    return offer.action == "booking" and _is_of(offer.url, _CAL + _CALENDLY)


def _chat(number: str, text: str) -> str:
    digits = number.removeprefix("+")
    if not digits:
        return ""
    return f"https://wa.me/{digits}" + (f"?{urlencode({'text': text})}" if text else "")


def _page(offer: OfferDoc, *, key: str, name: str, email: str) -> str:
    if not is_calendar(offer):
        return _with(offer.url, {offer.key_name: key, **_stripe(offer.url, key)})
    given = {field: value for field, value in (("name", name), ("email", email)) if value}
    ours = "metadata[ref]" if _is_of(offer.url, _CAL) else "utm_content"
    return _with(offer.url, {**given, ours: key})


def _stripe(url: str, key: str) -> dict[str, str]:
    return {"client_reference_id": key} if _is_of(url, _STRIPE) else {}


def _is_of(url: str, hosts: tuple[str, ...]) -> bool:
    """Its host is one of these or below one of them."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return False
    return any(host == each or host.endswith(f".{each}") for each in hosts)


def _with(url: str, fields: dict[str, str]) -> str:
    """The address with these fields behind its own; what stood there under their names goes."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    kept = [
        pair
        for pair in parts.query.split("&")
        if pair and not any(name in fields for name, _ in parse_qsl(pair, keep_blank_values=True))
    ]
    query = "&".join([*kept, urlencode(fields)])
    return iri_to_uri(urlunsplit(parts._replace(query=query)))
