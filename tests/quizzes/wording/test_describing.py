from __future__ import annotations

import pytest
from django.utils.translation import override

from quizzes.conditions import (
    AllOf,
    AnswerIs,
    AnswerNumberIs,
    AnyOf,
    Condition,
    IsAnswered,
    NotOf,
    NumberIs,
    OutcomeIs,
    SourceIs,
    VisitorIs,
)
from quizzes.wording.describing import describe
from quizzes.wording.vocabulary import Asked, Vocabulary

VOCABULARY = Vocabulary(
    questions={("quiz", "rate"): Asked("What is your rate?", {"low": "Too low", "ok": "Fine"})},
    results={"lender": "free lender"},
    topics={"pricing": "Pricing"},
    figures={"cost": "Cost per month"},
)
_RATE = {"step": "quiz", "question": "rate"}


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (None, "always"),
        (
            AnswerIs(fact="answer", **_RATE, any_of=("low", "ok")),
            "the answer to “What is your rate?” is “Too low” or “Fine”",
        ),
        (
            AnswerIs(fact="answer", **_RATE, any_of=("low", "was")),
            "the answer to “What is your rate?” is “Too low” or “gone”",
        ),
        (
            AnswerIs(fact="answer", step="quiz", question="gone", any_of=("x",)),
            "the answer to a question that is gone",
        ),
        (
            AnswerNumberIs(fact="number", **_RATE, at_least=2, at_most=7.5),
            "the answer to “What is your rate?” is at least 2 and at most 7.5",
        ),
        (IsAnswered(fact="answered", **_RATE), "“What is your rate?” was answered"),
        (
            NotOf(none=IsAnswered(fact="answered", **_RATE)),
            "“What is your rate?” was not answered",
        ),
        (
            IsAnswered(fact="answered", step="a", question="b"),
            "a question that is gone was answered",
        ),
        (OutcomeIs(fact="outcome", any_of=("lender",)), "the result is “free lender”"),
        (SourceIs(fact="source", any_of=("news",)), "they came from “news”"),
        (
            VisitorIs(fact="device", any_of=("phone", "tablet")),
            "they read on a phone or a tablet",
        ),
        (
            VisitorIs(fact="language", any_of=("de", "xx")),
            "their language is German or xx",
        ),
        (NumberIs(fact="topic", of="pricing", at_most=40), "the topic “Pricing”: at most 40"),
        (NumberIs(fact="topic", of="was", at_most=40), "the topic “that is gone”: at most 40"),
        (
            NumberIs(fact="figure", of="cost", at_least=1200),
            "the figure “Cost per month”: at least 1,200",
        ),
        (NumberIs(fact="score", at_least=50), "the whole in percent: at least 50"),
        (NumberIs(fact="depth"), "small yeses so far: any"),
        (
            AllOf(
                all=(
                    NumberIs(fact="depth", at_least=3),
                    NotOf(none=SourceIs(fact="source", any_of=("news",))),
                    AnyOf(any=(NumberIs(fact="depth", at_most=9),)),
                )
            ),
            (
                "small yeses so far: at least 3 and not: they came from “news”"
                " and (small yeses so far: at most 9)"
            ),
        ),
    ],
)
def test_every_condition_is_said_in_words(condition: Condition | None, words: str) -> None:
    with override("en"):
        assert describe(condition, VOCABULARY) == words
