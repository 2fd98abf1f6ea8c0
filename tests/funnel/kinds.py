"""A funnel whose quiz asks all ten kinds of question and works out figures; it can go live."""

from __future__ import annotations

import copy
import hashlib

from funnel.document import FunnelDocument
from tests.funnel.factories import MEDIA, Data, document_from, plain_document


def make_kinds_document(**changes: object) -> FunnelDocument:
    """Needs MEDIA to be imported. `changes` replace keys of its data."""
    return document_from({**kinds_document(), **changes})


def kinds_document() -> Data:
    plain = plain_document()
    quiz, result, _opt_in, offer = plain["steps"]
    return {
        **plain,
        "steps": [{**quiz, "quiz": _quiz()}, result, offer],
        "sequences": [],
        "series_rules": [],
    }


def _quiz() -> Data:
    return {
        "scoring": "calculator",
        "outcome_by": "range",
        "decides": "lost",
        "topics": [{"key": "order", "name": "Order"}],
        "figures": _figures(),
        "outcomes": [
            {**_outcome("little"), "at_most": 600.0, "asks_promise": True},
            {**_outcome("much"), "at_least": 610.0, "share_text": "I lose a little."},
        ],
        "default_outcome": "little",
        "questions": [*_to_choose(), *_to_type()],
    }


def _figures() -> list[Data]:
    lost = {"key": "lost", "name": "lost a month", "formula": "hours * known(rate, 60) * 4.33"}
    year = {"key": "year", "name": "lost a year", "formula": "lost * 12", "is_shown": False}
    money = {"unit": "€", "is_unit_first": True, "round_to": 10.0, "at_least": 0.0}
    return [lost | money, year | money | {"at_most": 100000.0, "round_to": 0.5}]


def _to_choose() -> list[Data]:
    asked = {"step": "quiz", "question": "rate"}
    slow = {"fact": "number", **asked, "at_least": 1, "at_most": 2.5}
    device = {"fact": "device", "any_of": ["phone", "tablet"]}
    language = {"fact": "language", "any_of": ["de", "en-gb"]}
    so_far = [{"fact": "topic", "of": "order", "at_least": 10}]
    so_far += [{"fact": "figure", "of": "lost", "at_most": 999.5}]
    picture = {"help": "Look closely.", "why": "To begin.", "image": _picture("A desk")}
    return [
        {**_asks("rate", "scale"), "first": 0, "last": 10, "topics": {"order": -2}}
        | {"low_label": "Low", "high_label": "High", "is_optional": True},
        {**_asks("one", "single"), **picture, "choices": _choices("a", "b", value=2.5)},
        {**_asks("some", "multiple"), "choices": _choices("a", "b", "c"), "max_picks": 2}
        | {"show_if": {"any": [slow, {"not": device}, language]}, "min_picks": 2},
        {**_asks("look", "picture"), "choices": _choices("a", "b", image=_picture("A cat"))},
        {**_asks("sure", "yes_no"), "choices": _choices("yes", "no", topics={"order": 1})},
        {**_asks("order", "ranking"), "choices": _choices("a", "b", "c")}
        | {"show_if": {"all": [{"fact": "answered", **asked}, *so_far]}},
    ]


def _to_type() -> list[Data]:
    recalled = 'You said {{ answer.quiz.rate | default: "nothing" }}. How many hours?'
    return [
        {**_asks("hours", "number"), "text": recalled, "unit": "hours", "decimals": 1}
        | {"at_least": 0.5, "at_most": 4.5},
        {**_asks("city", "short_text"), "max_length": 40, "explanation": "It is a town."},
        {**_asks("story", "long_text"), "max_length": 500, "is_optional": True}
        | {"is_sensitive": True},
        {**_asks("when", "date"), "earliest": "2026-01-01", "latest": "2027-12-31"},
    ]


def _asks(key: str, kind: str) -> Data:
    return {"key": key, "kind": kind, "text": f"What about {key}?"}


def _choices(*keys: str, **more: object) -> list[Data]:
    # Copies: a test that edits one picture means that one.
    return [{"key": key, "text": f"Choice {key}", **copy.deepcopy(more)} for key in keys]


def _picture(alt: str) -> Data:
    path = "media/rate.png"
    return {"path": path, "sha256": hashlib.sha256(MEDIA[path]).hexdigest(), "alt": alt}


def _outcome(key: str) -> Data:
    text = 'You lose {{ figure.lost | default: "something" }} a month.'
    words = {"headline": f"You are {key}", "interpretation": text, "first_action": "Write it."}
    return {"key": key, "name": f"The {key}", **words}
