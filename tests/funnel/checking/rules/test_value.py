"""Specific value: each rule on a good and a bad example, and the measure of likeness."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.checking.rules.likeness import likeness
from tests.funnel.checking.rules.asked import hits, paths
from tests.funnel.factories import Data
from tests.laws import cases

OUTCOMES = "steps[0].quiz.outcomes"
MEANING = (
    "You plan each week, and it shows: seven of your ten answers save you work later. One gap is"
    " left, and it is what happens when you are ill."
)
OTHER = (
    "Your price is a guess made years ago. Clients like you for it, and the evenings it costs are"
    " your own. Nobody but you can see the difference."
)
texts = st.lists(st.sampled_from(["one", "two", "three", "four", "five"]), max_size=8).map(" ".join)


def _gift(**own: object) -> tuple[str, object]:
    gift: Data = {
        "kind": "guide",
        "title": "The extras page",
        "problem": "You say yes before you have thought.",
        "promise": "You know what to say, word for word.",
        "minutes": 2,
        "body": "Say it once. Then wait.",
        **own,
    }
    return ("steps[1]", {"key": "g", "kind": "guide", "invite": "Two lines", "magnet": gift})


@pytest.mark.parametrize(
    "text", ["Unlock your potential today.", "The secret of a happy business", "Better pricing?"]
)
def test_vague_hook_is_named(text: str) -> None:
    assert paths("V101", ("hook.text", text)) == ["hook.text"]


@pytest.mark.parametrize(
    "text",
    ["Two minutes to your price", "Which habit comes first?", "Busy? 6 taps.", "How much is lost?"],
)
def test_concrete_hook_is_left_alone(text: str) -> None:
    assert paths("V101", ("hook.text", text)) == []


def test_hook_is_judged_only_where_words_are_known() -> None:
    assert paths("V101", ("hook.text", "Débloquez votre potentiel."), ("language", "fr")) == []
    german = ("language", "de")
    assert paths("V101", ("hook.text", "Entfalte dein Potenzial."), german) == ["hook.text"]
    assert paths("V101", ("hook.text", "Was kosten dich diese Stunden?"), german) == []


def test_gift_says_problem_and_promise() -> None:
    assert paths("V102", _gift()) == []
    assert paths("V102", _gift(problem="Stress")) == ["steps[1].magnet.problem"]
    assert paths("V102", _gift(title="Lorem ipsum dolor")) == ["steps[1].magnet.title"]
    [hit] = hits("V102", _gift(promise="You say yes before you have thought."))
    assert hit.message == "The promise repeats the problem. Say what is different afterwards."


def test_gift_takes_the_minutes_it_says() -> None:
    assert paths("V103", _gift(body="word " * 1000, minutes=1)) == ["steps[1].magnet.minutes"]
    assert paths("V103", _gift(body="word " * 700, minutes=3)) == []


def test_results_differ() -> None:
    alike = [(f"{OUTCOMES}[0].interpretation", MEANING), (f"{OUTCOMES}[1].interpretation", MEANING)]
    [hit] = hits("V104", *alike)
    assert hit.path == f"{OUTCOMES}[1].interpretation"
    assert "“The discounter” and “The planner” share" in hit.message
    assert paths("V104", alike[0], (f"{OUTCOMES}[1].interpretation", OTHER)) == []


def test_result_is_explained() -> None:
    edits = [
        (f"{OUTCOMES}[0].interpretation", MEANING),
        (f"{OUTCOMES}[1].interpretation", "Well done!"),
    ]
    [hit] = hits("V105", *edits)
    assert (hit.path, hit.message) == (
        f"{OUTCOMES}[1].interpretation",
        (
            "“The planner” is explained in 2 words. Write at least 20: what it means for this"
            " person,"
            " and why."
        ),
    )
    assert paths("V105", edits[0], (f"{OUTCOMES}[1].interpretation", MEANING)) == []


@pytest.mark.parametrize(
    "text", ["More calm.", "Better habits and a bigger heart", "TBD at some point"]
)
def test_missing_first_action_is_named(text: str) -> None:
    assert paths("V106", (f"{OUTCOMES}[0].first_action", text)) == [f"{OUTCOMES}[0].first_action"]


@pytest.mark.parametrize(
    "text", ["Write one number down.", "On Friday, ask one client what it was worth"]
)
def test_first_action_is_left_alone(text: str) -> None:
    assert paths("V106", (f"{OUTCOMES}[0].first_action", text)) == []


@given(one=texts, other=texts)
@cases(200)
def test_likeness_is_symmetric_and_whole_for_the_same(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1
