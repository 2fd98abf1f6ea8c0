"""A funnel whose mail series has every key away from its default."""

from __future__ import annotations

from funnel.document import FunnelDocument
from tests.funnel.factories import document_from, edited, plain_document

MAIL = "sequences[0].messages"


def mails_document() -> FunnelDocument:
    """Its second mail waits for an answer to the question of the first."""
    answered = {
        "fact": "answer",
        "step": "mail:one",
        "question": "answer",
        "any_of": ["fear", "time"],
    }
    return document_from(
        edited(
            plain_document(),
            ("sequences[0].sender", SENDER),
            ("sequences[0].goals", ["call", "step:quiz"]),
            ("sequences[0].reentry_days", 30),
            ("sequences[0].priority", 2),
            ("sequences[0].counts_links", True),
            ("sequences[0].window", {"days": ["mon", "fri"], "holidays": "DE-BY"}),
            (f"{MAIL}[0].button.target", "poll"),
            (f"{MAIL}[0].choices", CHOICES),
            (f"{MAIL}[0].delay", {"hours": 24}),
            (f"{MAIL}[1].show_if", {"all": [answered, {"not": DID}, WARM]}),
            (f"{MAIL}[1].if_unmet", "wait"),
            (f"{MAIL}[1].wait_days", 3),
            (f"{MAIL}[1].expires_days", 10),
            (f"{MAIL}[1].delay", {"days": 3, "at": "09:30", "working_days": True}),
        )
    )


SENDER = {"name": "Mara", "email": "mara@example.com", "reply_to": "answers@example.com"}
CHOICES = [{"key": "fear", "label": "Fear of losing a client"}, {"key": "time", "label": "No time"}]
DID = {"fact": "did", "any_of": ["offer", "mail:one"]}
WARM = {"fact": "warmth", "at_least": 20}
