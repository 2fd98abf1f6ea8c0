"""Every kind of condition a step can have, with who it holds for and what the admin says of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from funnel.document import FunnelDocument
from tests.funnel.factories import Data, document_from
from tests.funnel.journey.scored_documents import calculator, scorecard

THOUGHT = "Only for some"


@dataclass(frozen=True, slots=True)
class Visit:
    """How somebody comes and what they say: two marks from 1 to 5, and a tap or none."""

    query: str = ""
    agent: str = "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/140.0 Mobile Safari"
    language: str = "en"
    answers: tuple[str, ...] = ("5", "5")
    tap: str = "a"


@dataclass(frozen=True, slots=True)
class Case:
    """`words` is what the ladder in the admin says of the step."""

    condition: Data
    words: str
    holds: Visit = field(default_factory=Visit)
    fails: Visit = field(default_factory=Visit)


DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari"
CASES = {
    "answer": Case(
        {"fact": "answer", "step": "mood", "question": "now", "any_of": ["a"]},
        "The answer to “How is it now?” is “Fine”",
        fails=Visit(tap="b"),
    ),
    "number": Case(
        {"fact": "number", "step": "quiz", "question": "q0", "at_least": 4},
        "The answer to “How well does this go: Pricing?” is at least 4",
        fails=Visit(answers=("3", "5")),
    ),
    "answered": Case(
        {"fact": "answered", "step": "mood", "question": "now"},
        "“How is it now?” was answered",
        fails=Visit(tap=""),
    ),
    "outcome": Case(
        {"fact": "outcome", "any_of": ["high"]},
        "The result is “Steady hand”",
        fails=Visit(answers=("1", "1")),
    ),
    "topic": Case(
        {"fact": "topic", "of": "topic0", "at_most": 30},
        "The topic “Pricing”: at most 30",
        holds=Visit(answers=("1", "5")),
    ),
    "figure": Case(
        {"fact": "figure", "of": "lost", "at_least": 100},
        "The figure “lost every month”: at least 100",
        holds=Visit(answers=("2", "50")),
        fails=Visit(answers=("1", "50")),
    ),
    "score": Case(
        {"fact": "score", "at_least": 60},
        "The whole in percent: at least 60",
        fails=Visit(answers=("1", "1")),
    ),
    "depth": Case(
        {"fact": "depth", "at_least": 3},
        "Small yeses so far: at least 3",
        fails=Visit(tap=""),
    ),
    "source": Case(
        {"fact": "source", "any_of": ["newsletter"]},
        "They came from “newsletter”",
        holds=Visit(query="?utm_source=newsletter"),
    ),
    "device": Case(
        {"fact": "device", "any_of": ["phone"]},
        "They read on a phone",
        fails=Visit(agent=DESKTOP),
    ),
    "language": Case(
        {"fact": "language", "any_of": ["sv"]},
        "Their language is Swedish",
        holds=Visit(language="sv-SE,sv;q=0.9"),
    ),
}


def document_with(condition: Data) -> FunnelDocument:
    """A quiz, its result, a poll, a thought under this condition, the offer."""
    is_figure = condition["fact"] == "figure"
    base = calculator() if is_figure else scorecard(("Pricing", "Planning"))
    data = base.model_dump(mode="json", by_alias=True)
    quiz, result, offer = data["steps"]
    thought = {
        "key": "thought",
        "kind": "statement",
        "invite": "A thought",
        "title": THOUGHT,
        "body": "Text.",
        "show_if": condition,
    }
    return document_from({**data, "steps": [quiz, result, _poll(), thought, offer]})


def _poll() -> Data:
    choices = [{"key": "a", "text": "Fine"}, {"key": "b", "text": "Busy"}]
    asked = {"key": "now", "text": "How is it now?", "choices": choices, "is_optional": True}
    quiz = {"scoring": "none", "questions": [asked]}
    return {"key": "mood", "kind": "poll", "invite": "One tap", "quiz": quiz}
