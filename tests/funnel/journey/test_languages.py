"""One funnel in several languages: an address each, one language from the landing to the mail."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation

from funnel.document import FunnelDocument
from funnel.models import Publication
from leads.models import Activity, Consent, VisitFacts
from nurture.models import Delivery, Enrollment, MailLink
from nurture.planning.versions import content_of
from nurture.writing.rendering import render_delivery
from tests.funnel.factories import document_from, make_publication, rich_document
from tests.funnel.journey.visitor import Visitor, ladder_document
from tests.funnel.translating.documents import in_languages, said_in
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db

MARKUP = re.compile(r"<[^>]+>")


def spoken(*languages: str) -> Publication:
    return make_publication(in_languages(*languages, document=ladder_document()))


def reader(language: str = "de", *, has_script: bool = True) -> Visitor:
    """A visitor on the landing page of one further language."""
    visitor = Visitor(spoken("ar", "de"), has_script=has_script)
    return visitor.look(f"/f/{visitor.slug}/{language}/")


def test_each_language_has_an_address_of_its_own() -> None:
    visitor = reader("de")
    assert visitor.heading == "de: What about your rate?"
    assert '<html lang="de" dir="ltr"' in visitor.html
    assert f'action="/f/{visitor.slug}/de/"' in visitor.html
    assert visitor.look(f"/f/{visitor.slug}/").heading == "What about your rate?"
    assert '<html lang="en" dir="ltr"' in visitor.html
    visitor.look(f"/f/{visitor.slug}/ar/")
    assert '<html lang="ar" dir="rtl"' in visitor.html


def test_a_language_that_is_not_there_leads_to_the_funnel() -> None:
    slug = spoken("de").funnel.slug
    for code in ("en", "es", "de-at", "zz"):
        response = Client().get(f"/f/{slug}/{code}/")
        assert (response.status_code, response.headers["Location"]) == (302, f"/f/{slug}/")
    assert Client().get("/f/nothing/de/").status_code == 404
    assert Client().get(f"/f/{slug}/deutsch/").status_code == 404


@pytest.mark.parametrize("has_script", [True, False])
def test_a_visit_in_german_is_german_on_every_screen(has_script: bool) -> None:
    visitor = reader("de", has_script=has_script)
    seen = []
    moves: dict[str, dict[str, str | list[str]]] = {
        "question": {"choice": "a"},
        "opt_in": {"act": "skip"},
    }
    visitor.answer()
    while visitor.screen != "offer":
        seen.append((visitor.screen, visitor.heading))
        visitor.press(**moves.get(visitor.screen, {"act": "next"}))
    assert visitor.visit.reads == "de"
    with translation.override("de"):
        said = [translation.gettext("How everybody answered")]
    assert seen == [
        ("question", "de: What about your raise?"),
        ("result", "de: You are a discounter"),
        ("question", "de: What about your mood?"),
        ("poll", said[0]),
        ("checklist", "de: Raise it"),
        ("guide", "de: Raise it"),
        ("video", "de: Raise it"),
        ("statement", "de: So"),
        ("opt_in", "de: Where to?"),
    ]
    assert visitor.heading == "de: Raise it together"
    assert '<html lang="de"' in visitor.look(visitor.address).html


def test_a_refusal_is_said_in_the_language_of_the_visit() -> None:
    visitor = reader("de").answer().go_on_to("opt_in")
    visitor.press(act="next", email="no address")
    with translation.override("de"):
        assert translation.gettext("Please write an e-mail address like anna@example.com.") in (
            visitor.html
        )
    assert visitor.heading == "de: Where to?"


def test_what_was_agreed_to_and_the_mail_are_in_that_language() -> None:
    visitor = reader("ar").answer().go_on_to("opt_in")
    visitor.press(act="next", email="mara@example.com", marketing="yes")
    consent = Consent.objects.get(purpose="marketing")
    assert (consent.text, consent.language) == ("ar: Send me four more mails.", "ar")
    assert consent.url.endswith(f"/f/{visitor.slug}/ar/")
    rendered = render_delivery(Delivery.objects.get(purpose="requested"))
    assert rendered.subject == "ar: Your result"
    assert '<html lang="ar" dir="rtl">' in rendered.html
    assert "ar: Open" in rendered.html


def test_the_series_comes_in_the_language_and_recalls_in_it() -> None:
    document = ladder_document()
    text = '{{ result | default: "x" }}, {{ answer.quiz.rate | default: "x" }}'
    told = {**said_in(document, "de"), "sequences.after.messages.one.body": text}
    told["steps.quiz.quiz.outcomes.discounter.name"] = "Die Discounterin"
    speaking = document.model_copy(update={"translations": {"de": told}})
    visitor = Visitor(make_publication(speaking))
    visitor.look(f"/f/{visitor.slug}/de/").answer().go_on_to("opt_in")
    visitor.press(act="next", email="mara@example.com", marketing="yes")
    render_delivery(Delivery.objects.get(purpose="requested"))
    link = f"/e/{MailLink.objects.get(target='confirm').token}/"
    with translation.override("de"):
        asked = translation.gettext("Yes, this is my address")
    assert asked in visitor.look(link).html
    assert visitor.client.post(link).status_code == 200
    assert content_of(Enrollment.objects.get().version).language == "de"
    dispatch(datetime(2099, 1, 1, 12, tzinfo=UTC))
    rendered = render_delivery(Delivery.objects.exclude(enrollment=None).get())
    assert rendered.subject == "de: First"
    assert "Die Discounterin, de: It stayed: für immer" in rendered.text


def test_the_desk_reads_the_funnels_own_words() -> None:
    visitor = reader("de").answer().go_on_to("opt_in")
    visitor.press(act="next", email="mara@example.com")
    facts = VisitFacts.objects.get()
    [first, *_more] = facts.answers
    assert (facts.funnel_name, facts.outcome_name) == ("What is your hour worth?", "The discounter")
    assert (first["asked"], first["said"], first["read"]) == (
        "What about your rate?",
        "It stayed: für immer",
        "de: It stayed: für immer",
    )
    labels = Activity.objects.values_list("label", flat=True)
    assert [label for label in labels if " de: " in label] == []
    assert "Answered: It stayed: für immer" in labels


def test_a_visit_in_the_own_language_stores_nothing_of_others() -> None:
    visitor = Visitor(spoken("de")).start()
    assert visitor.visit.reads == "en"
    visitor.go_on_to("opt_in").press(act="next", email="mara@example.com")
    assert all("read" not in row for row in VisitFacts.objects.get().answers)


def test_an_older_version_without_the_language_is_read_in_its_own() -> None:
    visitor = Visitor(make_publication(ladder_document())).land()
    visitor.press(to=f"/f/{visitor.slug}/de/", choice="a")
    assert visitor.visit.reads == "en"
    assert visitor.heading == "What about your raise?"


def test_the_landing_page_offers_its_languages() -> None:
    visitor = Visitor(spoken("ar", "de")).land("?utm_source=letter")
    slug = visitor.slug
    alternates = re.findall(r'hreflang="([\w-]+)" href="([^"]+)">', visitor.html)
    assert alternates == [
        ("en", f"http://127.0.0.1:8000/f/{slug}/"),
        ("x-default", f"http://127.0.0.1:8000/f/{slug}/"),
        ("ar", f"http://127.0.0.1:8000/f/{slug}/ar/"),
        ("de", f"http://127.0.0.1:8000/f/{slug}/de/"),
    ]
    nav = re.search(r'<nav class="tongues".*?</nav>', visitor.html)
    assert nav is not None
    assert re.findall(r'<a href="([^"]+)" lang="(\w+)"', nav[0]) == [
        (f"/f/{slug}/?utm_source=letter", "en"),
        (f"/f/{slug}/ar/?utm_source=letter", "ar"),
        (f"/f/{slug}/de/?utm_source=letter", "de"),
    ]
    assert 'aria-current="page">English</a>' in nav[0]


def test_a_funnel_in_one_language_says_nothing_of_languages() -> None:
    visitor = Visitor().land()
    assert "hreflang" not in visitor.html
    assert "tongues" not in visitor.html
    assert "Accept-Language" not in visitor.response.headers["Vary"]


@pytest.mark.parametrize(
    ("path", "accepts", "said"),
    [
        ("", "de-DE,de;q=0.9,en;q=0.8", "Auf Deutsch weiter"),
        ("", "ar", "المتابعة بالعربية"),
        ("", "en-GB,de;q=0.5", ""),
        ("", "sv", ""),
        ("", "", ""),
        ("de/", "en", "Continue in English"),
        ("de/", "de-CH,en;q=0.1", ""),
    ],
)
def test_another_language_is_offered_in_its_own_words(path: str, accepts: str, said: str) -> None:
    slug = spoken("ar", "de").funnel.slug
    response = Client().get(f"/f/{slug}/{path}", headers={"Accept-Language": accepts})
    html = " ".join(response.content.decode().split())
    found = re.search(r'<p class="invitation">(.*?)</p>', html)
    assert (MARKUP.sub("", found[1]).strip() if found else "") == said
    assert {each.strip() for each in response.headers["Vary"].split(",")} >= {
        "HX-Request",
        "Accept-Language",
    }


@pytest.mark.parametrize(
    ("accepts", "path"),
    [("de-AT", "de/"), ("ar,en;q=0.5", "ar/"), ("en", ""), ("sv", ""), ("", "")],
)
def test_the_front_door_leads_to_the_language_of_the_browser(accepts: str, path: str) -> None:
    slug = spoken("ar", "de").funnel.slug
    response = Client().get("/?utm_source=x", headers={"Accept-Language": accepts})
    assert response.headers["Location"] == f"/f/{slug}/{path}?utm_source=x"
    assert response.headers["Vary"] == "Accept-Language"


def test_the_front_door_of_one_language_does_not_vary() -> None:
    make_publication()
    assert "Vary" not in Client().get("/", headers={"Accept-Language": "de"}).headers


def test_pages_of_no_funnel_follow_the_browser() -> None:
    response = Client().get("/f/nothing/", headers={"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl"' in " ".join(response.content.decode().split())
    assert "Accept-Language" in response.headers["Vary"]


def test_our_words_beside_a_language_we_do_not_speak_are_english() -> None:
    data = {**rich_document(), "language": "sv"}
    publication: Publication = make_publication(document_from(data))
    html = Client().get(f"/f/{publication.funnel.slug}/").content.decode()
    assert '<html lang="sv" dir="ltr"' in " ".join(html.split())
    assert "Privacy" in html


def test_the_beacon_of_a_further_language_counts() -> None:
    visitor = reader("de")
    assert visitor.client.post(f"/f/{visitor.slug}/de/seen/").status_code == 204


def test_nothing_of_a_language_is_left_behind() -> None:
    document: FunnelDocument = in_languages("de")
    visitor = Visitor(make_publication(document))
    visitor.look(f"/f/{visitor.slug}/de/").answer()
    assert translation.get_language() == "en"
