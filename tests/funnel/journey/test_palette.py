from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from funnel.document import ThemeDoc
from funnel.journey.colour import contrast
from funnel.journey.looks import FONTS, sheet, sheet_name, theme_of
from funnel.journey.palette import DAY, DUSK, Palette, mix, palette, tint
from quizzes.document import ImageDoc
from tests.funnel.factories import make_publication
from tests.funnel.journey.scored_documents import personality
from tests.laws import cases

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@cases(500)
@given(colours)
def test_palette_is_readable_on_any_background(background: str) -> None:
    found = palette(background)
    for ground in (found.paper, found.surface):
        assert min(contrast(each, ground) for each in (found.ink, found.muted, found.alarm)) >= 4.5
        assert contrast(found.edge, ground) >= 3


@cases(500)
@given(colours, st.sampled_from([DAY, DUSK]) | colours.map(palette))
def test_words_on_and_in_any_accent_are_readable_on_any_page(accent: str, page: Palette) -> None:
    found = tint(accent, page)
    for ground in (page.paper, page.surface, found.soft):
        assert min(contrast(each, ground) for each in (page.ink, page.muted, found.words)) >= 4.5
    for button in (found.accent, found.over):
        assert contrast(found.on_accent, button) >= 4.5


def test_an_accent_that_reads_is_left_as_it_is() -> None:
    house = [tint("#0b6e4f", DAY), tint("#5fd0a5", DUSK)]
    assert [(each.words, each.on_accent) for each in house] == [
        ("#0b6e4f", "#ffffff"),
        ("#5fd0a5", "#0b120f"),
    ]


@pytest.mark.parametrize("house", [DAY, DUSK])
def test_the_house_is_as_its_sheet_says(house: Palette) -> None:
    text = Path("static/css/public.css").read_text().replace("#fff;", "#ffffff;")
    named = asdict(house)
    del named["scheme"], named["alarm"]
    assert [name for name, value in named.items() if f"--{name}: {value};" not in text] == []


def test_mix_is_either_at_its_ends() -> None:
    assert (mix("#102030", "#ffffff", 1), mix("#102030", "#ffffff", 0)) == ("#102030", "#ffffff")


@cases(200)
@given(
    st.builds(
        ThemeDoc,
        accent=colours,
        accent_dark=colours,
        corner=st.integers(0, 28),
        background=st.just("") | colours,
        background_dark=st.just("") | colours,
        font=st.sampled_from(["system", *FONTS]),
    )
)
def test_the_name_of_a_sheet_holds_its_theme(theme: ThemeDoc) -> None:
    assert theme_of(sheet_name(theme)) == theme


def test_a_look_of_its_own_is_served_under_its_name(client: Client) -> None:
    theme = ThemeDoc(background="#fff7e6", font="serif")
    answer = client.get(f"/style/{sheet_name(theme)}.css")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "--paper: #fff7e6;" in text
    assert '"Iowan Old Style"' in text
    # Who picks no background for the night keeps the house's.
    assert "--paper: #141715;" in text.split("prefers-color-scheme: dark")[-1]


@pytest.mark.django_db
@pytest.mark.parametrize("own", ["0-0-comic", "fff-0-serif", "0-0-serif;x", "0-0", "0-0-SERIF"])
def test_a_sheet_takes_no_other_values(client: Client, own: str) -> None:
    assert client.get(f"/style/12345678-0b6e4f-5fd0a5-14-{own}.css").status_code == 404


def test_a_usual_look_adds_nothing() -> None:
    assert "--paper" not in sheet(ThemeDoc()).rpartition("--corner: 14px")[2]


@pytest.mark.django_db
def test_logo_and_picture_stand_on_the_first_screen(client: Client) -> None:
    image = ImageDoc(path="media/a.png", sha256="a" * 64, alt="Ledger & Leaf")
    theme = ThemeDoc(logo=image, picture=image)
    live = make_publication(personality())
    live.document = personality().model_copy(update={"theme": theme}).model_dump_json()
    live.files = {image.sha256: "gifts/a.png"}
    live.save()
    page = client.get("/f/rates/").content.decode()
    assert page.count('alt="Ledger &amp; Leaf"') == 2
    assert '<span class="brand">' not in page
