from __future__ import annotations

import pytest

from tests.funnel.checking.laws.examples import Q, faults, kinds_faults

TEXTS = [
    f"{Q}.outcomes[0].headline",
    f"{Q}.outcomes[0].interpretation",
    f"{Q}.outcomes[0].first_action",
    "steps[4].magnet.body",
    "steps[6].title",
    "steps[6].body",
    "steps[7].title",
    "steps[7].body",
    "steps[7].mail.subject",
    "steps[7].mail.preheader",
    "steps[7].mail.body",
    "steps[7].mail.button.label",
    "steps[8].offer.headline",
    "steps[8].offer.body",
    "steps[8].offer.price",
    "steps[8].offer.proof",
    "steps[8].offer.terms",
    "steps[8].offer.thanks",
    "sequences[1].messages[0].subject",
    "sequences[1].messages[1].body",
]


@pytest.mark.parametrize("path", TEXTS)
def test_merge_tags_need_words_for_the_empty_case(path: str) -> None:
    assert [fault[0] for fault in faults([(path, "{{ first_name }}")], is_rich=True)] == [path]
    fine = '{{ answer.quiz.rate | default: "that" }}{{ topic.time | default: "0" }}'
    assert faults([(path, fine)], is_rich=True) == []


def test_a_text_recalls_only_what_was_asked_before() -> None:
    text = '{{ answer.mood.mood | default: "so" }}'
    early, late = f"{Q}.outcomes[0].headline", "steps[6].body"
    assert [f[0] for f in faults([(early, text), (late, text)], is_rich=True)] == [early]


OWN = '{{ answer.quiz.one | default: "so" }}{{ figure.lost | default: "x" }}'
EARLIER = '{{ answer.quiz.rate | default: "so" }}'


@pytest.mark.parametrize("name", ["text", "help", "why", "explanation"])
def test_a_question_recalls_earlier_ones_only(name: str) -> None:
    place = f"questions[1].{name}"
    assert kinds_faults((place, EARLIER)) == []
    assert kinds_faults((place, OWN)) == [
        (place, "Line 1: nothing called “answer.quiz.one” is known here."),
        (place, "Line 1: nothing called “figure.lost” is known here."),
    ]


@pytest.mark.parametrize("place", ["outcomes[1].share_text", "figures[1].name"])
def test_what_a_result_shows_recalls_its_quiz(place: str) -> None:
    assert kinds_faults((place, OWN)) == []
    assert [path for path, _sentence in kinds_faults((place, "{{ figure.lost }}"))] == [place]
