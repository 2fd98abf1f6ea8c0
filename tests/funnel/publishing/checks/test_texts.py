from __future__ import annotations

import pytest

from tests.funnel.publishing.checks.examples import Q, faults

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
