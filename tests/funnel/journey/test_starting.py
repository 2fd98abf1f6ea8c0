"""A landing page's form makes one visit, frozen at first touch; its view is counted once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from funnel.journey.starting import (
    Arrival,
    count_view,
    device_class,
    is_robot,
    start_key,
    start_visit,
)
from funnel.models import Answer, LandingCount, Publication, Visit
from funnel.publishing import publish, unpublish
from quizzes.models import Choice
from tests.funnel.factories import NOW, make_publication
from tests.funnel.journey.visitor import PHONE, Visitor, ladder_document
from tests.funnel.row_counts import rows

pytestmark = pytest.mark.django_db

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
IPAD = "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
TABLET = "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IN_APP = f"{IPHONE} Instagram 350.0.0.0"


@pytest.fixture
def publication() -> Publication:
    return make_publication(ladder_document())


def post(live: Publication, *, agent: str = PHONE, **fields: str) -> None:
    address = f"/f/{live.funnel.slug}/"
    Client(HTTP_USER_AGENT=agent).post(address, {"choice": "a", **fields})


@pytest.mark.parametrize(
    ("first", "second", "visits"),
    [
        ({"start": "tab-1"}, {"start": "tab-1"}, 1),
        ({"start": "tab-1"}, {"start": "tab-1", "nonce": "other", "agent": LAPTOP}, 1),
        ({"start": "tab-1"}, {"start": "tab-2"}, 2),
        ({"nonce": "n-1"}, {"nonce": "n-1"}, 1),
        ({"nonce": "n-1"}, {"nonce": "n-2"}, 2),
        ({"nonce": "n-1"}, {"nonce": "n-1", "agent": LAPTOP}, 2),
        ({"nonce": "n-1"}, {"nonce": "n-1", "start": "tab-1"}, 2),
    ],
)
def test_start_makes_one_visit_of_one_landing_page(
    publication: Publication, first: dict[str, str], second: dict[str, str], visits: int
) -> None:
    post(publication, **first)
    post(publication, **second)
    assert Visit.objects.count() == visits
    assert Answer.objects.count() == visits


def test_start_from_another_address_is_another_visit(publication: Publication) -> None:
    post(publication, nonce="n-1")
    Client(HTTP_USER_AGENT=PHONE, REMOTE_ADDR="192.0.2.7").post(
        f"/f/{publication.funnel.slug}/", {"choice": "a", "nonce": "n-1"}
    )
    assert Visit.objects.count() == 2


def test_start_again_with_another_answer_replaces_it(publication: Publication) -> None:
    """The browser's Back, without script, and a second thought."""
    visitor = Visitor(publication, has_script=False).land()
    landing = visitor.response
    visitor.answer("a")
    visitor.response, visitor.address = landing, f"/f/{visitor.slug}/"
    visitor.answer("b")

    assert visitor.heading == "What about your raise?"
    assert list(Answer.objects.values_list("question_key", "values")) == [("rate", ["b"])]


def test_start_key_says_nothing_about_its_parts() -> None:
    key = start_key(tab="", nonce="n", address="192.0.2.7", user_agent=PHONE)
    assert len(key) == 64
    assert start_key(tab="x", nonce="", address="1", user_agent="2") == start_key(
        tab="x", nonce="n", address="3", user_agent="4"
    )
    assert start_key(tab="", nonce="a\nb", address="", user_agent="") != key


def test_start_visit_is_idempotent(publication: Publication) -> None:
    def start() -> tuple[Visit, bool]:
        return start_visit(
            publication=publication, key="k", arrival=Arrival(), now=NOW, was_seen=True
        )

    visit, is_new = start()
    assert is_new
    assert start() == (visit, False)


def test_attribution_is_frozen_at_the_first_touch(publication: Publication) -> None:
    campaign = {"utm_source": "News", "utm_medium": "mail", "utm_campaign": "spring"}
    post(publication, start="s", referrer="https://example.com/a?b=c", **campaign)
    post(publication, start="s", utm_source="other", referrer="https://elsewhere.example/")
    visit = Visit.objects.get()
    Client(HTTP_USER_AGENT=LAPTOP).post(
        f"/v/{visit.key}/quiz/raise/?utm_source=later", {"choice": "a", "utm_source": "later"}
    )
    visit.refresh_from_db()
    found = {
        name: getattr(visit, name)
        for name in (
            *("source", "medium", "campaign", "term", "content", "referrer", "language"),
            *("device", "is_suspected_bot", "is_test", "publication_id", "outcome"),
        )
    }
    assert found == {
        "source": "news",
        "medium": "mail",
        "campaign": "spring",
        "term": "",
        "content": "",
        "referrer": "https://example.com/a",
        "language": "",
        "device": "phone",
        "is_suspected_bot": False,
        "is_test": False,
        "publication_id": publication.pk,
        "outcome": "discounter",
    }


@pytest.mark.parametrize(
    ("query", "referrer", "source"),
    [
        ("", "", "direct"),
        ("", "https://www.search.example/?q=x", "search.example"),
        ("?utm_source=Card", "https://www.search.example/", "card"),
    ],
)
def test_source_without_script_comes_with_the_form(
    publication: Publication, query: str, referrer: str, source: str
) -> None:
    visitor = Visitor(publication, has_script=False).land(query)
    visitor.answer(referrer=referrer)
    assert visitor.visit.source == source


