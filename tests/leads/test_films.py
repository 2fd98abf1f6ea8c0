from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.films import Film, film_of

ID = "dQw4w9WgXcQ"
TUBE = Film("youtube", ID)


@pytest.mark.parametrize(
    ("address", "film"),
    [
        (f"https://www.youtube.com/watch?v={ID}&t=12s&list=PL1", TUBE),
        (f"http://m.youtube.com/watch?app=desktop&v={ID}", TUBE),
        (f"https://youtu.be/{ID}?si=abc", TUBE),
        (f"https://youtube.com/shorts/{ID}", TUBE),
        (f"https://www.youtube-nocookie.com/embed/{ID}?rel=0", TUBE),
        (f"https://www.youtube.com/live/{ID}", TUBE),
        ("https://vimeo.com/76979871", Film("vimeo", "76979871")),
        ("https://vimeo.com/76979871/8272103f6e", Film("vimeo", "76979871", "8272103f6e")),
        ("https://player.vimeo.com/video/76979871", Film("vimeo", "76979871")),
        (
            "https://player.vimeo.com/video/76979871?h=8272103f6e&dnt=0",
            Film("vimeo", "76979871", "8272103f6e"),
        ),
        ("https://www.youtube.com/watch?v=short", None),
        ("https://www.youtube.com/@somebody", None),
        ("https://youtube.com.example.org/watch?v=" + ID, None),
        (f"https://example.org/embed/{ID}", None),
        ("https://vimeo.com/channels/staffpicks/76979871", None),
        ("https://vimeo.com/", None),
        ("https://youtu.be/", None),
        (f"javascript://youtube.com/embed/{ID}", None),
        ("https://[youtube.com/", None),
        ("", None),
    ],
)
def test_film_of_reads_addresses_as_people_copy_them(address: str, film: Film | None) -> None:
    assert film_of(address) == film


@given(st.text(), st.sampled_from(["https://youtu.be/", "https://vimeo.com/", ""]))
def test_nothing_of_an_address_but_its_mark_reaches_the_player(text: str, start: str) -> None:
    film = film_of(start + text)
    if film is not None:
        assert film.player(language="en").startswith(f"{film.player_host}/")
        assert film.id.replace("-", "").replace("_", "").isalnum()


def test_players_keep_the_least_and_show_captions() -> None:
    assert TUBE.player(language="de-at") == (
        f"https://www.youtube-nocookie.com/embed/{ID}?autoplay=1&playsinline=1&rel=0"
        "&enablejsapi=1&cc_load_policy=1&cc_lang_pref=de&hl=de"
    )
    assert Film("vimeo", "76979871", "8272103f6e").player(language="en") == (
        "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1&h=8272103f6e&texttrack=en"
    )
    assert Film("vimeo", "76979871").player(language="en") == (
        "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1&texttrack=en"
    )


def test_pages_are_where_it_is_watched_without_us() -> None:
    assert TUBE.page == f"https://www.youtube.com/watch?v={ID}"
    assert (TUBE.name, Film("vimeo", "1234").name) == ("YouTube", "Vimeo")
    assert Film("vimeo", "76979871", "8272103f6e").page == "https://vimeo.com/76979871/8272103f6e"
