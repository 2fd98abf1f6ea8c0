"""One funnel per way to score, with words worth looking at: a quiz, its result, an offer."""

from __future__ import annotations

from collections.abc import Sequence

from funnel.document import FunnelDocument
from tests.funnel.factories import Data, document_from, plain_document

TOPICS = ("Pricing", "Invoicing", "Reserves", "Planning", "Calm")


def funnel_with(quiz: Data, **changes: object) -> FunnelDocument:
    """The quiz, its result and an offer; no address is asked for."""
    plain = plain_document()
    first, result, _opt_in, offer = plain["steps"]
    steps = [{**first, "quiz": quiz}, result, offer]
    data = {**plain, "steps": steps, "sequences": [], "series_rules": []}
    return document_from({**data, **changes})


def personality(**changes: object) -> FunnelDocument:
    """Two results; both answers "b" make a planner, with the discounter near."""
    quiz: Data = {
        "scoring": "personality",
        "outcomes": [
            outcome("discounter", "Quiet discounter", "Your work is priced for last year's you"),
            {
                **outcome("planner", "Planner", "You know what next month brings"),
                "asks_promise": True,
                "share_text": "I plan my money ahead.",
            },
        ],
        "default_outcome": "planner",
        "questions": [
            _single("rate", "How do you set a price?", {"discounter": 2}, {"planner": 2}),
            _single("raise", "When was your last raise?", {"discounter": 1}, {"planner": 1}),
            {
                **_single("tight", "When it feels tight?", {"planner": 1}, {"discounter": 3}),
                "is_optional": True,
            },
        ],
    }
    return funnel_with(quiz, **changes)


def scorecard(names: Sequence[str] = TOPICS, **changes: object) -> FunnelDocument:
    """A scale from 1 to 5 per topic; three tiers by percent of the whole."""
    quiz: Data = {
        "scoring": "scorecard",
        "outcome_by": "tier",
        "topics": [{"key": f"topic{i}", "name": name} for i, name in enumerate(names)],
        "outcomes": [
            {**outcome("low", "Early days", "There is a lot to win"), "at_most": 39},
            {
                **outcome("middle", "On the way", "Half of it already stands"),
                "at_least": 40,
                "at_most": 74,
            },
            {**outcome("high", "Steady hand", "This is in good order"), "at_least": 75},
        ],
        "default_outcome": "low",
        "questions": [
            {
                "key": f"q{i}",
                "kind": "scale",
                "text": f"How well does this go: {name}?"[:300],
                "low_label": "Not at all",
                "high_label": "By itself",
                "topics": {f"topic{i}": 1},
            }
            for i, name in enumerate(names)
        ],
    }
    return funnel_with(quiz, **changes)


def knowledge(**changes: object) -> FunnelDocument:
    """Three questions with right answers and what to know about them."""
    quiz: Data = {
        "scoring": "knowledge",
        "outcome_by": "tier",
        "explains": "at_end",
        "outcomes": [
            {**outcome("learner", "Learner", "Good that you asked"), "at_most": 66},
            {**outcome("knower", "Knower", "You could teach this"), "at_least": 67},
        ],
        "default_outcome": "learner",
        "questions": [
            {
                **_single("vat", "Who pays the VAT in the end?", {}, {}),
                "choices": [
                    {"key": "a", "text": "The customer", "is_right": True},
                    {"key": "b", "text": "The seller"},
                ],
                "explanation": "The seller only **passes it on**.",
            },
            {
                "key": "days",
                "kind": "number",
                "text": "After how many days is an invoice due without a word?",
                "unit": "days",
                "at_least": 0,
                "at_most": 365,
                "right": 30,
                "is_optional": True,
                "explanation": "Thirty, unless you wrote another number.",
            },
            {
                "key": "word",
                "kind": "short_text",
                "text": "What is the first reminder called?",
                "accepted": ["reminder", "notice"],
                "explanation": "A reminder. It is friendly.",
            },
        ],
    }
    return funnel_with(quiz, **changes)


def calculator(**changes: object) -> FunnelDocument:
    """Hours given away a month, times a rate: what it costs."""
    quiz: Data = {
        "scoring": "calculator",
        "outcome_by": "range",
        "decides": "lost",
        "figures": [
            {
                "key": "lost",
                "name": "lost every month",
                "formula": "hours * rate",
                "unit": "€",
                "is_unit_first": True,
                "round_to": 10,
            },
            {
                "key": "year",
                "name": "given away in a year",
                "formula": "hours * 12",
                "unit": "hours",
            },
            {"key": "hidden", "name": "never shown", "formula": "rate", "is_shown": False},
        ],
        "outcomes": [
            {**outcome("small", "Small leak", "It drips a little"), "at_most": 199},
            {**outcome("large", "Large leak", "That is a holiday a year"), "at_least": 200},
        ],
        "default_outcome": "small",
        "questions": [
            _number("hours", "How many hours a month do you work unpaid?", 200),
            _number("rate", "What is your hourly rate?", 500),
        ],
    }
    return funnel_with(quiz, **changes)


def outcome(key: str, name: str, headline: str) -> Data:
    return {
        "key": key,
        "name": name,
        "headline": headline,
        "interpretation": "You answer fast and kindly, and the kindness goes into the price. "
        "Most people who say this have **not raised a price** for two years.",
        "first_action": "Before the next quote, write down the price you would be proud of. "
        "Send **that** one.",
    }


def _single(key: str, text: str, a: dict[str, int], b: dict[str, int]) -> Data:
    return {
        "key": key,
        "text": text,
        "choices": [
            {"key": "a", "text": f"The first way ({key})", "points": a},
            {"key": "b", "text": f"The other way ({key})", "points": b},
        ],
    }


def _number(key: str, text: str, most: int) -> Data:
    return {"key": key, "kind": "number", "text": text, "at_least": 0, "at_most": most}
