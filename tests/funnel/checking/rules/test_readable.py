"""Readable: each rule on a good and a bad example, the grades, and the fix of a faint colour."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.checking.rules.grades import grade, syllables_en
from funnel.journey.colour import contrast
from funnel.journey.palette import DAY, EDGES
from tests.funnel.checking.rules.asked import document, hits, hits_in, paths
from tests.funnel.factories import Data
from tests.laws import cases

BODY = "steps[2].body"
HARD = (
    "The continuous optimisation of organisational communication structures necessitates the"
    " comprehensive consideration of all individual responsibilities, because otherwise the"
    " implementation of sustainable improvements inevitably encounters considerable institutional"
    " resistance, notwithstanding the fundamental willingness of participating departments to"
    " cooperate constructively."
)
PLAIN = "Say who decides. Write it down. Then all of us can go home on time. " * 4
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def _image(alt: str, name: str = "media/a.png") -> Data:
    return {"path": name, "sha256": "a" * 64, "alt": alt}


def _video(captions: str, transcript: str) -> tuple[str, object]:
    gift: Data = {
        "kind": "video",
        "title": "T",
        "problem": "P",
        "promise": "Q",
        "minutes": 1,
        "seconds": 60,
        "file": {"path": "media/a.mp4", "sha256": "b" * 64},
        "captions": {
            "path": "media/a.vtt",
            "sha256": hashlib.sha256(captions.encode()).hexdigest(),
        },
        "transcript": transcript,
    }
    return ("steps[1]", {"key": "v", "kind": "video", "invite": "Watch", "magnet": gift})


def test_colour_stands_out_on_both_sides() -> None:
    faint = ("theme", {"accent": "#ffe680", "accent_dark": "#333333"})
    assert paths("R101") == []
    assert paths("R101", faint) == ["theme.accent", "theme.accent_dark"]


@given(accent=colours)
@cases(150)
def test_faint_colour_is_mended(accent: str) -> None:
    checked = document(("theme", {"accent": accent}))
    found = [hit for hit in hits_in("R101", checked) if hit.path == "theme.accent"]
    assert bool(found) == (contrast(accent, DAY.paper) < EDGES)
    for hit in found:
        assert hit.fix is not None
        assert contrast(hit.fix.apply(checked).theme.accent, DAY.paper) >= EDGES


@pytest.mark.parametrize("alt", ["image", "IMG_2041.jpg", "Photo 3", "a picture", "—"])
def test_useless_alt_is_named(alt: str) -> None:
    assert paths("R102", ("theme", {"picture": _image(alt)})) == ["theme.picture.alt"]


@pytest.mark.parametrize("alt", ["A note at the edge of a screen", "Ledger & Leaf", "工具"])
def test_alt_that_tells_is_left_alone(alt: str) -> None:
    assert paths("R102", ("theme", {"picture": _image(alt)})) == []


def test_video_can_be_read() -> None:
    told = "This video has no sound. It shows large words."
    assert paths("R103", _video("WEBVTT\n\n00:00.000 --> 00:01.000\nHi.\n", told)) == []
    assert paths("R103", _video("WEBVTT\n", told)) == ["steps[1].magnet.captions"]
    assert paths("R103", _video("x", "See video")) == ["steps[1].magnet.transcript"]


def test_hard_text_is_named() -> None:
    assert paths("R104", (BODY, PLAIN)) == []
    [hit] = hits("R104", (BODY, f"{HARD} {HARD}"))
    assert hit.path == BODY
    assert hit.message.endswith("Aim at year 9: shorter sentences, plainer words.")


def test_without_a_formula_sentences_are_counted() -> None:
    [hit] = hits("R104", (BODY, "mot " * 45), ("language", "fr"))
    assert hit.message == "The sentences have 45 words on average. Aim at 20."
    assert paths("R104", (BODY, "un mot ici. " * 15), ("language", "fr")) == []


def test_grades_are_those_of_the_formulas() -> None:
    assert [syllables_en(word) for word in ("price", "table", "idea", "wanted")] == [1, 2, 2, 2]
    assert grade("The cat sat on the mat.", "en") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert grade("Die Katze sitzt hier.", "de") == pytest.approx(0.2656 * 4 - 1.693)
    assert grade("Le chat.", "fr") is None


@given(times=st.integers(1, 5))
@cases(5)
def test_saying_it_again_is_no_harder(times: int) -> None:
    assert grade(HARD, "en") == pytest.approx(grade(" ".join([HARD] * times), "en"))


def test_first_screen_is_light() -> None:
    look = {"logo": _image("Ledger & Leaf"), "picture": _image("A desk")}
    assert paths("R105", ("theme", look)) == []
    question = "steps[0].quiz.questions[0]"
    assert paths("R105", ("theme", look), (f"{question}.image", _image("A key"))) == ["steps[0]"]
    long = [{"key": f"c{at}", "text": "w" * 290} for at in range(12)]
    heavy = [(f"{question}.choices", long), (f"{question}.help", "h" * 300)]
    assert paths("R105", *heavy, ("hook.reassurance", "r" * 300)) == ["steps[0]"]
