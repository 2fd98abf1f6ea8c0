"""Easy to begin: each rule on a good and a bad beginning, and its law."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.funnel.checking.rules.asked import hits, paths
from tests.funnel.factories import Data, plain_document
from tests.laws import cases

Q = "steps[0].quiz.questions"
EASY = ("E101", "E102", "E103", "E104", "E105", "E106", "E107", "E108", "E109")


def _choices(count: int) -> list[Data]:
    return [{"key": f"c{at}", "text": f"Answer {at}"} for at in range(count)]


def _question(key: str, kind: str = "single") -> Data:
    own: dict[str, Data] = {
        "single": {"choices": _choices(2)},
        "multiple": {"choices": _choices(3)},
        "ranking": {"choices": _choices(3)},
        "scale": {"low_label": "No", "high_label": "Yes"},
        "number": {"at_least": 0.0, "at_most": 9.0},
    }
    return {"key": key, "kind": kind, "text": "And now?", **own.get(kind, {})}


def _questions(*kinds: str) -> tuple[str, object]:
    return (Q, [_question(f"q{at}", kind) for at, kind in enumerate(kinds)])


def test_an_easy_beginning_is_left_alone() -> None:
    assert [each for code in EASY for each in paths(code)] == []


def test_first_screen_takes_one_tap() -> None:
    assert paths("E101", _questions("ranking", "single")) == [f"{Q}[0].kind"]
    statement = {"key": "s", "kind": "statement", "invite": "Go", "title": "T", "body": "B"}
    assert paths("E101", ("steps[0]", statement)) == ["steps[0].kind"]
    assert paths("E101", _questions("scale", "ranking")) == []


def test_first_screen_needs_no_typing() -> None:
    for kind in ("number", "short_text", "long_text", "date"):
        assert paths("E102", _questions(kind, "single")) == [f"{Q}[0].kind"]
    assert paths("E102", _questions("single", "number")) == []


def test_first_question_has_few_answers() -> None:
    assert paths("E103", (f"{Q}[0].choices", _choices(5))) == []
    [hit] = hits("E103", (f"{Q}[0].choices", _choices(6)))
    assert hit.message == (
        "The first question has 6 answers. Keep 5 at most: fewer are read in one look."
    )


def test_first_screen_has_few_words() -> None:
    [hit] = hits("E104", ("hook.text", " ".join(["word"] * 22)))
    assert (hit.path, hit.message) == (
        "hook.text",
        (
            "The first screen has 26 words. Aim at 25: people decide here. Cut the hook or the"
            " first"
            " question."
        ),
    )
    assert paths("E104", ("hook.text", " ".join(["word"] * 21))) == []


@given(count=st.integers(1, 40), more=st.integers(0, 20))
@cases(60)
def test_more_words_never_take_the_finding_away(count: int, more: int) -> None:
    few = paths("E104", ("hook.text", " ".join(["word"] * count)))
    many = paths("E104", ("hook.text", " ".join(["word"] * (count + more))))
    assert not few or many


def test_each_source_has_its_own_first_screen() -> None:
    own = [{"key": "ad", "source": "ad", "text": " ".join(["word"] * 30)}]
    assert paths("E104", ("hook.by_source", own)) == ["hook.by_source[0].text"]


def test_contact_is_asked_for_after_something_was_given() -> None:
    quiz, result, opt_in, offer = plain_document()["steps"]
    assert paths("E105", ("steps", [quiz, opt_in, result, offer])) == ["steps[1]"]
    assert paths("E105", ("steps", [quiz, result, opt_in, offer])) == []


def test_first_gift_comes_within_ten_screens() -> None:
    assert paths("E106", _questions(*["single"] * 10)) == []
    [hit] = hits("E106", _questions(*["single"] * 11))
    assert hit.path == "steps[1]"
    assert hit.message.startswith("11 screens pass before anything is given.")


def test_new_kinds_of_task_come_with_a_rest() -> None:
    assert paths("E107", _questions("single", "scale", "multiple", "number")) == [f"{Q}[3]"]
    assert paths("E107", _questions("single", "scale", "multiple", "single", "number")) == []


def test_effort_does_not_fall_and_jump() -> None:
    [hit] = hits("E108", _questions("single", "long_text", "single", "long_text"))
    assert hit.path == f"{Q}[3]"
    assert "Effort goes 3, 1, 3 points here." in hit.message
    assert paths("E108", _questions("single", "single", "long_text")) == []


@given(kinds=st.lists(st.sampled_from(["single", "long_text"]), min_size=1, max_size=6))
@cases(60)
def test_effort_that_only_climbs_is_left_alone(kinds: list[str]) -> None:
    climbing = sorted(kinds, key=lambda kind: kind == "long_text")
    assert paths("E108", _questions(*climbing)) == []


def test_asking_stays_near_giving() -> None:
    assert paths("E109", _questions(*["single"] * 9)) == []
    [hit] = hits("E109", _questions(*["single"] * 10))
    assert (hit.path, hit.message) == (
        "steps[0]",
        (
            "By here 10 points are asked and 1 given. Keep the gap at 8: ask less, or give"
            " something"
            " before this."
        ),
    )
