"""What holds for each file of the demo: publishable, fair, short, true to what it announces."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from funnel.demo.loading import FUNNEL_FILES
from funnel.document import FunnelDocument, OfferStep, OptInStep, QuizStep, ResultStep
from funnel.portable.reading import portable_faults, read_portable
from funnel.portable.writing import to_yaml
from funnel.translating import missing, places, translated
from nurture.document import MailDoc
from quizzes import recall
from quizzes.counting import Count, count
from quizzes.document import QuizDoc

# What presses, promises or shames, and what is a code word: none of it belongs on a page.
FORBIDDEN = re.compile(
    r"\b(hurry up|only today|last chance|limited|guarantee[ds]?|don.t miss|act now|risk.free|"
    r"lead magnet|outcome|sequence|opt.in|funnel|nur heute|garantier\w*|letzte Chance)\b",
    re.IGNORECASE,
)
# The most that each text may take, by the last word of its place.
LENGTHS = {
    "invite": 60,
    "button": 40,
    "label": 40,
    "skip_label": 40,
    "not_now": 20,
    "subject": 50,
    "preheader": 60,
    "headline": 80,
    "text": 140,
    "help": 140,
    "why": 120,
    "share_text": 140,
}
by_file = pytest.mark.parametrize("file", FUNNEL_FILES, ids=lambda file: file.parent.name)
OTHERS = FUNNEL_FILES[1:]
by_other = pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.parent.name)


def _document(file: Path) -> FunnelDocument:
    return read_portable(file).document


def _quiz(file: Path) -> QuizDoc:
    step = _document(file).step("quiz")
    assert isinstance(step, QuizStep)
    return step.quiz


def _counted(file: Path) -> Count:
    return count(_quiz(file), "quiz")


def _mails(document: FunnelDocument) -> list[MailDoc]:
    asked = [step.mail for step in document.steps if isinstance(step, OptInStep)]
    return [*asked, *(mail for each in document.sequences for mail in each.messages)]


def _in_all_languages(document: FunnelDocument) -> list[FunnelDocument]:
    return [document, *(translated(document, language) for language in document.translations)]


def test_there_is_one_for_each_way_to_score() -> None:
    assert [_quiz(file).scoring for file in FUNNEL_FILES] == [
        "personality",
        "scorecard",
        "knowledge",
        "calculator",
    ]


@by_file
def test_file_is_publishable(file: Path) -> None:
    assert portable_faults(read_portable(file)) == []
    assert _document(file).slug == file.parent.name


@by_file
def test_file_stands_in_the_form_the_exporter_writes(file: Path) -> None:
    assert to_yaml(_document(file)) == file.read_text(encoding="utf-8")


@by_file
def test_every_result_is_reached_by_a_sensible_share(file: Path) -> None:
    found = _counted(file)

    assert found.is_exact
    assert set(found.shares) == {each.key for each in _quiz(file).outcomes}
    assert all(0.05 <= share <= 0.6 for share in found.shares.values())


@by_file
def test_results_leave_no_gap_do_not_overlap_and_seldom_tie(file: Path) -> None:
    found = _counted(file)

    assert found.gaps == ()
    assert found.overlaps == ()
    assert found.defaults == 0
    assert found.ties is not None
    assert found.ties < 0.1


@by_other
def test_hook_promises_no_less_than_it_takes(file: Path) -> None:
    hook, found = _document(file).hook.text, _counted(file)
    number = {"Seven": 7, "Eight": 8, "Nine": 9}
    asked = next(value for word, value in number.items() if word.lower() in hook.lower())
    seconds = 120 if "two minutes" in hook else 90

    assert asked == found.most_questions
    assert found.most_seconds <= seconds
    assert "seconds" in hook or "minutes" in hook


@by_other
def test_steps_climb_from_a_question_to_the_offer(file: Path) -> None:
    document = _document(file)
    kinds = [step.kind for step in document.steps]

    assert kinds[:2] == ["quiz", "result"]
    assert kinds[-1] == "offer"
    assert 5 <= len(_quiz(file).questions) <= 9
    assert sum(kind in ("checklist", "guide", "video") for kind in kinds) == 1
    assert [3, 3, 4][OTHERS.index(file)] == len(document.sequences[0].messages)


def test_gate_stands_behind_the_first_words_of_a_result_and_can_be_passed() -> None:
    """One of the files shows the gate after a part; the others ask for an address at the end."""
    asked = {
        file.parent.name: [
            (step.kind, step.part if isinstance(step, ResultStep) else step.is_skippable)
            for step in _document(file).steps
            if isinstance(step, ResultStep | OptInStep)
        ]
        for file in OTHERS
    }
    at_the_end = [("result", "whole"), ("opt_in", True)]

    assert asked == {
        "two-weeks-off": [("result", "first"), ("opt_in", True), ("result", "rest")],
        "fake-invoices": at_the_end,
        "unpaid-hours": at_the_end,
    }


@by_file
def test_texts_keep_to_their_length_in_every_language(file: Path) -> None:
    long = {
        place: len(text)
        for document in _in_all_languages(_document(file))
        for place, text in places(document).items()
        if len(text) > LENGTHS.get(place.rpartition(".")[2], 20_000)
    }

    assert long == {}


@by_file
def test_texts_press_nobody_and_speak_no_code(file: Path) -> None:
    found = {
        place: match[0]
        for document in _in_all_languages(_document(file))
        for place, text in places(document).items()
        if (match := FORBIDDEN.search(text))
    }

    assert found == {}


@by_other
def test_mails_ask_one_thing_in_at_most_150_words(file: Path) -> None:
    for document in _in_all_languages(_document(file)):
        for mail in _mails(document):
            assert len(mail.body.split()) <= 150, mail.subject
            assert "](" not in mail.body
            assert "http" not in mail.body
        targets = [mail.button.target for mail in _mails(document)]
        assert (targets[0], targets[-1]) == ("result", "offer")


@by_file
def test_texts_read_well_when_nothing_is_known(file: Path) -> None:
    """Every fallback is there, and no tag leaves a hole or a doubled space."""
    for document in _in_all_languages(_document(file)):
        for place, text in places(document).items():
            if "{" in text:
                said = recall.render(text, recall.Words())
                assert "{" not in said, place
                assert "  " not in said.replace("  \n", ""), place
                assert "****" not in said, place


@by_other
def test_offer_says_its_price_and_can_be_refused(file: Path) -> None:
    step = _document(file).steps[-1]
    assert isinstance(step, OfferStep)
    price = re.match(r"€\d+", step.offer.price)

    assert price is not None
    assert price[0] in step.invite
    assert step.offer.not_now == "Not now"
    keep = _document(file).step("keep")
    assert isinstance(keep, OptInStep)
    assert keep.is_skippable
    assert price[0] in keep.marketing


@by_other
def test_results_differ_in_what_they_say_and_in_what_to_do_first(file: Path) -> None:
    outcomes = _quiz(file).outcomes

    assert len(outcomes) == 3
    assert len({each.headline for each in outcomes}) == 3
    assert len({each.first_action for each in outcomes}) == 3
    assert all(each.share_text for each in outcomes)
    assert all("{{" in each.interpretation for each in outcomes)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@by_file
def test_colours_can_be_read_on_light_and_on_dark(file: Path) -> None:
    theme = _document(file).theme

    assert _contrast(theme.accent, "#ffffff") >= 4.5
    assert _contrast(theme.accent_dark, "#1b211e") >= 4.5


def test_calculator_is_whole_in_german() -> None:
    document = _document(FUNNEL_FILES[3])

    assert set(document.translations) >= {"de"}
    for language, texts in document.translations.items():
        assert missing(document, language) == []
        assert set(texts) == set(places(document))
        assert {place for place, text in texts.items() if text == places(document)[place]} == {
            place for place in places(document) if places(document)[place] == "€"
        }


def test_calculator_says_its_figures_in_each_language() -> None:
    document = _document(FUNNEL_FILES[3])
    keep = translated(document, "de").step("keep")
    assert isinstance(keep, OptInStep)
    words = recall.Words(figures={"hours": "12 Stunden", "monthly": "€720"})

    assert recall.render(keep.body, words).startswith(
        "Etwa **12 Stunden im Monat**, zu deinem Preis etwa **€720** wert."
    )
