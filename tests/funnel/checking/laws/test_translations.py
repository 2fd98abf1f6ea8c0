from __future__ import annotations

import pytest

from funnel.checking.laws.translations import translation_faults
from funnel.document import FunnelDocument
from tests.funnel.factories import make_document
from tests.funnel.translating.documents import in_languages, said_in

RATE = "steps.quiz.quiz.questions.rate.text"


def faults(translations: dict[str, dict[str, str]], **changes: object) -> list[tuple[str, str]]:
    document = make_document(**changes).model_copy(update={"translations": translations})
    return [(fault.path, fault.message) for fault in translation_faults(document)]


def whole(**texts: str) -> dict[str, str]:
    return {**said_in(make_document(), "de"), **texts}


def test_a_whole_translation_has_no_fault() -> None:
    assert translation_faults(in_languages("de", "es", "ar")) == []
    assert translation_faults(make_document()) == []


def test_each_missing_text_is_named() -> None:
    told = whole()
    del told[RATE], told["hook.text"]
    told["steps.address.mail.subject"] = ""
    assert faults({"de": told, "es": whole()}) == [
        (
            "translations.de.hook.text",
            "German: the text of the first screen is missing. Write it.",
        ),
        (
            f"translations.de.{RATE}",
            "German: the text of question “What about your rate?” is missing. Write it.",
        ),
        (
            "translations.de.steps.address.mail.subject",
            "German: the subject of mail “Your result” is missing. Write it.",
        ),
    ]


@pytest.mark.parametrize(
    ("place", "text", "sentence"),
    [
        (
            RATE,
            "x" * 301,
            (
                "German, the text of question “What about your rate?”: "
                "This is longer than 300 characters. Shorten it."
            ),
        ),
        (
            RATE,
            "a\nb",
            "German, the text of question “What about your rate?”: Write this on one line.",
        ),
        (
            "steps.quiz.quiz.outcomes.planner.headline",
            "Du {{ nobody | default: 'x' }}",
            (
                "German, the headline of result “The planner”: "
                "Line 1: nothing called “nobody” is known here."
            ),
        ),
        (
            "sequences.after.messages.one.subject",
            "{{ first_name | default: 'x' ",
            "German, the subject of mail “First”: Line 1: ",
        ),
    ],
)
def test_a_text_that_cannot_stand_is_named(place: str, text: str, sentence: str) -> None:
    [(path, message)] = faults({"de": whole(**{place: text})})
    assert path == f"translations.de.{place}"
    assert message.startswith(sentence)


def test_languages_that_cannot_be() -> None:
    told = whole()
    assert faults({"en": told, "sv": told, "de": {**told, "hook.texts": "x"}}) == [
        (
            "translations.en",
            "English is the language the funnel is written in. Remove this.",
        ),
        ("translations.sv", "Small Yes itself has no words in Swedish yet. Remove this."),
        (
            "translations.de.hook.texts",
            "German: the funnel says nothing in this place. Remove it.",
        ),
    ]


def test_a_region_of_a_language_we_speak_is_welcome() -> None:
    document: FunnelDocument = in_languages("de-at")
    assert translation_faults(document) == []
