"""A funnel whose ladder lets people ask for a mail series by name; it can go live."""

from __future__ import annotations

from funnel.document import FunnelDocument
from tests.funnel.factories import Data, document_from, plain_document

LATER = {"fact": "answer", "step": "quiz", "question": "rate", "any_of": ["a"]}


def series_document(**changes: object) -> FunnelDocument:
    """Quiz, result, the series, an ask for an address, the offer; a rule's series beside it.

    `changes` replace keys of its data, in the words of the portable file.
    """
    return document_from({**series_data(), **changes})


def series_data() -> Data:
    data = plain_document()
    quiz, result, opt_in, offer = data["steps"]
    return {
        **data,
        "steps": [quiz, result, series_step(), {**opt_in, "skip_label": "No thanks"}, offer],
        "sequences": [*data["sequences"], asked_series()],
    }


def series_step() -> Data:
    return {
        "key": "mails",
        "kind": "series",
        "invite": "Next: three mails, two minutes each",
        "sequence": "fixes",
        "magnet": {
            "kind": "series",
            "title": "Three quiet fixes",
            "problem": "Raising a rate is awkward",
            "promise": "You raise one rate this week.",
            "minutes": 2,
            "body": "Three mails in **four days**.",
            "button": "Send me the three mails",
            "skip_label": "No thanks, just go on",
        },
    }


def asked_series() -> Data:
    return {
        "key": "fixes",
        "name": "Three quiet fixes",
        "purpose": "series",
        "window": {"opens": "00:00", "closes": "23:59"},
        "messages": [
            _mail("one", 0, "Look up one number", "result"),
            {**_mail("two", 1, "Say it out loud", "resume"), "show_if": LATER},
            _mail("three", 2, "Write the mail", "offer"),
        ],
    }


def _mail(key: str, days: int, subject: str, target: str) -> Data:
    hello = 'Hello {{ first_name | default: "there" }},\n\nyou are {{ result | default: "new" }}.'
    return {
        "key": key,
        "delay": {"days": days},
        "subject": subject,
        "body": f"{hello}\n\n- {subject}, *today*.",
        "button": {"label": f"Open {key}", "target": target},
    }
