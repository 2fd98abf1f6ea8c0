from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from funnel.document import FunnelDocument, QuizStep
from funnel.journey.sharing import is_gated, locale, shared
from funnel.models import Answer, Publication, Visit
from funnel.portable.importing import import_funnel
from funnel.publishing import publish
from funnel.translating import places
from leads.models import Business
from quizzes.document import OutcomeDoc
from tests.funnel.factories import make_document, make_publication
from tests.funnel.journey.scored_documents import personality, scorecard

pytestmark = pytest.mark.django_db

PAGE, PICTURE = "/f/rates/r/planner/", "/f/rates/r/planner.png"
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture
def live() -> Publication:
    return make_publication(personality())


@pytest.fixture
def visit(live: Publication) -> Visit:
    """Somebody who got the planner by an answer nobody else may see."""
    now = timezone.now()
    visit = Visit.objects.create(
        start_key="start",
        publication=live,
        funnel=live.funnel,
        started_at=now,
        last_act_at=now,
        at_step="result",
        outcome="planner",
    )
    for question, values in {"rate": ["b"], "raise": ["b"], "tight": []}.items():
        Answer.objects.create(
            visit=visit, step_key="quiz", question_key=question, values=values, answered_at=now
        )
    return visit


def first_outcome(document: FunnelDocument) -> OutcomeDoc:
    step = document.steps[0]
    assert isinstance(step, QuizStep)
    return step.quiz.outcomes[0]


