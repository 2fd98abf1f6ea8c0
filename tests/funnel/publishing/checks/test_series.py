from __future__ import annotations

from tests.funnel.factories import GONE
from tests.funnel.publishing.checks.examples import faults


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
