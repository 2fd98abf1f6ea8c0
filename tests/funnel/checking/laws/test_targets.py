from __future__ import annotations

import pytest

from tests.funnel.checking.laws.examples import STATEMENT, Edits, faults


def test_buttons_of_mails_open_what_exists() -> None:
    edits: Edits = [
        ("steps[2].mail.button.target", "step:nowhere"),
        ("sequences[0].messages[0].button.target", "result"),
        ("sequences[0].messages[1].button.target", "offer"),
        ("steps[1]", STATEMENT),
        ("steps[3]", STATEMENT | {"key": "s2"}),
    ]
    assert [fault for fault in faults(edits) if fault[0].endswith("target")] == [
        ("steps[2].mail.button.target", "There is no step 'nowhere' in this funnel."),
        (
            "sequences[0].messages[0].button.target",
            "This funnel has no result to open. Name a step, or resume.",
        ),
        (
            "sequences[0].messages[1].button.target",
            "This funnel has no offer to open. Name a step, or resume.",
        ),
    ]


@pytest.mark.parametrize("target", ["poll", "helped", "done"])
def test_first_mail_asks_for_no_answer(target: str) -> None:
    place = "steps[2].mail.button.target"
    assert faults([(place, target)]) == [
        (
            place,
            (
                "This mail goes out at once, so it cannot ask for an answer yet. "
                "Let its button open the result, the offer or a step."
            ),
        )
    ]
    assert faults([(place, "reply")]) == []
