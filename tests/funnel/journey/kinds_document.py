"""One funnel that asks in all ten ways, for tests of every kind of question."""

from __future__ import annotations

import hashlib

from funnel.document import FunnelDocument
from funnel.journey.presses import Press
from funnel.models import Publication
from funnel.portable.importing import import_funnel
from funnel.publishing import publish
from tests.funnel.factories import NOW, Data, document_from, plain_document
from tests.leads.pixels import picture

PICTURES = {
    "media/morning.png": picture(240, 190, 90),
    "media/noon.png": picture(90, 170, 220),
    "media/evening.png": picture(70, 60, 130),
    "media/desk.png": picture(160, 140, 120),
}

# The kinds in the order they are asked, each by its question's key.
KINDS = {
    "habit": "single",
    "paid": "yes_no",
    "hour": "picture",
    "tools": "multiple",
    "sure": "scale",
    "lost": "number",
    "name": "short_text",
    "story": "long_text",
    "since": "date",
    "order": "ranking",
}
# An answer to each of them, as its form sends it, and what is stored of it.
FIELDS: dict[str, dict[str, str | list[str]]] = {
    "habit": {"choice": "guess"},
    "paid": {"choice": "no"},
    "hour": {"choice": "evening"},
    "tools": {"choice": ["sheet", "app"]},
    "sure": {"choice": "7"},
    "lost": {"answer": "12.5"},
    "name": {"answer": "Nadia's bakery"},
    "story": {"answer": "First line\r\nSecond line"},
    "since": {"answer": "2024-02-29"},
    "order": {"order": ["calm", "money", "time"]},
}
STORED = {
    "habit": ["guess"],
    "paid": ["no"],
    "hour": ["evening"],
    "tools": ["sheet", "app"],
    "sure": ["7"],
    "lost": ["12.5"],
    "name": ["Nadia's bakery"],
    "story": ["First line\nSecond line"],
    "since": ["2024-02-29"],
    "order": ["calm", "money", "time"],
}
SAID = {
    "habit": "I guess",
    "paid": "No, later",
    "hour": "The evening",
    "tools": "A sheet, An app",
    "sure": "7 of 10",
    "lost": "12.5 hours",
    "name": "Nadia's bakery",
    "story": "First line\nSecond line",
    "since": "Feb. 29, 2024",
    "order": "1. Calm, 2. Money, 3. Time",
}


def kinds_document(*, is_optional: bool = False, asks_promise: bool = True) -> FunnelDocument:
    """A survey with one result in ten questions; `is_optional` lets each of them be skipped."""
    data = plain_document()
    _quiz, result, *rest = data["steps"]
    quiz = {
        "key": "quiz",
        "kind": "quiz",
        "invite": "Begin",
        "quiz": {**_scored(asks_promise), "questions": questions(is_optional=is_optional)},
    }
    return document_from(
        {**data, "steps": [quiz, result, *rest], "sequences": [], "series_rules": []}
    )


def kinds_publication(*, is_optional: bool = False) -> Publication:
    """That funnel, live, with its pictures."""
    document = kinds_document(is_optional=is_optional)
    funnel = import_funnel(document=document, media=PICTURES, now=NOW, by=None)
    return publish(funnel=funnel, now=NOW, by=None)


def press_for(key: str) -> Press:
    """The press that gives the answer above."""
    fields = {name: [v] if isinstance(v, str) else v for name, v in FIELDS[key].items()}
    return Press(
        choices=tuple(fields.get("choice", ())),
        order=tuple(fields.get("order", ())),
        typed_answer="".join(fields.get("answer", ())).replace("\r\n", "\n"),
    )


def questions(*, is_optional: bool = False) -> list[Data]:
    asked = [
        {
            **_asked("habit", "How do you set a price?", "single"),
            "help": "The one that comes first.",
            "why": "It decides what we ask next.",
            "image": image("desk", "A desk with a lamp"),
            "choices": [
                choice("guess", "I guess", {"careful": 1}),
                choice("list", "From a list", {"bold": 1}),
            ],
        },
        {
            **_asked("paid", "Do you ask for money up front?", "yes_no"),
            "choices": [choice("yes", "Yes, always"), choice("no", "No, later")],
        },
        {
            **_asked("hour", "When do you work best?", "picture"),
            "choices": [
                {**choice("morning", "The morning"), "image": image("morning", "A low sun")},
                {**choice("noon", "Noon"), "image": image("noon", "A high sun")},
                {**choice("evening", "The evening"), "image": image("evening", "A dark sky")},
            ],
        },
        {
            **_asked("tools", "What do you work with?", "multiple"),
            "max_picks": 2,
            "choices": [
                choice("paper", "Paper"),
                choice("sheet", "A sheet"),
                choice("app", "An app"),
            ],
        },
        {
            **_asked("sure", "How sure are you of your prices?", "scale"),
            "first": 0,
            "last": 10,
            "low_label": "Not at all",
            "high_label": "Completely",
        },
        {
            **_asked("lost", "How long does an offer take you?", "number"),
            "unit": "hours",
            "at_least": 0,
            "at_most": 100,
            "decimals": 1,
        },
        {**_asked("name", "What is your business called?", "short_text"), "max_length": 40},
        {**_asked("story", "What was your best month like?", "long_text"), "max_length": 200},
        {
            **_asked("since", "Since when are you on your own?", "date"),
            "earliest": "1990-01-01",
            "latest": "2026-12-31",
        },
        {
            **_asked("order", "What matters most?", "ranking"),
            "choices": [
                choice("money", "Money"),
                choice("time", "Time"),
                choice("calm", "Calm"),
            ],
        },
    ]
    return [{**each, "is_optional": is_optional} for each in asked]


def image(name: str, alt: str) -> Data:
    path = f"media/{name}.png"
    return {"path": path, "sha256": hashlib.sha256(PICTURES[path]).hexdigest(), "alt": alt}


def choice(key: str, text: str, points: dict[str, int] | None = None) -> Data:
    return {"key": key, "text": text, "points": points or {}}


def _asked(key: str, text: str, kind: str) -> Data:
    return {"key": key, "text": text, "kind": kind}


def _scored(asks_promise: bool) -> Data:
    return {
        "scoring": "personality",
        "default_outcome": "careful",
        "outcomes": [
            {
                "key": key,
                "name": f"The {key} one",
                "headline": headline,
                "interpretation": "You work with {{ answer.quiz.tools | default: 'nothing' }}.",
                "first_action": "Write **one** price down.",
                "asks_promise": asks_promise,
            }
            for key, headline in (("careful", "You look twice"), ("bold", "You know your list"))
        ],
    }
