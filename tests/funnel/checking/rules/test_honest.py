"""Honest: each rule on a good and a bad funnel, its languages, its translations, its fix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.checking.findings import Severity
from funnel.checking.rules.honest import RULES
from tests.funnel.checking.rules.asked import document, hits, hits_in, paths
from tests.laws import cases

HONEST = [rule.code for rule in RULES]
OFFER = "steps[3].offer"
DELAY = "sequences[0].messages[1].delay.days"
TRICKS = [
    ("H101", "steps[2].marketing", "I accept the terms and want mails from you and partners."),
    ("H101", "steps[2].body", "By pressing the button you agree to get our newsletter."),
    ("H102", "steps[2].marketing", "Untick this box if you do not want our mails."),
    ("H103", f"{OFFER}.body", "Only 3 spots left!"),
    ("H104", f"{OFFER}.terms", "This offer ends tonight."),
    ("H105", f"{OFFER}.proof", "17 people are viewing this right now."),
    ("H106", f"{OFFER}.not_now", "No, I like losing money"),
    ("H106", "steps[2].skip_label", "I am fine with being stuck"),
    ("H107", "steps[1].invite", "Analysing your answers…"),
    ("H108", f"{OFFER}.not_now", "Yes, remind me later"),
    ("H108", "steps[2].skip_label", "Send it"),
]
# What stands near a trick and is none.
PLAIN = [
    ("H101", "steps[2].marketing", "Yes, also send me the four mails. I can stop any time."),
    ("H102", "steps[2].marketing", "Tick this box if you want our mails."),
    ("H103", f"{OFFER}.body", "We take three clients a month, and say so when the month is full."),
    ("H104", f"{OFFER}.terms", "You can book until 4 May."),
    ("H105", f"{OFFER}.proof", "Ada, who runs a studio of two: “I asked for 20 % more.”"),
    ("H106", "steps[2].skip_label", "No thanks, just show me my result"),
    ("H107", "steps[1].invite", "See your result"),
    ("H108", f"{OFFER}.not_now", "Not now"),
]


def test_an_honest_funnel_is_left_alone() -> None:
    assert [each for code in HONEST for each in paths(code)] == []


@pytest.mark.parametrize(("code", "path", "text"), TRICKS)
def test_a_trick_is_named_where_it_stands(code: str, path: str, text: str) -> None:
    assert paths(code, (path, text)) == [path]


@pytest.mark.parametrize(("code", "path", "text"), PLAIN)
def test_a_rule_leaves_plain_words_alone(code: str, path: str, text: str) -> None:
    assert paths(code, (path, text)) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("steps[2].marketing", "Yes, also send me the four mails. I can stop with one click."),
        ("steps[2].skip_label", "No thanks, just show me my result"),
        (f"{OFFER}.not_now", "Not now"),
        (f"{OFFER}.terms", "You can book until 4 May."),
        ("steps[0].quiz.questions[0].choices[0].text", "No, I like losing money"),
    ],
)
def test_a_plain_word_is_left_alone(path: str, text: str) -> None:
    assert [each for code in HONEST for each in paths(code, (path, text))] == []


def test_only_clear_dishonesty_blocks() -> None:
    warnings = {rule.code for rule in RULES if rule.severity is Severity.WARNING}
    assert warnings == {"H108", "H109"}


def test_wording_is_judged_only_where_words_are_known() -> None:
    bad = (f"{OFFER}.body", "Only 3 spots left!")
    assert paths("H103", bad, ("language", "fr")) == []
    german = (f"{OFFER}.body", "Nur noch 3 Plätze frei!")
    assert paths("H103", german, ("language", "de-at")) == [f"{OFFER}.body"]


def test_translations_are_read_too() -> None:
    told = {"steps.offer.offer.body": "Nur noch 3 Plätze frei!", "name": "Preise"}
    place = "translations.de.steps.offer.offer.body"
    assert paths("H103", ("translations", {"de": told})) == [place]


def test_two_mails_on_one_day_are_named() -> None:
    assert paths("H109", (DELAY, 0)) == [DELAY]
    assert paths("H109", (DELAY, 1)) == []


@given(days=st.integers(0, 30))
@cases(31)
def test_one_mail_a_day_and_its_fix(days: int) -> None:
    checked = document((DELAY, days))
    found = hits_in("H109", checked)
    assert [hit.path for hit in found] == ([] if days else [DELAY])
    for hit in found:
        assert hit.fix is not None
        assert hit.fix.apply(checked) == document((DELAY, 1))


def test_a_finding_names_the_words() -> None:
    [hit] = hits("H106", (f"{OFFER}.not_now", "No, I like losing money"))
    assert hit.message == (
        "“no, i like losing” makes people ashamed of saying no. Write a plain “No thanks, just go"
        " on”."
    )
