from __future__ import annotations

from tests.funnel.checking.laws.examples import faults

ADS = {"key": "ads", "source": "ads", "text": "Seen the ad?"}


def test_words_for_a_source_stand_once() -> None:
    other = {**ADS, "key": "more"}
    assert faults([("hook.by_source", [ADS])]) == []
    assert faults([("hook.by_source", [ADS, other])]) == [
        (
            "hook.by_source[1].source",
            "There are first words for “ads” already. Name another source.",
        )
    ]
