"""What changed about a series and its mails, in the words of the page before publishing."""

from __future__ import annotations

import pytest

from funnel.publishing.saying_changes import say_changes
from tests.funnel.factories import (
    document_from,
    edited,
    make_document,
    plain_document,
    rich_document,
)

SERIES = "sequences[0]"
NAME = "Mail series “Series after”"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (
            "messages[1].delay",
            {"days": 3, "at": "09:30", "working_days": True},
            "Mail “Second: yes” now comes after 3 working days, at 09:30",
        ),
        ("messages[1].delay", {"hours": 24}, "Mail “Second: yes” now comes after 24 hours"),
        ("sender", {"name": "Mara"}, f"{NAME} now comes from Mara"),
        (
            "sender",
            {"reply_to": "mara@example.com"},
            "Answers to mail series “Series after” now go to mara@example.com",
        ),
        (
            "goals",
            ["call"],
            f"{NAME} now ends when: They asked for a call or booked one",
        ),
        ("goals", [], f"{NAME} now ends with its last mail"),
        ("priority", 1, f"{NAME} is now due: First of all"),
        ("reentry_days", 30, "1 mail series with another rule for who comes again"),
        ("window", {"holidays": "DE"}, "1 mail series on other days or hours"),
        ("counts_links", True, "1 mail series changed"),
    ],
)
def test_a_change_of_a_series_is_told_in_one_sentence(path: str, value: object, said: str) -> None:
    after = document_from(edited(plain_document(), (f"{SERIES}.{path}", value)))
    assert [line.words for line in say_changes(make_document(), after)] == [said]


def test_values_are_words_and_never_keys() -> None:
    after = document_from(
        edited(
            plain_document(),
            (f"{SERIES}.window", {"holidays": "DE-BY"}),
            (f"{SERIES}.messages[1].button.target", "helped"),
            (f"{SERIES}.messages[1].show_if", {"fact": "did", "any_of": ["mail:one"]}),
            (f"{SERIES}.messages[1].if_unmet", "wait"),
        )
    )
    shown = {
        "".join(run.text for run in detail.after)
        for line in say_changes(make_document(), after)
        for detail in line.details
    }
    assert shown == {
        "Bayern, Germany",
        "“Did it help?”, answered in the mail",
        "they did this: “pressed the button of the mail “First””",
        "Wait until it fits",
    }


def test_mails_of_one_key_in_two_series_are_told_as_their_own() -> None:
    asks = {"label": "Which one is yours?", "target": "poll"}
    said = {"fact": "answer", "step": "mail:one", "question": "answer", "any_of": ["a"]}
    edits = [
        edit
        for number, label in enumerate(("Tea", "Coffee"))
        for edit in (
            (f"sequences[{number}].messages[0].button", asks),
            (
                f"sequences[{number}].messages[0].choices",
                [{"key": "a", "label": label}, {"key": "b", "label": "Neither"}],
            ),
        )
    ]
    before = document_from(edited(rich_document(), *edits))
    assert [mail.key for mail in before.sequences[0].messages] == [
        mail.key for mail in before.sequences[1].messages
    ]
    for number, (name, own) in enumerate((("after", "Tea"), ("planning", "Coffee"))):
        shown = (f"sequences[{number}].messages[1].show_if", said)
        after = document_from(edited(rich_document(), *edits, shown))
        [line] = say_changes(before, after)
        [detail] = line.details
        assert detail.what == f"“Series {name}”, mail “Second: yes”: shown when"
        assert own in "".join(run.text for run in detail.after)