def tags(page: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([^"]+)"\s+content="([^"]*)">', page)
    return {name: html.unescape(content) for name, content in found}


def test_share_page_says_who_got_what(client: Client, live: Publication) -> None:
    response = client.get(PAGE)
    page = " ".join(response.content.decode().split())
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=300"
    assert "Somebody got: Planner" in page
    assert "<h1>You know what next month brings</h1>" in page
    assert "I plan my money ahead." in page
    assert 'class="main" href="/f/rates/?utm_source=share&amp;utm_medium=result"' in page


def test_share_page_has_tags_for_other_sites(
    client: Client, live: Publication, settings: Settings
) -> None:
    settings.SITE_URL = "https://quiz.example.com"
    found = tags(client.get(PAGE).content.decode())
    picture = found.pop("og:image")
    found = {name: said for name, said in found.items() if name.startswith(("og:", "twitter:"))}
    assert found == {
        "og:type": "website",
        "og:site_name": "Your business",
        "og:title": "Planner: my result in “What is your hour worth?”",
        "og:description": "I plan my money ahead.",
        "og:url": "https://quiz.example.com/f/rates/r/planner/",
        "og:locale": "en_US",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "What is your hour worth?: Planner",
        "twitter:card": "summary_large_image",
    }
    assert re.fullmatch(
        r"https://quiz\.example\.com/f/rates/r/planner\.png\?v=[0-9a-f]{20}", picture
    )
    assert client.get(picture.removeprefix("https://quiz.example.com")).status_code == 200


def test_share_page_leaks_nothing_of_anybody(client: Client, visit: Visit) -> None:
    result = client.get(f"/v/{visit.key}/result/").content.decode()
    assert PAGE in result
    page = client.get(PAGE).content.decode()
    assert visit.key not in page
    assert "The other way" not in page
    assert "/v/" not in page
    assert "/v/" not in re.search(r'<a href="[^"]*"\s+data-share', result)[0]  # type: ignore[index]  # it is there


def test_head_answers_like_get(client: Client, live: Publication) -> None:
    for address in (PAGE, PICTURE, "/f/rates/picture.png"):
        head = client.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/f/rates/r/nobody/", "/f/rates/r/nobody.png", "/f/x/r/y/"])
def test_unknown_results_are_kindly_missing(
    client: Client, live: Publication, address: str
) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "We cannot find this page" in response.content.decode()


@pytest.mark.parametrize("address", [PAGE, PICTURE, "/f/rates/picture.png"])
def test_taken_down_is_closed(client: Client, live: Publication, address: str) -> None:
    live.funnel.publication = None
    live.funnel.save()
    assert client.get(address).status_code == 410


def test_link_outlives_the_result_in_a_newer_version(client: Client, live: Publication) -> None:
    document = personality()
    text = document.model_dump_json().replace('"planner"', '"early-bird"')
    funnel = import_funnel(
        document=type(document).model_validate_json(text),
        media={},
        now=timezone.now(),
        by=None,
        replace=True,
    )
    publish(funnel=funnel, now=timezone.now(), by=None)
    assert "Somebody got: Planner" in client.get(PAGE).content.decode()
    assert client.get("/f/rates/r/early-bird/").status_code == 200
    assert client.get("/f/rates/r/nobody/").status_code == 404


def test_behind_a_gate_only_name_and_headline_are_given() -> None:
    document = make_document()
    quiz, result, opt_in, offer = document.steps
    gated = document.model_copy(update={"steps": (quiz, opt_in, result, offer)})
    outcome = first_outcome(document)
    assert (is_gated(document), is_gated(gated)) == (False, True)
    assert shared(document, outcome).text != ""
    assert shared(gated, outcome).text == ""
    assert shared(gated, outcome).headline == outcome.headline


def test_recall_says_its_fallbacks_to_friends() -> None:
    document = scorecard()
    said = {
        "headline": "{{ first_name | default: 'You' }}, {{ score | default: 'so' }}",
        "interpretation": "With **{{ topic.topic0 | default: 'some' }} %** it is well. And more.",
    }
    found = shared(document, first_outcome(document).model_copy(update=said))
    assert (found.headline, found.text) == ("You, so", "With some % it is well.")


def test_a_further_language_stands_in_the_address(client: Client) -> None:
    english = places(personality())
    german = {place: "Planerin" if text == "Planner" else text for place, text in english.items()}
    make_publication(personality(translations={"de": german}))
    page = client.get(f"{PAGE}?language=de").content.decode()
    found = tags(page)
    assert "Planerin" in page
    assert found["og:locale"] == "de_DE"
    assert found["og:url"].endswith("/f/rates/r/planner/?language=de")
    picture = found["og:image"].split("/f/", 1)[1]
    assert re.fullmatch(r"rates/r/planner\.png\?v=[0-9a-f]{20}&language=de", picture)
    assert client.get(f"/f/{picture}")["Cache-Control"] == FOR_EVER
    assert 'href="/f/rates/de/?utm_source=share&amp;utm_medium=result"' in page
    assert "Planerin" not in client.get(f"{PAGE}?language=xx").content.decode()


def test_picture_is_kept_for_ever_under_its_name(client: Client, live: Publication) -> None:
    address = tags(client.get(PAGE).content.decode())["og:image"].split("/f/", 1)[1]
    response = client.get(f"/f/{address}")
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == FOR_EVER
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    again = client.get(f"/f/{address}", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(PICTURE)["Cache-Control"] == "public, max-age=300"
    assert client.get(f"{PICTURE}?v=other")["Cache-Control"] == "public, max-age=300"


def test_picture_changes_with_the_business(client: Client, live: Publication) -> None:
    before = tags(client.get(PAGE).content.decode())["og:image"]
    Business.objects.create(name="Ledger & Leaf", sender_name="L", sender_email="l@example.com")
    assert tags(client.get(PAGE).content.decode())["og:image"] != before


def test_landing_has_tags_and_later_screens_have_none(client: Client, visit: Visit) -> None:
    found = tags(client.get("/f/rates/?utm_source=x").content.decode())
    assert found["og:title"] == "What is your hour worth?"
    assert found["og:description"] == "Are you 20 % too cheap? Two questions, one minute."
    assert found["og:url"].endswith("/f/rates/")
    assert "og:title" not in tags(client.get(f"/v/{visit.key}/result/").content.decode())


@pytest.mark.parametrize("address", [PAGE, PICTURE])
def test_few_queries_whoever_looks(
    client: Client,
    visit: Visit,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.get(address)
    with django_assert_max_num_queries(1):
        client.get(address)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "en_US"), ("de-at", "de_AT"), ("sv", ""), ("ar", "ar_AR")]
)
def test_locale_is_language_and_country(language: str, said: str) -> None:
    assert locale(language) == said
