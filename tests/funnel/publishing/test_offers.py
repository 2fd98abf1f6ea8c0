"""An offer goes live only where its button leads somewhere and its price is said."""

from __future__ import annotations

import pytest

from funnel.checking.laws.offers import offer_faults
from tests.funnel.journey.offers import SHOP, offer_document


@pytest.mark.parametrize(
    ("offer", "places"),
    [
        ({}, []),
        ({"action": "link", "url": SHOP}, []),
        ({"action": "link"}, ["url"]),
        ({"action": "booking"}, ["url"]),
        ({"action": "link", "url": "https:///a"}, ["url"]),
        ({"action": "link", "url": "https://mara@shop.example/"}, ["url"]),
        ({"action": "whatsapp"}, ["whatsapp"]),
        ({"action": "whatsapp", "whatsapp": "+46701234567"}, []),
        ({"later_step": "list"}, []),
        ({"later_step": "result"}, ["later_step"]),
        ({"later_step": "nowhere"}, ["later_step"]),
    ],
    ids=repr,
)
def test_offer_says_what_its_button_needs(offer: dict[str, str], places: list[str]) -> None:
    faults = offer_faults(offer_document(**offer))
    assert [fault.path for fault in faults] == [f"steps[4].offer.{name}" for name in places]
