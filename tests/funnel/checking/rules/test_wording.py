"""Wording that tricks, on sentences of our own: every kind, and what looks like it and is none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.checking.rules.plain import normal
from funnel.checking.rules.wording import Trick, Wording, tricks
from funnel.checking.rules.wording_de import DE
from funnel.checking.rules.wording_en import EN
from tests.funnel.checking.rules.bench_wording import Measured, measured
from tests.laws import cases

BAD_EN = [
    (Trick.SCARCITY, "Only 3 spots left!"),
    (Trick.SCARCITY, "Just two seats remaining at this price"),
    (Trick.SCARCITY, "Places are filling up fast"),
    (Trick.SCARCITY, "While supplies last"),
    (Trick.SCARCITY, "This course is almost sold out"),
    (Trick.SCARCITY, "We are in high demand"),
    (Trick.COUNTDOWN, "Hurry! The offer ends tonight"),
    (Trick.COUNTDOWN, "Limited-time offer"),
    (Trick.COUNTDOWN, "Your last chance to join"),
    (Trick.COUNTDOWN, "Your place is reserved for 10 minutes"),
    (Trick.COUNTDOWN, "The discount expires in 2 hours"),
    (Trick.COUNTDOWN, "Act now before it is too late"),
    (Trick.ACTIVITY, "17 people are viewing this page"),
    (Trick.ACTIVITY, "Someone in Leeds just booked a call"),
    (Trick.ACTIVITY, "42 sold in the last 24 hours"),
    (Trick.ACTIVITY, "Booked 3 minutes ago"),
    (Trick.SHAMING, "No, I like losing money"),
    (Trick.SHAMING, "No thanks, I don't want to save money"),
    (Trick.SHAMING, "I'd rather pay full price"),
    (Trick.SHAMING, "No, I hate good advice"),
    (Trick.CALCULATING, "Analysing your answers…"),
    (Trick.CALCULATING, "We are calculating your result... 87 %"),
    (Trick.CALCULATING, "Please wait while we prepare your plan"),
]
GOOD_EN = [
    "Only 3 questions left.",
    "I take four new clients a month.",
    "The course begins on 4 May. You can join until the evening before.",
    "Two minutes, and you know which habit to fix first.",
    "No thanks, just show me my result",
    "No thanks, go on without",
    "I'd rather not say",
    "Not now",
    "Nine hours a month go into quotes.",
    "One envelope holds the way in: the code, the key, two phone numbers.",
    "Your last three invoices know it better.",
    "Calculating your price is hard. Here is one way.",
    "You have twenty minutes left? Then write one page about it.",
    "In a hurry? Read the first line.",
    "It costs €149 including VAT. You get the invoice after the check.",
    "A client in Bern wrote this in March: it took me one evening.",
    "Half of the people who answered said the same.",
    "No is a help: now I know.",
    "Show my result",
    "Offer two dates, and let them choose.",
    "Stock is what you have on your shelf.",
    "The first part ends in a decision.",
]
BAD_DE = [
    (Trick.SCARCITY, "Nur noch 3 Plätze frei!"),
    (Trick.SCARCITY, "Solange der Vorrat reicht"),
    (Trick.SCARCITY, "Der Kurs ist fast ausgebucht"),
    (Trick.SCARCITY, "Die Plätze sind streng limitiert"),
    (Trick.COUNTDOWN, "Beeil dich, das Angebot endet heute"),
    (Trick.COUNTDOWN, "Nur für kurze Zeit"),
    (Trick.COUNTDOWN, "Deine letzte Chance"),
    (Trick.COUNTDOWN, "Dein Platz ist noch 10 Minuten für dich reserviert"),
    (Trick.ACTIVITY, "17 Personen sehen sich gerade diese Seite an"),
    (Trick.ACTIVITY, "Jemand aus Bern hat soeben ein Gespräch gebucht"),
    (Trick.ACTIVITY, "Vor 3 Minuten gebucht"),
    (Trick.SHAMING, "Nein, ich verliere gern Geld"),
    (Trick.SHAMING, "Nein danke, ich will keinen Erfolg"),
    (Trick.SHAMING, "Ich zahle lieber den vollen Preis"),
    (Trick.CALCULATING, "Deine Antworten werden analysiert …"),
    (Trick.CALCULATING, "Bitte warten, wir berechnen dein Ergebnis"),
]
GOOD_DE = [
    "Nur noch drei Fragen.",
    "Ich nehme vier neue Kunden im Monat.",
    "Der Kurs beginnt am 4. Mai.",
    "Zwei Minuten, und du kennst deine Summe.",
    "Nein danke, zeig mir einfach mein Ergebnis",
    "Jetzt nicht",
    "Neun Stunden im Monat gehen in Angebote.",
    "Deine letzten drei Rechnungen wissen es besser.",
    "Ein Kunde aus Bern schrieb im März: Es hat einen Abend gedauert.",
    "Du hast noch zwei Stunden am Freitag? Dann schreib eine Seite.",
    "Wie wir rechnen, steht unter der Summe.",
    "Nein ist auch eine Antwort.",
]


@pytest.mark.parametrize(("trick", "text"), BAD_EN)
def test_english_tricks_are_named(trick: Trick, text: str) -> None:
    assert trick in dict(tricks(EN, text))


@pytest.mark.parametrize("text", GOOD_EN)
def test_english_plain_words_are_left_alone(text: str) -> None:
    assert list(tricks(EN, text)) == []


@pytest.mark.parametrize(("trick", "text"), BAD_DE)
def test_german_tricks_are_named(trick: Trick, text: str) -> None:
    assert trick in dict(tricks(DE, text))


@pytest.mark.parametrize("text", GOOD_DE)
def test_german_plain_words_are_left_alone(text: str) -> None:
    assert list(tricks(DE, text)) == []


def test_the_measure_counts_and_holds_its_bounds() -> None:
    own = [(text, True) for _trick, text in BAD_EN] + [(text, False) for text in GOOD_EN]
    assert measured(own) == Measured(hits=len(BAD_EN), left_alone=len(GOOD_EN))
    assert measured(own).is_enough
    assert not Measured(hits=7, missed=3).is_enough
    assert not Measured(hits=9, false_alarms=1).is_enough


@pytest.mark.parametrize(("wording", "examples"), [(EN, BAD_EN), (DE, BAD_DE)], ids=["en", "de"])
@given(data=st.data())
@cases(60)
def test_a_trick_stays_one_among_other_words(
    wording: Wording, examples: list[tuple[Trick, str]], data: st.DataObject
) -> None:
    """Markdown, quotes, capitals and lines before and after hide nothing."""
    trick, text = data.draw(st.sampled_from(examples))
    dressed = data.draw(st.sampled_from([text.upper(), f"**{text}**", f"> {text}", text.lower()]))
    assert trick in dict(tricks(wording, f"A calm line.\n\n{dressed}\n\nAnother one."))


@pytest.mark.parametrize("part", ["[a](", "![", "{{", "{%", "no i ", "only 1 ", "1:1", "\n "])
def test_no_text_takes_long_to_read(part: str) -> None:
    text = (part * 20_000)[:20_000]
    begun = time.process_time()
    normal(text)
    list(tricks(EN, text))
    list(tricks(DE, text))
    assert time.process_time() - begun < 2  # one that looks at each pair of signs takes minutes
