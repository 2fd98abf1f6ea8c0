"""Earlier answers inside later texts: put in once, closed to everything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.markdown import to_html
from quizzes.recall import RecallError, Words, faults, render
from tests.laws import cases

WORDS = Words(
    first_name="Ada",
    result="Quiet planner",
    answers={"quiz": {"rate": "By the hour"}},
    topics={"money": 70},
    figures={"a-month": "€380"},
    score=64,
    source="newsletter",
)
KNOWN = {"quiz": {"rate"}}


@pytest.mark.parametrize(
    ("text", "with_words", "without"),
    [
        ('Hi {{ first_name | default: "there" }}', "Hi Ada", "Hi there"),
        ('{{ result | default: "You" }}', "Quiet planner", "You"),
        ('{{ answer.quiz.rate | default: "so" }}', "By the hour", "so"),
        ('{{ topic.money | default: "?" }} %', "70 %", "? %"),
        ('about {{ figure.a-month | default: "a lot" }}', "about €380", "about a lot"),
        ('{{ score | default: "?" }} %', "64 %", "? %"),
        ("{% if score > 60 %}A{% else %}B{% endif %}", "A", "B"),
        ("{% if figure.a-month %}A{% else %}B{% endif %}", "A", "B"),
        ("{% if first_name %}A{% else %}B{% endif %}", "A", "B"),
        ('{{ first_name | upcase | default: "x" }}', "ADA", "x"),
        ("No tags: 100 %", "No tags: 100 %", "No tags: 100 %"),
    ],
)
def test_render_puts_words_in_or_their_fallback(text: str, with_words: str, without: str) -> None:
    assert render(text, WORDS) == with_words
    assert render(text, Words()) == without
    assert (
        faults(text, known_answers=KNOWN, known_topics={"money"}, known_figures={"a-month"}) == []
    )


@cases(200)
@given(name=st.text(alphabet="{}%|<>*_[]()!#`'\" \nab", max_size=40))
def test_a_value_is_never_read_as_a_template_or_as_markdown(name: str) -> None:
    shown = render('Hi {{ first_name | default: "x" }}!', Words(first_name=name), is_markdown=False)
    assert shown == f"Hi {' '.join(name.split()) or 'x'}!"
    html = to_html(render('Hi {{ first_name | default: "x" }}!', Words(first_name=name)))
    assert html.count("<") == 2  # the paragraph


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{ first_name }}", "needs words for when it is empty"),
        ("one\n{{ surname | default: 'x' }}", "Line 2: nothing called “surname” is known here."),
        ("{{ answer.quiz.colour | default: 'x' }}", "nothing called “answer.quiz.colour”"),
        ("{{ topic.time | default: 'x' }}", "nothing called “topic.time”"),
        ("{{ figure.cost | default: 'x' }}", "nothing called “figure.cost”"),
        ("{{ figure.a-month }}", "needs words for when it is empty"),
        ("{{ score }}", "needs words for when it is empty"),
        ("{{ first_name | money | default: 'x' }}", "There is no filter called “money”"),
    ],
)
def test_faults_names_what_cannot_be_recalled(text: str, fault: str) -> None:
    found = faults(text, known_answers=KNOWN, known_topics={"money"}, known_figures={"a-month"})
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "{{ first_name",
        "{% for x in answer %}{{ x }}{% endfor %}",
        "{% include 'settings' %}",
        "a\n{% if first_name %}",
        "{% assign x = 1 %}",
    ],
)
def test_other_tags_and_broken_ones_are_refused(text: str) -> None:
    assert len(faults(text, known_answers=KNOWN, known_topics=set())) == 1
    with pytest.raises(RecallError, match=r"Line \d"):
        render(text, WORDS)
