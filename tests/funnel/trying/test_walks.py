"""The try link and the browser's mark: who walks by them is a test from the first press."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from funnel.models import LandingCount, Publication, Visit
from funnel.publishing.publish import unpublish
from funnel.trying.drafts import trial_publication
from funnel.trying.tokens import new_mark
from tests.funnel.factories import NOW, make_publication
from tests.funnel.journey.visitor import PHONE, Visitor, ladder_document
from tests.funnel.row_counts import rows
from tests.funnel.trying.trials import land, token_for

pytestmark = pytest.mark.django_db
either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
BANNER = "You are trying this out. Nothing counts."


@pytest.fixture
def live() -> Publication:
    return make_publication(ladder_document())


@either
def test_a_walk_by_a_live_link_is_a_test_and_says_so_on_every_screen(
    live: Publication, has_script: bool
) -> None:
    visitor = land(live, token_for(live), has_script=has_script)
    assert visitor.response["Cache-Control"] == "private, no-store"
    for screen in ("question", "result", "poll", "checklist", "guide", "opt_in", "offer"):
        visitor.go_on_to(screen)
        assert visitor.html.count(BANNER) == 1, screen
        assert f"/f/{visitor.slug}/?try=" in visitor.html
        assert reverse("studio:try", args=[live.funnel_id]) in visitor.html
        assert "data-resume" not in visitor.html
        visitor.press(**({"act": "skip"} if screen == "opt_in" else {"choice": "a"}))
    visit = Visit.objects.get()
    assert (visit.is_test, visit.publication_id) == (True, live.pk)


def test_looking_by_a_link_writes_nothing(live: Publication) -> None:
    before = rows()
    land(live, token_for(live))
    assert rows() == before


@either
def test_a_draft_is_walked_through_with_nothing_going_live(
    live: Publication, has_script: bool
) -> None:
    live.funnel.hook = "Quite another question?"
    live.funnel.save()
    trial = trial_publication(funnel=live.funnel, now=NOW, by=None)
    unpublish(funnel=live.funnel, by=None)
    visitor = land(trial, token_for(trial, is_draft=True), has_script=has_script)
    assert "Quite another question?" in visitor.html
    visitor.answer()
    visit = Visit.objects.get()
    assert (visit.is_test, visit.publication_id) == (True, trial.pk)
    assert Client().get(f"/f/{visitor.slug}/").status_code == 410


def test_nobody_without_a_link_comes_to_a_draft(live: Publication) -> None:
    trial_publication(funnel=live.funnel, now=NOW, by=None)
    visitor = Visitor(live).land()
    visitor.press(choice="a", publication="0")
    assert Visit.objects.get().publication_id == live.pk


def test_a_link_that_is_over_forged_or_anothers_starts_nothing(live: Publication) -> None:
    token = token_for(live)
    other = make_publication(ladder_document(slug="other"))
    before = rows()
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        _is_over(f"/f/{live.funnel.slug}/", token)
    _is_over(f"/f/{live.funnel.slug}/", token[:-1])
    _is_over(f"/f/{other.funnel.slug}/", token)
    assert rows() == before


def _is_over(address: str, token: str) -> None:
    client = Client(HTTP_USER_AGENT=PHONE)
    for answer in (
        client.get(f"{address}?try={token}"),
        client.post(address, {"try": token, "choice": "a", "start": "abc"}),
    ):
        assert answer.status_code == 410
        assert answer["Cache-Control"] == "private, no-store"
        assert "This trial link is over" in answer.content.decode()


def test_a_mark_makes_a_plain_walk_a_test_and_a_forged_one_does_not(live: Publication) -> None:
    for seen, is_test in ((new_mark(), True), (new_mark()[:-1] + "?", False), ("1", False)):
        visitor = Visitor(live).land()
        assert visitor.response["Cache-Control"] == "public, max-age=60"
        assert BANNER not in visitor.html
        visitor.answer(seen=seen, start=f"tab{seen[-3:].replace('?', '')}{is_test}")
        visit = visitor.mine
        assert (visit.is_test, visit.is_own_view) == (is_test, seen != "1")
        assert (BANNER in visitor.html) is is_test


def test_a_mark_costs_no_query(live: Publication) -> None:
    plain = len(Visitor(live).land().answer(start="one").queries)
    marked = len(Visitor(live).land().answer(start="two", seen=new_mark()).queries)
    tried = len(land(live, token_for(live)).answer(start="three").queries)
    assert plain == marked
    assert tried <= 6


def test_the_beacon_counts_no_trial(live: Publication) -> None:
    client = Client(HTTP_USER_AGENT=PHONE)
    address = f"/f/{live.funnel.slug}/seen/"
    assert client.post(address, {"try": token_for(live)}).status_code == 204
    assert LandingCount.objects.count() == 0
    assert client.post(address, {"try": "forged"}).status_code == 204
    assert LandingCount.objects.get().views == 1
