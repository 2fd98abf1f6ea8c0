"""A funnel whose offer does what a test wants: two questions, a result, a checklist, the ask."""

from __future__ import annotations

from typing import Any

from funnel.document import FunnelDocument
from tests.funnel.factories import document_from, plain_document

CALENDAR = "https://cal.com/mara/check"
SHOP = "https://shop.example/check?plan=a"
BODY = """In 45 minutes with Mara on your own numbers you get:

- one price for your next quote
- two texts ready to send
- one page with all of it, the same day"""


def offer_document(**offer: Any) -> FunnelDocument:  # Any: fields of an offer
    """`offer` are fields of the offer in the words of the portable file."""
    data = plain_document()
    quiz, result, address, last = data["steps"]
    last["offer"] |= {
        "headline": "The money check: 45 minutes on your own numbers",
        "opening": 'You said: “{{ answer.quiz.rate | default: "not yet" }}”.',
        "body": BODY,
        "price": "€149, once",
        "terms": "No use, no bill. Move or cancel free of charge up to the day before.",
        "proof": "> It paid for itself with the first quote.\n\nAnna, translator, Malmö",
        "button": "Ask Mara for a time",
        **offer,
    }
    items = [
        {"key": "one", "text": "Look up the last bill"},
        {"key": "two", "text": "Write it down"},
    ]
    gift = {
        "kind": "checklist",
        "title": "The five-line quote",
        "problem": "Quotes take an evening",
        "promise": "A quote in ten minutes",
        "minutes": 3,
        "items": items,
    }
    checklist = {"key": "list", "kind": "checklist", "invite": "Take the checklist, 3 minutes"}
    gate = {**address, "is_skippable": True, "skip_label": "No thanks, just show me"}
    data["steps"] = [quiz, result, {**checklist, "magnet": gift}, gate, last]
    return document_from(data)