@pytest.mark.parametrize(
    ("agent", "device", "robot"),
    [
        (PHONE, "phone", False),
        (IPHONE, "phone", False),
        (IN_APP, "phone", False),
        (IPAD, "tablet", False),
        (TABLET, "tablet", False),
        (LAPTOP, "desktop", False),
        ("", "desktop", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://example.com/bot.html)", "desktop", True),
        ("facebookexternalhit/1.1", "desktop", True),
        ("Slackbot-LinkExpanding 1.0", "desktop", True),
        ("curl/8.5.0", "desktop", True),
        ("python-requests/2.32", "desktop", True),
        ("Mozilla/5.0 (compatible; YandexBot/3.0)", "desktop", True),
        ("UptimeMonitor/1.0", "desktop", True),
    ],
)
def test_device_and_robots_are_told_by_their_own_words(
    publication: Publication, agent: str, device: str, robot: bool
) -> None:
    assert (device_class(agent), is_robot(agent)) == (device, robot)
    post(publication, agent=agent, start="s")
    visit = Visit.objects.get()
    assert (visit.device, visit.is_suspected_bot) == (device, robot)


@pytest.mark.parametrize(("seen", "is_own_view"), [("", True), ("1", False), ("yes", True)])
def test_start_counts_its_own_view_where_the_beacon_did_not_come(
    publication: Publication, seen: str, is_own_view: bool
) -> None:
    post(publication, seen=seen)
    assert Visit.objects.get().is_own_view is is_own_view


def test_beacon_counts_by_source_and_day(publication: Publication) -> None:
    for source, moment in (
        ("direct", datetime(2026, 3, 2, 23, 59, tzinfo=UTC)),
        ("direct", datetime(2026, 3, 3, 0, 1, tzinfo=UTC)),
        ("news", datetime(2026, 3, 3, 8, 0, tzinfo=UTC)),
        ("direct", datetime(2026, 3, 3, 9, 0, tzinfo=UTC)),
    ):
        count_view(publication_id=publication.pk, source=source, now=moment)

    counts = LandingCount.objects.order_by("day_on", "source")
    assert list(counts.values_list("publication", "day_on", "source", "views")) == [
        (publication.pk, date(2026, 3, 2), "direct", 1),
        (publication.pk, date(2026, 3, 3), "direct", 2),
        (publication.pk, date(2026, 3, 3), "news", 1),
    ]


def test_beacon_over_http_counts_people_only(publication: Publication) -> None:
    address = f"/f/{publication.funnel.slug}/seen/"
    for agent, fields in (
        (PHONE, {"utm_source": "News"}),
        (LAPTOP, {"utm_source": "news", "referrer": "https://example.com/"}),
        (LAPTOP, {"referrer": "https://example.com/x"}),
        ("Googlebot/2.1", {}),
        ("", {}),
    ):
        response = Client(HTTP_USER_AGENT=agent).post(address, fields)
        assert (response.status_code, response.content) == (204, b"")
    counts = LandingCount.objects.order_by("source").values_list("source", "views")
    assert list(counts) == [("example.com", 1), ("news", 2)]
    assert Visit.objects.count() == 0


def test_beacon_of_a_long_source_fits_its_column(publication: Publication) -> None:
    Client(HTTP_USER_AGENT=PHONE).post(
        f"/f/{publication.funnel.slug}/seen/", {"utm_source": "\u0130" * 100}
    )
    [source] = LandingCount.objects.values_list("source", flat=True)
    assert len(source) == 100


def test_beacon_takes_no_get_and_counts_nothing_for_what_is_not_live(
    publication: Publication,
) -> None:
    client, before = Client(HTTP_USER_AGENT=PHONE), rows()
    assert client.get(f"/f/{publication.funnel.slug}/seen/").status_code == 405
    assert client.post("/f/nothing/seen/").status_code == 204
    unpublish(funnel=publication.funnel, by=None)
    assert client.post(f"/f/{publication.funnel.slug}/seen/").status_code == 204
    assert rows() == before


@pytest.mark.parametrize("has_script", [True, False])
def test_start_of_a_stale_landing_page_uses_its_own_publication(
    publication: Publication, has_script: bool
) -> None:
    visitor = Visitor(publication, has_script=has_script).land()
    Choice.objects.filter(key="a").update(text="Never")
    newer = publish(funnel=publication.funnel, now=NOW, by=None)
    visitor.answer()
    post(publication, start="no-number", publication="")
    post(publication, start="no-such", publication="77")

    used = Visit.objects.order_by("pk").values_list("publication", flat=True)
    assert list(used) == [publication.pk, newer.pk, newer.pk]


def test_start_of_a_landing_page_of_another_funnel_uses_the_live_one(
    publication: Publication,
) -> None:
    """Numbers are counted per funnel, so another funnel's number never leads astray."""
    other = make_publication(ladder_document(slug="other"))
    Choice.objects.filter(key="a", question__quiz__step__funnel=other.funnel).update(text="New")
    publish(funnel=other.funnel, now=NOW, by=None)
    post(publication, publication="2")
    assert Visit.objects.get().publication_id == publication.pk
