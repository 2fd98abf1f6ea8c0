from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from funnel.models import Funnel, Publication
from funnel.publishing import unpublish
from tests.funnel.factories import make_document, make_funnel, make_publication
from tests.funnel.journey.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed() -> Publication:
    publication = make_publication(make_document(embed_on=["https://example.com"]))
    unpublish(funnel=publication.funnel, by=None)
    return publication


def test_closed_page_says_so_and_is_for_no_search_engine(
    client: Client, closed: Publication
) -> None:
    response = client.get("/f/rates/")

    html = response.content.decode()
    assert (response.status_code, response["X-Robots-Tag"]) == (410, "noindex")
    assert "This one is closed for now" in html
    assert '<meta name="robots" content="noindex">' in html
    assert "/privacy/" in html
    assert "frame-ancestors https://example.com" in response["Content-Security-Policy"]


def test_closed_page_says_the_marketers_words_and_when_it_opens(
    client: Client, closed: Publication
) -> None:
    opens = datetime(2090, 1, 2, 8, 0, tzinfo=UTC)
    Funnel.objects.update(closed_text="Back <soon>.", goes_live_at=opens)

    html = client.get("/f/rates/").content.decode()

    assert "Back &lt;soon&gt;." in html
    assert "Opens on Monday, 2 January, 09:00" in html


def test_closed_page_leads_to_what_is_open(client: Client, closed: Publication) -> None:
    make_publication(make_document(slug="other", name="Another one?"))

    html = client.get("/f/rates/").content.decode()

    assert 'href="/f/other/"' in html
    assert "Another one?" in html


def test_shared_results_of_a_closed_funnel_are_closed_alike(
    client: Client, closed: Publication
) -> None:
    assert client.get("/f/rates/r/planner/").status_code == 410


def test_what_was_never_live_or_only_tried_is_missing(client: Client) -> None:
    funnel = make_funnel()
    assert client.get("/f/rates/").status_code == 404
    Publication.objects.create(
        funnel=funnel,
        number=0,
        is_trial=True,
        document=make_document().model_dump_json(by_alias=True),
        published_at=funnel.created_at,
    )

    assert client.get("/f/rates/").status_code == 404


def test_who_is_in_the_middle_goes_on() -> None:
    visitor = Visitor(make_publication(make_document())).start()
    unpublish(funnel=visitor.publication.funnel, by=None)

    visitor.answer()

    assert visitor.screen == "result"
