"""The stored lines of a story, for readers of another language."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from leads.told import told

GERMAN = {
    "Mail sent": "Mail verschickt",
    "Left an address": "Adresse hinterlassen",
    "Watched 50 %% of the video": "50 %% des Videos gesehen",
}


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Mail sent: Day 1: one habit", "Mail verschickt: Day 1: one habit"),
        ("Left an address", "Adresse hinterlassen"),
        ("Watched 50 % of the video: 100 % yours", "50 % des Videos gesehen: 100 % yours"),
        ("Somebody wrote: this", "Somebody wrote: this"),
        ("", ""),
    ],
)
def test_told_puts_what_is_ours_in_the_readers_language(
    label: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with translation.override("de"):
        catalog = trans_real.catalog()
        monkeypatch.setattr(catalog, "gettext", lambda text: GERMAN.get(text, text))
        assert told(label) == said


@pytest.mark.parametrize(
    "label", ["Mail sent: Hello", "Watched 75 % of the video: A training", "Answered: Yes", "Poll"]
)
def test_told_leaves_english_as_it_is(label: str) -> None:
    assert told(label) == label
