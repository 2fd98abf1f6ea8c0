from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.conditions import AllOf, AnswerIs, Condition, NotOf, NumberIs, OutcomeIs, SourceIs
from quizzes.vocabulary import Asked, Vocabulary, describe, spoken, written

VOCABULARY = Vocabulary(
    questions={
        ("quiz", "rate"): Asked("What is your rate?", {"low": "Too low", "ok": "Fine"}),
        ("poll", "stop"): Asked("What stops you [most]?", {"time": "Time"}),
    },
    results={"lender": "free lender"},
    topics={"pricing": "Pricing"},
)


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ('Hi {{ first_name | default: "there" }}', "Hi [first name | there]"),
        ("{{result|default:'x'}}", "[result | x]"),
        ('{{ answer.quiz.rate | default: "?" }}', "[answer to: What is your rate? | ?]"),
        ('{{ answer.poll.stop | default: "" }}', "[answer to: What stops you most? | ]"),
        (
            "{% if topic.pricing > 66 %}a{% else %}b{% endif %}",
            "[only if topic: Pricing > 66]a[otherwise]b[end of if]",
        ),
    ],
)
def test_tags_are_said_in_words(tags: str, words: str) -> None:
    assert spoken(tags, VOCABULARY) == words
    assert spoken(written(words, VOCABULARY), VOCABULARY) == words


def test_a_tag_nobody_can_say_stays() -> None:
    text = '{{ answer.quiz.gone | default: "x" }} [a link](https://example.com)'

    assert spoken(text, VOCABULARY) == text
    assert written(text, VOCABULARY) == text


_WORDS = st.text(alphabet="abc äß.,!?'-", max_size=12)
_TAGS = st.builds(
    '{{{{ {} | default: "{}" }}}}'.format,
    st.sampled_from(["first_name", "result", "answer.quiz.rate", "topic.pricing"]),
    _WORDS,
)


@given(st.lists(st.one_of(_WORDS, _TAGS)).map("".join))
def test_saying_and_writing_loses_nothing(text: str) -> None:
    assert written(spoken(text, VOCABULARY), VOCABULARY) == text


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (None, "always"),
        (
            AnswerIs(fact="answer", step="quiz", question="rate", any_of=("low", "ok")),
            "the answer to “What is your rate?” is “Too low” or “Fine”",
        ),
        (
            AnswerIs(fact="answer", step="quiz", question="gone", any_of=("x",)),
            "the answer to a question that is gone",
        ),
        (OutcomeIs(fact="outcome", any_of=("lender",)), "the result is “free lender”"),
        (
            AllOf(
                all=(
                    NumberIs(fact="depth", at_least=3),
                    NotOf(none=SourceIs(fact="source", any_of=("news",))),
                )
            ),
            "small yeses so far: at least 3 and not: they came from “news”",
        ),
        (NumberIs(fact="topic", of="pricing", at_most=40), "the topic “Pricing”: at most 40"),
    ],
)
def test_conditions_are_said_in_words(condition: Condition | None, words: str) -> None:
    assert describe(condition, VOCABULARY) == words
