from __future__ import annotations

from funnel.sharing.sources import PLACES, find_place, own_place

ADDRESS = "https://x.example/f/a/"


def test_place_names_itself_in_the_link() -> None:
    place = find_place("instagram")
    assert place is not None
    assert place.link(ADDRESS) == f"{ADDRESS}?utm_source=instagram&utm_medium=bio"


def test_own_place_is_said_in_any_words() -> None:
    fair = own_place(" Trade fair, May! ")
    assert fair is not None
    assert (fair.name, fair.link(ADDRESS)) == (
        "Trade fair, May!",
        f"{ADDRESS}?utm_source=trade-fair-may&utm_medium=own",
    )
    assert own_place(" -- ") is None
    assert find_place(fair.key) == own_place(fair.key)


def test_places_are_told_apart() -> None:
    assert len({place.key for place in PLACES}) == len(PLACES)
    assert len({(place.source, place.medium) for place in PLACES}) == len(PLACES)
