"""The pages of a funnel's further languages."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from funnel.models import Funnel, Translation
from funnel.publishing.compile import compile_funnel
from funnel.translating import places
from funnel.translating.writing import write_language
from tests.funnel.admin.conftest import Login
from tests.funnel.factories import make_document, make_funnel
from tests.funnel.translating.documents import in_languages, said_in

pytestmark = pytest.mark.django_db

RATE = "steps.quiz.quiz.questions.rate.text"
BODY = "steps.address.mail.body"


def address(funnel: Funnel, language: str = "") -> str:
    return f"/admin/funnel/funnel/{funnel.pk}/languages/{language + '/' if language else ''}"


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_funnel_leads_to_its_languages(marketer: Client) -> None:
    funnel = make_funnel(in_languages("de", "ar"))
    html = page(marketer, f"/admin/funnel/funnel/{funnel.pk}/change/")
    assert f'href="{address(funnel)}"' in html
    assert "Also in Arabic, German." in html


def test_languages_say_how_far_they_are(marketer: Client) -> None:
    funnel = make_funnel(in_languages("de"))
    Translation.objects.filter(place__in=[RATE, BODY]).delete()
    html = page(marketer, address(funnel))
    count = len(places(make_document()))
    assert f"{count - 2} of {count} done" in html
    assert re.findall(r'<option value="(\w+)">', html) == ["es", "ar"]


def test_a_language_is_added_by_its_page(marketer: Client) -> None:
    funnel = make_funnel()
    response = marketer.get(address(funnel), {"add": "ar"})
    assert (response.status_code, response.headers["Location"]) == (302, address(funnel, "ar"))
    html = page(marketer, address(funnel, "ar"))
    assert f"0 of {len(places(make_document()))} done." in html
    assert 'dir="auto" lang="ar"' in html
    assert marketer.get(address(funnel, "en")).status_code == 404
    assert marketer.get(address(funnel, "sv")).status_code == 404


def test_texts_are_saved_together_with_their_tags(marketer: Client) -> None:
    funnel = make_funnel()
    html = page(marketer, address(funnel, "de"))
    assert "Hi [first name | there]," in html
    response = marketer.post(
        address(funnel, "de"),
        {RATE: " Was ist Ihre Stunde wert? ", BODY: "Hallo [first name | Sie],\r\n\r\nbitte."},
    )
    assert (response.status_code, response.headers["Location"]) == (302, address(funnel, "de"))
    assert compile_funnel(funnel).translations == {
        "de": {
            RATE: "Was ist Ihre Stunde wert?",
            BODY: 'Hallo {{ first_name | default: "Sie" }},\n\nbitte.',
        }
    }
    assert LogEntry.objects.get().change_message == "Wrote texts in German."
    assert "Hallo [first name | Sie]," in page(marketer, address(funnel, "de"))


def test_a_whole_page_sent_back_changes_nothing(marketer: Client) -> None:
    document = in_languages("de")
    funnel = make_funnel(document)
    typed = {place: text.replace("\n", "\r\n") for place, text in said_in(document, "de").items()}
    assert marketer.post(address(funnel, "de"), typed).status_code == 302
    assert compile_funnel(funnel) == document
    assert LogEntry.objects.count() == 0


def test_one_text_that_cannot_stand_saves_none(marketer: Client) -> None:
    funnel = make_funnel(in_languages("de"))
    before = compile_funnel(funnel)
    typed = {RATE: "x" * 301, "hook.text": "Neu", "hook.reassurance": "a\x00b"}
    response = marketer.post(address(funnel, "de"), typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert "This is longer than 300 characters. Shorten it." in html
    assert "Nothing was saved yet." in html
    assert 'value="Neu"' in html
    assert compile_funnel(funnel) == before


def test_an_emptied_text_is_missing_again(marketer: Client) -> None:
    funnel = make_funnel(in_languages("de"))
    marketer.post(address(funnel, "de"), {RATE: ""})
    assert RATE not in compile_funnel(funnel).translations["de"]


def test_a_language_is_removed_with_its_texts(marketer: Client) -> None:
    funnel = make_funnel(in_languages("de", "es"))
    response = marketer.post(address(funnel, "de"), {"act": "remove"})
    assert (response.status_code, response.headers["Location"]) == (302, address(funnel))
    assert list(compile_funnel(funnel).translations) == ["es"]


def test_a_missing_text_leads_from_publishing_to_its_language(marketer: Client) -> None:
    funnel = make_funnel()
    write_language(funnel=funnel, language="de", texts={"hook.text": "Zu billig?"})
    html = page(marketer, f"/admin/funnel/funnel/{funnel.pk}/publish/")
    links = re.findall(r'<a href="([^"]*place=translations[^"]*)">German</a>', html)
    assert {marketer.get(link).headers["Location"] for link in links} == {address(funnel, "de")}
    assert "German: the text of question “What about your rate?” is missing. Write it." in html


def test_sales_may_not_translate(login: Login) -> None:
    funnel = make_funnel()
    assert login("Sales").get(address(funnel)).status_code == 403
    assert login("").post(address(funnel, "de"), {RATE: "x"}).status_code == 403
