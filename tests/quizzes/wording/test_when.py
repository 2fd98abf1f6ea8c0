from __future__ import annotations

from typing import Any

import pytest
from django.forms import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from quizzes.conditions import (
    AllOf,
    AnswerIs,
    AnswerNumberIs,
    Condition,
    IsAnswered,
    NotOf,
    NumberIs,
    OutcomeIs,
    SourceIs,
    VisitorIs,
)
from quizzes.wording.vocabulary import Asked, Vocabulary
from quizzes.wording.when import ConditionField, ConditionWidget, Wish, condition_of, wish_of

VOCABULARY = Vocabulary(
    questions={
        ("quiz", "rate"): Asked("What is your rate?", {"low": "Too low", "ok": "Fine"}),
        ("quiz", "hours"): Asked("How many hours?", {}, "number"),
    },
    results={"lender": "free lender"},
    topics={"pricing": "Pricing"},
    figures={"cost": "Cost per month"},
    has_score=True,
)
# Any: fields of a condition, given by name.
_HOURS: dict[str, Any] = {"step": "quiz", "question": "hours"}
_NUMBERS = st.one_of(st.integers(-1000, 1000), st.floats(-1000, 1000).filter(lambda x: x % 1 != 0))
_BOUNDS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries({"at_least": _NUMBERS}),
    st.fixed_dictionaries({"at_most": _NUMBERS}),
    st.tuples(_NUMBERS, _NUMBERS).map(lambda pair: {"at_least": min(pair), "at_most": max(pair)}),
)
_SIMPLE: st.SearchStrategy[Condition | None] = st.one_of(
    st.none(),
    st.lists(st.sampled_from(["low", "ok"]), min_size=1, unique=True).map(
        lambda keys: AnswerIs(fact="answer", step="quiz", question="rate", any_of=tuple(keys))
    ),
    st.just(OutcomeIs(fact="outcome", any_of=("lender",))),
    st.just(IsAnswered(fact="answered", **_HOURS)),
    st.just(NotOf(none=IsAnswered(fact="answered", **_HOURS))),
    st.sampled_from(["phone", "tablet", "desktop"]).map(
        lambda device: VisitorIs(fact="device", any_of=(device,))
    ),
    st.sampled_from(["de", "ar"]).map(lambda code: VisitorIs(fact="language", any_of=(code,))),
    st.lists(st.sampled_from(["news", "direct", "a b"]), min_size=1, unique=True).map(
        lambda sources: SourceIs(fact="source", any_of=tuple(sources))
    ),
    _BOUNDS.map(lambda bounds: AnswerNumberIs(fact="number", **_HOURS, **bounds)),
    _BOUNDS.map(lambda bounds: NumberIs(fact="topic", of="pricing", **bounds)),
    _BOUNDS.map(lambda bounds: NumberIs(fact="figure", of="cost", **bounds)),
    _BOUNDS.map(lambda bounds: NumberIs(fact="score", **bounds)),
    _BOUNDS.map(lambda bounds: NumberIs(fact="depth", **bounds)),
)


@given(_SIMPLE)
def test_a_simple_condition_comes_back_as_it_was(condition: Condition | None) -> None:
    wish = wish_of(condition)

    assert wish is not None
    assert condition_of(wish) == condition


@given(_SIMPLE)
def test_what_is_simple_can_be_changed_on_the_page(condition: Condition | None) -> None:
    field = ConditionField(required=False)

    wish = field.offer(condition, VOCABULARY, has_results=True)

    assert (field.part.kept, field.clean(wish)) == ("", condition)
    assert not field.has_changed(wish, wish)


_DEEP = AllOf(all=(NumberIs(fact="depth", at_least=1), NumberIs(fact="depth", at_most=9)))


@pytest.mark.parametrize(
    "condition",
    [
        _DEEP,
        VisitorIs(fact="device", any_of=("phone", "tablet")),
        VisitorIs(fact="language", any_of=("xx",)),
        AnswerIs(fact="answer", step="quiz", question="gone", any_of=("a",)),
        NumberIs(fact="figure", of="gone", at_least=1),
    ],
)
def test_what_is_deeper_or_gone_is_said_and_kept_until_taken_away(condition: Condition) -> None:
    field = ConditionField(required=False)

    wish = field.offer(condition, VOCABULARY, has_results=True)

    assert wish == Wish()
    assert field.part.kept != ""
    assert field.clean(Wish()) == condition
    assert field.clean(Wish(is_gone=True)) is None


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (
            Wish(ticked=("quiz/rate/low", "result/lender")),
            "Tick answers of one question only.",
        ),
        (
            Wish(ticked=("quiz/rate/low",), about="depth", least="1"),
            "Tick answers or choose a condition below, not both.",
        ),
        (Wish(about="depth"), "Write at least one of the two numbers."),
        (Wish(about="depth", least="five"), "“five” is no number."),
        (Wish(about="depth", least="nan"), "“nan” is no number."),
        (Wish(about="depth", most="1e300"), "“1e300” is no number."),
        (Wish(about="depth", least="5", most="4"), "The first number is larger than the second."),
        (
            Wish(about="source", source=" , "),
            "Write where they came from, for example: newsletter.",
        ),
        (Wish(about="source", source="x" * 101), "A source has at most 100 characters."),
        (Wish(about="moon"), "Choose from what is offered here."),
        (Wish(ticked=("quiz/gone/low",)), "Choose from what is offered here."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(wish: Wish, sentence: str) -> None:
    field = ConditionField(required=False)
    field.offer(None, VOCABULARY, has_results=True)

    with pytest.raises(ValidationError) as refused:
        field.clean(wish)

    assert refused.value.messages == [sentence]


def test_the_widget_reads_what_its_page_sends() -> None:
    data = QueryDict(
        "w=quiz/rate/low&w=quiz/rate/ok&w_about=source&w_least=1&w_most=+2,5+&w_source=a&w_gone=on"
    )

    assert ConditionWidget().value_from_datadict(data, {}, "w") == Wish(
        ticked=("quiz/rate/low", "quiz/rate/ok"),
        about="source",
        least="1",
        most="2,5",
        source="a",
        is_gone=True,
    )


def test_a_comma_is_read_as_a_point() -> None:
    wish = Wish(about="score", least="2,5")

    assert condition_of(wish) == NumberIs(fact="score", at_least=2.5)
