from __future__ import annotations

from tests.funnel.checking.laws.examples import faults, faults_in
from tests.funnel.factories import GONE
from tests.funnel.journey.series_document import asked_series, series_data, series_step


def test_series_rules_name_results_and_series_once() -> None:
    rules = [
        {"sequence": "after"},
        {"outcome": "pirate", "sequence": "nothing"},
        {"outcome": "planner", "sequence": "after"},
        {"outcome": "planner", "sequence": "planning"},
        {"sequence": "planning"},
    ]
    once = "already. Keep one."
    own = "already. Write a series of its own."
    assert faults([("series_rules", rules)], is_rich=True) == [
        ("series_rules[1].outcome", "There is no result 'pirate' in this funnel."),
        ("series_rules[1].sequence", "There is no mail series 'nothing' in this funnel."),
        ("series_rules[2].sequence", f"'after' is used by series_rules[0] {own}"),
        ("series_rules[3].outcome", f"series_rules[2] is for the result 'planner' {once}"),
        ("series_rules[4].outcome", f"series_rules[0] is for everybody else {once}"),
        ("series_rules[4].sequence", f"'planning' is used by series_rules[3] {own}"),
    ]


def test_a_series_that_nobody_gets_is_a_fault() -> None:
    assert faults([("series_rules", [])]) == [
        (
            "sequences[0].key",
            "Nobody gets 'after'. Add a rule for it in series_rules, or remove it.",
        )
    ]


def test_a_series_needs_an_address_and_a_marketing_one_its_box() -> None:
    assert faults([("steps[2]", GONE)]) == [
        ("sequences[0]", "No step asks for an address, so nobody gets these mails.")
    ]
    assert faults([("steps[2].marketing", "")]) == [
        (
            "sequences[0].purpose",
            "No step asks for further mails. Write the words beside its box (marketing).",
        )
    ]


def test_a_series_asked_for_by_name_is_worth_asking_for() -> None:
    assert faults_in(series_data(), []) == []
    assert faults_in(
        series_data(),
        [
            ("sequences[1].purpose", "marketing"),
            ("sequences[1].messages", [asked_series()["messages"][1]]),
        ],
    ) == [
        (
            "sequences[1].purpose",
            "People ask for 'fixes' by name, so its purpose is series, not marketing.",
        ),
        (
            "sequences[1].messages",
            "'fixes' has one mail so far. Write the ones that follow it.",
        ),
        (
            "sequences[1].messages[0].show_if",
            "The first mail goes out at once to everybody who asks. Take its condition away.",
        ),
    ]


def test_a_series_has_one_way_in() -> None:
    second = {**series_step(), "key": "again"}
    own = "already. Write a series of its own."
    assert faults_in(
        series_data(),
        [
            ("steps[4]", second),
            ("steps[5]", series_data()["steps"][4]),
            ("series_rules[1]", {"outcome": "planner", "sequence": "fixes"}),
        ],
    ) == [
        ("steps[2].sequence", f"'fixes' is used by series_rules[1] {own}"),
        ("steps[4].sequence", f"'fixes' is used by series_rules[1] {own}"),
    ]
    assert faults_in(
        series_data(), [("steps[4]", second), ("steps[5]", series_data()["steps"][4])]
    ) == [
        ("steps[4].sequence", f"'fixes' is used by steps[2] {own}"),
    ]


def test_a_step_names_a_series_that_is_there() -> None:
    assert faults_in(series_data(), [("steps[2].sequence", "gone")]) == [
        ("steps[2].sequence", "There is no mail series 'gone' in this funnel."),
        (
            "sequences[1].key",
            "Nobody gets 'fixes'. Add a rule for it in series_rules, or remove it.",
        ),
    ]


def test_a_series_asks_for_the_address_itself() -> None:
    edits: list[tuple[str, object]] = [
        ("steps[3]", GONE),
        ("series_rules", []),
        ("sequences[0]", GONE),
    ]
    assert faults_in(series_data(), edits) == []


def test_words_of_a_series_recall_only_what_was_asked() -> None:
    [(path, _words)] = faults_in(
        series_data(), [("steps[2].magnet.body", "{{ answer.quiz.nothing | default: 'x' }}")]
    )
    assert path == "steps[2].magnet.body"
