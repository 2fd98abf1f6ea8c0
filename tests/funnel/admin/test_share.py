"""The share page: links, codes, lines for other pages, and how a link looks."""

from __future__ import annotations

import html
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import Settings

from funnel.models import Funnel
from funnel.publishing import publish
from funnel.publishing.compile import compile_funnel
from tests.funnel.admin.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(money_habits: Funnel, settings: Settings) -> str:
    settings.SITE_URL = "https://quiz.example.com"
    return reverse("admin:funnel_share", args=[money_habits.pk])


def picture(width: int, height: int, kind: str = "png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#0b6e4f").save(out, kind)
    return SimpleUploadedFile(f"card.{kind}", out.getvalue())


def read(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_share_page_has_a_link_for_each_place_and_lines_for_each_way(
    page: str, marketer: Client
) -> None:
    text = read(marketer, f"{page}?place=Trade fair")
    assert 'value="https://quiz.example.com/f/money-habits/"' in text
    assert "?utm_source=instagram&utm_medium=bio" in text
    assert "?utm_source=trade-fair&utm_medium=own" in text
    script = '<script src="https://quiz.example.com/embed.js" data-funnel="money-habits"'
    assert text.count(script) == 4
    for mode in ("button", "popup", "slide-in"):
        assert f'data-mode="{mode}"' in text
    assert "These links lead nowhere yet." in text


def test_publishing_ends_on_the_share_page(
    money_habits: Funnel, page: str, marketer: Client
) -> None:
    done = marketer.post(reverse("admin:funnel_publish", args=[money_habits.pk]))
    assert (done.status_code, done["Location"]) == (302, page)
    assert "nowhere" not in read(marketer, page)


def test_domains_are_kept_as_origins_and_go_live_with_publishing(
    money_habits: Funnel, page: str, marketer: Client
) -> None:
    live = publish(funnel=money_habits, now=NOW, by=None)
    kept = marketer.post(page, {"what": "domains", "embed_on": "example.com\nlocalhost:3000"})
    assert (kept.status_code, kept["Location"]) == (302, f"{page}#domains")
    money_habits.refresh_from_db()
    origins = ("https://example.com", "https://www.example.com", "http://localhost:3000")
    assert tuple(money_habits.embed_on.split()) == origins
    assert compile_funnel(money_habits).embed_on == origins
    assert '"embed_on": []' in live.document
    text = read(marketer, page)
    assert "not live yet" in text
    assert "example.com\nhttp://localhost:3000" in text


def test_a_domain_that_is_none_is_refused_beside_its_field(
    money_habits: Funnel, page: str, marketer: Client
) -> None:
    refused = marketer.post(page, {"what": "domains", "embed_on": "example"})
    assert refused.status_code == 422
    assert "“example” lacks its ending." in refused.content.decode()
    money_habits.refresh_from_db()
    assert money_habits.embed_on == ""


def test_the_look_of_the_link_is_kept_and_reaches_the_tags(
    money_habits: Funnel, page: str, marketer: Client, client: Client
) -> None:
    sent = {"what": "preview", "title": "Own title", "text": "Own text", "picture_alt": "A card"}
    marketer.post(page, {**sent, "picture": picture(1200, 630)})
    money_habits.refresh_from_db()
    assert money_habits.share_picture is not None
    publish(funnel=money_habits, now=NOW, by=None)
    head = client.get("/f/money-habits/").content.decode()
    assert '<meta property="og:title" content="Own title">' in head
    assert f'content="https://quiz.example.com{money_habits.share_picture.file.url}"' in head
    assert '<meta property="og:image:alt" content="A card">' in head
    marketer.post(page, {**sent, "picture_gone": "on"})
    money_habits.refresh_from_db()
    gone = Funnel.objects.filter(share_picture=None, share_picture_alt="")
    assert gone.filter(pk=money_habits.pk).exists()


def test_a_picture_is_cut_to_the_shape_of_a_preview_and_stays_with_the_next_words(
    money_habits: Funnel, page: str, marketer: Client
) -> None:
    assert 'data-shape="1.9100"' in read(marketer, page)
    sent = {"what": "preview", "picture_alt": "A card"}
    cut = {"picture": picture(1600, 1200), "picture_cut": "0 0 1 0.698"}
    marketer.post(page, {**sent, **cut})
    money_habits.refresh_from_db()
    own = money_habits.share_picture
    assert own is not None
    assert (own.width, own.height) == (1600, 838)
    marketer.post(page, {**sent, "title": "Own title", "picture_kept": own.sha256})
    money_habits.refresh_from_db()
    assert (money_habits.share_title, money_habits.share_picture) == ("Own title", own)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (picture(300, 200), "It is 300 by 200. At least 600 by 315"),
        (picture(1200, 630, "webp"), "Save it as JPG or PNG"),
        (SimpleUploadedFile("card.png", b"MZ not a picture"), "card.png"),
    ],
)
def test_a_picture_that_apps_cannot_show_is_refused(
    money_habits: Funnel, page: str, marketer: Client, file: SimpleUploadedFile, sentence: str
) -> None:
    file.seek(0)
    refused = marketer.post(page, {"what": "preview", "picture": file})
    assert refused.status_code == 422
    assert sentence in html.unescape(refused.content.decode())
    money_habits.refresh_from_db()
    assert money_habits.share_picture is None


def test_codes_come_as_files_for_screen_and_print(money_habits: Funnel, marketer: Client) -> None:
    for kind, type_ in (("png", "image/png"), ("svg", "image/svg+xml")):
        address = reverse("admin:funnel_share_code", args=[money_habits.pk, kind])
        answer = marketer.get(address, {"place": "poster"})
        assert answer["Content-Type"] == type_
        name = f'attachment; filename="money-habits-poster.{kind}"'
        assert answer["Content-Disposition"] == name
    assert marketer.get(address.replace(".svg", ".exe")).status_code == 404


def test_sales_looks_at_no_share_page(page: str, salesperson: Client) -> None:
    assert salesperson.get(page).status_code == 403
    assert salesperson.post(page, {"what": "domains", "embed_on": ""}).status_code == 403
