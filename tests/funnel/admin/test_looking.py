"""What the sample of a look is drawn from."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_each_side_has_its_colours_and_a_sentence(marketer: Client) -> None:
    asked = {"accent": "#0B6E4F", "accent_dark": "#888888", "background_dark": "#808080"}
    answer = marketer.get(reverse("admin:funnel_look_sample"), {**asked, "font": "serif"}).json()
    light, dark = answer["sides"]["light"], answer["sides"]["dark"]
    assert "Iowan" in answer["font"]
    assert (light["colours"]["accent"], light["colours"]["paper"]) == ("#0b6e4f", "#fbfaf7")
    assert (light["said"][:8], light["is_refused"]) == ("6.0 to 1", False)
    assert dark["colours"]["paper"] == "#808080"
    assert dark["said"] == "1.1 to 1: too close to its background. Pick it stronger."
    assert dark["is_refused"] is True


def test_a_faint_one_is_found_but_its_words_are_not_left_to_it(marketer: Client) -> None:
    answer = marketer.get(reverse("admin:funnel_look_sample"), {"accent": "#888888"}).json()
    assert list(answer["sides"]) == ["light"]
    light = answer["sides"]["light"]
    assert "buttons are found" in light["said"]
    assert light["colours"]["word"] != light["colours"]["accent"]


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#0b6e4f;x", "#0b6e4f\n"])
def test_what_is_no_colour_draws_nothing(marketer: Client, colour: str) -> None:
    asked = {"accent": colour, "font": "comic"}
    answer = marketer.get(reverse("admin:funnel_look_sample"), asked).json()
    sides = answer["sides"]
    # A line break at the end is one that a form would take away, too.
    assert (answer["font"], list(sides)) == ("", ["light"] if colour.endswith("\n") else [])


def test_the_sample_is_for_those_who_may_see_funnels(salesperson: Client, client: Client) -> None:
    address = reverse("admin:funnel_look_sample")
    assert salesperson.get(address).status_code == 403
    assert client.get(address).status_code == 302
