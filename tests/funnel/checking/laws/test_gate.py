from __future__ import annotations

from tests.funnel.checking.laws.examples import faults

GATE = "steps[2]"


def gate_faults(*edits: tuple[str, object]) -> list[tuple[str, str]]:
    return [
        fault
        for fault in faults([(f"{GATE}.{place}", value) for place, value in edits])
        if fault[0].startswith(GATE) and "mail" not in fault[0]
    ]


def test_a_gate_says_what_arrives_and_how_to_say_no() -> None:
    assert gate_faults(("body", " "), ("is_skippable", True), ("skip_label", "")) == [
        (f"{GATE}.body", "Say what arrives, how often, and how to stop."),
        (f"{GATE}.skip_label", "People may skip this: give that button its words."),
    ]
    assert gate_faults(("is_skippable", False), ("skip_label", "")) == []


def test_a_gate_asks_for_a_way_to_reach_people_once() -> None:
    assert gate_faults(("fields", [{"kind": "company"}, {"kind": "company"}])) == [
        (f"{GATE}.fields", "Ask for an address or a phone: nobody can be reached."),
        (f"{GATE}.fields[1]", "This field is asked for twice. Keep one."),
    ]
    assert gate_faults(("fields", [{"kind": "phone"}])) == []


def test_fields_of_ones_own_have_words_and_keys_of_their_own() -> None:
    own = {"kind": "text", "key": "team", "label": "How large is your team?"}
    fields = [{"kind": "email"}, own, {**own, "label": ""}, {"kind": "text", "label": "x"}]
    assert gate_faults(("fields", fields)) == [
        (f"{GATE}.fields[2].label", "Write the words beside this field."),
        (f"{GATE}.fields[2]", "This field is asked for twice. Keep one."),
        (f"{GATE}.fields[3].key", "A field of your own needs a key, like team-size."),
    ]
