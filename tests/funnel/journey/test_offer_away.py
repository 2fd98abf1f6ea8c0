"""Where an offer's button leads: own fields of the address stay, the key goes along."""

from __future__ import annotations

import pytest

from funnel.document import OfferDoc
from funnel.journey.offer_away import away_address

KEY = "K" * 22


def away(action: str, url: str = "", **more: str) -> str:
    words = {"headline": "a", "body": "b", "price": "c", "button": "d", "not_now": "e"}
    own = {name: more.pop(name) for name in ("key_name", "whatsapp") if name in more}
    offer = OfferDoc.model_validate({**words, "thanks": "f", "action": action, "url": url, **own})
    return away_address(offer, key=KEY, **more)


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("https://shop.example/a", f"https://shop.example/a?ref={KEY}"),
        ("https://shop.example/a?b=1&c", f"https://shop.example/a?b=1&c&ref={KEY}"),
        ("https://shop.example/?ref=old&x=1#top", f"https://shop.example/?x=1&ref={KEY}#top"),
        ("https://shop.example/é", f"https://shop.example/%C3%A9?ref={KEY}"),
        (
            "https://buy.stripe.com/a",
            f"https://buy.stripe.com/a?ref={KEY}&client_reference_id={KEY}",
        ),
        ("https://notbuy.stripe.com.example/", f"https://notbuy.stripe.com.example/?ref={KEY}"),
        ("", ""),
    ],
)
def test_page_gets_the_key_and_keeps_its_own_fields(url: str, there: str) -> None:
    assert away("link", url, name="Mara", email="mara@example.com") == there


def test_key_goes_by_the_name_the_shop_wants() -> None:
    assert away("link", "https://shop.example/", key_name="visitor").endswith(f"?visitor={KEY}")


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("https://cal.com/mara/30", "metadata%5Bref%5D"),
        ("https://calendly.com/mara", "utm_content"),
    ],
)
def test_calendars_we_know_open_filled_in(url: str, field: str) -> None:
    there = away("booking", url, name="Mara Ö", email="m+a@example.com")
    assert there == f"{url}?name=Mara+%C3%96&email=m%2Ba%40example.com&{field}={KEY}"
    assert away("booking", url) == f"{url}?{field}={KEY}"


@pytest.mark.parametrize("url", ["https://cal.com.example/a", "https://mycal.com/a"])
def test_another_calendar_is_told_no_name(url: str) -> None:
    assert away("booking", url, name="Mara", email="m@example.com") == f"{url}?ref={KEY}"


def test_chat_opens_with_words() -> None:
    there = away("whatsapp", whatsapp="+46701234567", chat_text="Hej & hallå")
    assert there == "https://wa.me/46701234567?text=Hej+%26+hall%C3%A5"
    assert away("whatsapp", whatsapp="+46701234567") == "https://wa.me/46701234567"


def test_call_stays_on_our_page() -> None:
    assert away("call", "https://shop.example/") == ""
