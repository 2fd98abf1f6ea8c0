from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.wording.vocabulary import Asked, Vocabulary, spoken, written

VOCABULARY = Vocabulary(
    questions={
        ("quiz", "rate"): Asked("What is your rate?", {"low": "Too low", "ok": "Fine"}),
        ("poll", "stop"): Asked("What stops you [most]?", {"time": "Time"}),
    },
    results={"lender": "free lender"},
    topics={"pricing": "Pricing"},
    figures={"cost": "Cost per month"},
    has_score=True,
)


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ('Hi {{ first_name | default: "there" }}', "Hi [first name | there]"),
        ("{{result|default:'x'}}", "[result | x]"),
        ('{{ answer.quiz.rate | default: "?" }}', "[answer to: What is your rate? | ?]"),
        ('{{ figure.cost | default: "a lot" }}', "[figure: Cost per month | a lot]"),
        ('{{ score | default: "0" }} %', "[score | 0] %"),
        ("{% if score > 50 %}a{% endif %}", "[only if score > 50]a[end of if]"),
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
    st.sampled_from(
        ["first_name", "result", "answer.quiz.rate", "topic.pricing", "figure.cost", "score"]
    ),
    _WORDS,
)


@given(st.lists(st.one_of(_WORDS, _TAGS)).map("".join))
def test_saying_and_writing_loses_nothing(text: str) -> None:
    assert written(spoken(text, VOCABULARY), VOCABULARY) == text
