"""A stranger's address typed again and again, and thousands of addresses from one network.

A small attack in every run; `make proof-bombing` makes it one of 5,000 presses each.
"""

from __future__ import annotations

import os

import pytest
from pytest_django import Settings

from funnel.models import Publication
from leads.models import Activity, Consent
from nurture.models import Delivery
from tests.funnel.factories import make_publication
from tests.funnel.journey.documents import (
    OUTCOMES,
    choice,
    document_of,
    offer,
    opt_in,
    question,
    result,
    scored_step,
)
from tests.funnel.journey.gift_documents import gift_publication
from tests.funnel.journey.series_document import series_document
from tests.funnel.journey.visitor import Visitor

pytestmark = pytest.mark.django_db

PRESSES = int(os.environ.get("PROOF_BOMBING", "60"))
ATTACKER, ELSEWHERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def _no_limit_of_posts(settings: Settings) -> None:
    """The limit on posts would stop most of it; here the caps have to hold alone."""
    settings.PUBLIC_POSTS_PER_MINUTE = 100_000


@pytest.fixture
def publication() -> Publication:
    answers = [choice(key, points={key: 1}) for key in OUTCOMES]
    steps = [scored_step("quiz", question("q1", *answers)), opt_in(), result(), offer()]
    return make_publication(document_of(steps))


def left(publication: Publication, email: str, network: str) -> Visitor:
    visitor = Visitor(publication)
    visitor.client.defaults["REMOTE_ADDR"] = network
    visitor.land().answer(OUTCOMES[0]).press(email=email)
    return visitor


def states() -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for key in Delivery.objects.values_list("state", "skipped_reason"):
        found[key] = found.get(key, 0) + 1
    return found


def test_one_address_is_written_to_three_times_at_most(publication: Publication) -> None:
    shown = {left(publication, "victim@example.com", ATTACKER).screen for _ in range(PRESSES)}
    assert shown == {"result"}
    assert states() == {("scheduled", ""): 3}
    # What was asked for is kept with each mail; the other presses said nothing new.
    assert Consent.objects.count() == 3
    # Nor do they fill the story of the person behind the address.
    assert Activity.objects.values("visit_id").distinct().count() == 3
    # Not even from another network, and whoever is somebody else is not held up.
    left(publication, "victim@example.com", ELSEWHERE)
    fresh = left(publication, "fresh@example.com", ATTACKER)
    assert fresh.screen == "result"
    assert states() == {("scheduled", ""): 4}


def test_series_and_lists_asked_for_by_strangers_fill_no_story() -> None:
    publication = make_publication(series_document())
    for _ in range(5):
        visitor = Visitor(publication).finish_quiz().go_on_to("series")
        visitor.press(act="next", email="victim@example.com")
    assert Activity.objects.values("visit_id").distinct().count() == 3

    gifts = gift_publication()
    for _ in range(5):
        visitor = Visitor(gifts).land().go_on_to("checklist")
        visitor.press(act="mail", tick=["rate"], email="other@example.com")
    mine = Activity.objects.filter(lead__addresses__address="other@example.com")
    assert mine.values("visit_id").distinct().count() == 3


def test_who_is_known_in_this_visit_is_told_of_above_the_cap_too(publication: Publication) -> None:
    for _ in range(3):
        left(publication, "jo@example.com", ATTACKER)
    before = Activity.objects.count()
    visitor = left(publication, "jo@example.com", ATTACKER)
    assert Activity.objects.count() == before
    visitor.press(act="next")
    assert Activity.objects.values("visit_id").distinct().count() == 4


def test_one_network_writes_to_thirty_strangers_an_hour_at_most(publication: Publication) -> None:
    shown = {
        left(publication, f"victim{number}@example.com", ATTACKER).screen
        for number in range(PRESSES)
    }
    assert shown == {"result"}
    counted = states()
    assert counted[("scheduled", "")] == 30
    assert counted == {("scheduled", ""): 30, ("skipped", "network_cap"): PRESSES - 30}
    told = Activity.objects.filter(label__startswith="Mail not sent").count()
    assert told == PRESSES - 30

    fresh = left(publication, "fresh@example.com", ELSEWHERE)
    assert fresh.screen == "result"
    assert states()[("scheduled", "")] == 31
    neighbour = left(publication, "neighbour@example.com", ATTACKER)
    assert neighbour.screen == "result"


def test_the_network_is_kept_as_a_hash_of_the_day(publication: Publication) -> None:
    left(publication, "a@example.com", ATTACKER)
    [network] = Delivery.objects.values_list("network", flat=True)
    assert len(network) == 32
    assert ATTACKER not in network
