"""What no public page carries: rules, addresses, and anything a stranger typed as code."""

from __future__ import annotations

import pytest

from tests.funnel.journey.visitor import Visitor, walk
from tests.leads.factories import make_business

pytestmark = pytest.mark.django_db

either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])


PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "template": "{{ 7|add:7 }}{% load static %}",
    "liquid": "{{ result }}",
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@either
def test_payloads_are_shown_literally_or_not_at_all(has_script: bool, payload: str) -> None:
    visitor = Visitor(has_script=has_script)
    pages = [visitor.land(f"?utm_source={payload}&utm_{payload}=1").html]
    pages.append(visitor.answer(utm_source=payload, referrer=f"https://{payload}/").html)
    visitor.go_on_to("opt_in")
    pages.append(visitor.press(act="next", email=payload, first_name=payload).html)
    visitor.press(act="next", email="mara@example.com", first_name=payload)
    pages.append(visitor.html)
    visitor.press(act="press")
    pages.append(visitor.press(act="call", phone=payload, good_time=payload).html)
    pages.append(visitor.press(act="call", phone="", good_time=payload).html)

    for html in pages:
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "14{%" not in html
        assert "onerror=alert(1)&gt;" not in html.replace("&quot;&gt;&lt;img src=x onerror", "")


def test_public_html_carries_no_rules_points_or_addresses() -> None:
    """Over every screen, each in full: what sales and marketers know stays with them."""
    business = make_business()
    business.reply_to = "staff@example.com"
    business.save()
    visitor = Visitor(has_script=False)
    walk(visitor)
    visitor.look(visitor.at("address")).press(
        act="next", email="mara.secret@example.com", first_name="Zebedee", marketing="yes"
    )
    places = [("quiz", "rate"), ("quiz", "raise"), ("result",), ("mood", "mood"), ("mood",)]
    places += [(key,) for key in ("list", "guide", "video", "thought", "address", "offer")]
    pages = [visitor.look(visitor.at(*place)).html for place in places]
    pages.append(visitor.land().html)

    for page in pages:
        for secret in (
            *("points", "go_to", "show_if", "min_depth", "scoring", "default_outcome"),
            *("content_hash", "publication_id", "warmth", "lead_id", "sequence"),
            *("hello@example.com", "staff@example.com", "mara.secret", "Zebedee"),
            *("Series after", "Series planning", "start_key", "funnel_id"),
        ):
            assert secret not in page, secret
    for page in pages[:2]:
        assert "discounter" not in page
        assert "planner" not in page
