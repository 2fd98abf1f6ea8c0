from __future__ import annotations

from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from funnel.studio.card import First, Share, card_of
from funnel.studio.plotting import Box, plot
from tests.funnel.factories import make_document, make_funnel, make_rich_document


def test_card_counts_seconds_and_screens_to_the_first_value() -> None:
    assert card_of(make_document()).first == First("Result", 20, 20, 2, 2)


def test_card_tells_the_shortest_way_from_the_longest_where_the_quiz_branches() -> None:
    first = card_of(make_rich_document()).first
    assert (first.least_seconds, first.most_seconds) == (20, 30)
    assert (first.least_screens, first.most_screens) == (3, 4)
    assert first.is_quick
    assert first.is_near


def test_card_sums_what_is_asked_and_given_rung_by_rung() -> None:
    card = card_of(make_document())
    assert [(rung.name, rung.sum.asked, rung.sum.given, rung.debt) for rung in card.rungs] == [
        ("Quiz", 2, 1, 1),
        ("Result", 2, 4, 0),
        ("Where to?", 7, 5, 2),
        ("Raise it together", 17, 5, 12),
    ]
    assert card.debt == card.rungs[2]
    assert not card.is_far_ahead


def test_card_shares_the_results_exactly() -> None:
    (results,) = card_of(make_document()).results
    assert results.shares == (
        Share("The discounter", 50, "50 %"),
        Share("The planner", 50, "50 %"),
    )
    assert results.why_not == ""


def test_plot_shades_where_more_is_asked_than_given() -> None:
    rungs = card_of(make_document()).rungs
    drawn = plot(rungs, name="wide", width=446, height=214)
    assert len(drawn.debts) == 3
    assert drawn.debts[0] == Box(34, 164.0, 100, 10.0)
    for line in (drawn.asked, drawn.given):
        points = [tuple(map(float, each.split(","))) for each in line.split()]
        assert all(one[0] <= two[0] and one[1] >= two[1] for one, two in pairwise(points))
        assert all(0 <= x <= 446 and 0 <= y <= 214 for x, y in points)


def test_plot_of_nothing_is_empty() -> None:
    assert plot((), name="wide", width=100, height=100).asked == ""


@pytest.mark.django_db
def test_card_page_says_what_each_figure_means(client: Client) -> None:
    funnel = make_funnel()
    client.force_login(User.objects.create_superuser("mara"))
    response = client.get(reverse("studio:card", args=[funnel.pk]))
    html = " ".join(response.content.decode().split())
    assert response.status_code == 200
    assert "Seconds to the first value" in html
    assert "Under a minute: quick enough to begin on a whim." in html
    assert "By “Where to?” it has asked 2 points more than it gave." in html
    assert "50 %" in html
