"""The page of each kind of gift: its own fields, its files, and a sentence for what is refused."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from funnel.ladder import add_step
from funnel.models import Funnel, Step
from leads.media import store_media
from leads.models import LeadMagnet, MediaFile
from tests.funnel.admin.conftest import NOW
from tests.funnel.admin.form_data import form_data
from tests.leads.pixels import film, noise, pixels

pytestmark = pytest.mark.django_db
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n"
PDF = b"%PDF-1.7\n" + bytes(32)
ABOUT = {"title": "A gift", "problem": "A problem", "promise": "A promise", "minutes": "3"}


def page(gift: LeadMagnet) -> str:
    return reverse("admin:leads_leadmagnet_change", args=[gift.pk])


def gift_of(funnel: Funnel, kind: Step.Kind) -> LeadMagnet:
    magnet = add_step(funnel=funnel, kind=kind, title="A gift").magnet
    assert magnet is not None
    return magnet


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("kind", "own"),
    [
        (Step.Kind.CHECKLIST, set()),
        (Step.Kind.GUIDE, {"body", "new_file"}),
        (
            Step.Kind.VIDEO,
            {"source", "new_video", "new_captions", "url", "poster", "length", "transcript"},
        ),
        (Step.Kind.LINK, {"body", "url", "button"}),
    ],
)
def test_a_gift_asks_for_what_belongs_to_its_kind(
    kind: Step.Kind, own: set[str], money_habits: Funnel, marketer: Client
) -> None:
    form = marketer.get(page(gift_of(money_habits, kind))).context["adminform"].form
    assert set(form.fields) == {*ABOUT, *own}


def test_a_guide_takes_a_file_says_its_size_and_lets_it_go(
    money_habits: Funnel, marketer: Client
) -> None:
    gift = gift_of(money_habits, Step.Kind.GUIDE)
    data = form_data(marketer.get(page(gift))) | ABOUT | {"body": "Read this."}

    assert (
        marketer.post(page(gift), data | {"new_file": upload("Plan.PDF", PDF)}).status_code == 302
    )
    gift.refresh_from_db()
    assert gift.file is not None
    assert gift.file.name == "plan.pdf"
    assert "plan.pdf, 1 KB" in marketer.get(page(gift)).content.decode()

    assert marketer.post(page(gift), data).status_code == 302
    gift.refresh_from_db()
    assert gift.file is not None

    assert marketer.post(page(gift), data | {"new_file-clear": "on"}).status_code == 302
    gift.refresh_from_db()
    assert gift.file is None


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"MZ", "Choose a file that ends with one of these"),
        ("a.pdf", b"MZ" + bytes(50), "a.pdf is a program under another name."),
        ("a.zip", PDF, "a.zip is no .zip file inside."),
        ("a.pdf", b"", "The submitted file is empty."),
    ],
)
def test_a_file_that_is_refused_leaves_nothing(
    name: str, content: bytes, sentence: str, money_habits: Funnel, marketer: Client
) -> None:
    gift = gift_of(money_habits, Step.Kind.GUIDE)
    before = MediaFile.objects.count()
    data = form_data(marketer.get(page(gift))) | ABOUT | {"body": "Read this."}

    response = marketer.post(page(gift), data | {"new_file": upload(name, content)})

    gift.refresh_from_db()
    assert (response.status_code, gift.file) == (200, None)
    assert sentence in response.content.decode()
    assert MediaFile.objects.count() == before


def _video(marketer: Client, gift: LeadMagnet) -> dict[str, object]:
    return {**form_data(marketer.get(page(gift))), **ABOUT, "transcript": "Every word."}


def test_a_film_says_itself_how_long_it_is(money_habits: Funnel, marketer: Client) -> None:
    gift = gift_of(money_habits, Step.Kind.VIDEO)
    files = {
        "new_video": upload("rate.mp4", film(150.2)),
        "new_captions": upload("rate.vtt", CAPTIONS),
        "poster": upload("rate.png", pixels("PNG")),
        "poster_alt": "Mara at her desk",
    }

    response = marketer.post(page(gift), _video(marketer, gift) | {"source": "file"} | files)

    gift.refresh_from_db()
    assert response.status_code == 302
    assert gift.poster is not None
    assert (gift.seconds, gift.url, gift.poster.alt) == (151, "", "Mara at her desk")
    shown = form_data(marketer.get(page(gift)))
    assert (shown["length"], shown["poster_kept"]) == ("2:31", gift.poster.sha256)


def test_a_film_elsewhere_needs_an_address_there_and_a_length(
    money_habits: Funnel, marketer: Client
) -> None:
    gift = gift_of(money_habits, Step.Kind.VIDEO)
    data = _video(marketer, gift) | {"source": "url"}

    for url in ("", "https://example.com/film", "https://youtube.com.evil.example/x"):
        refused = marketer.post(page(gift), data | {"url": url, "length": "2:30"})
        assert "Paste the https address of the video" in refused.content.decode()
    url = "https://www.youtube.com/watch?v=abcdefghijk"
    for length in ("", "2:75", "long", "0:00", "9999"):
        refused = marketer.post(page(gift), data | {"url": url, "length": length})
        assert "like 2:30." in refused.content.decode().replace("2:30.</", "2:30.")
        assert refused.status_code == 200
    assert marketer.post(page(gift), data | {"url": url, "length": "2:30"}).status_code == 302

    gift.refresh_from_db()
    assert (gift.url, gift.seconds, gift.video) == (url, 150, None)


def test_a_link_is_https(money_habits: Funnel, marketer: Client) -> None:
    gift = gift_of(money_habits, Step.Kind.LINK)
    data = form_data(marketer.get(page(gift))) | ABOUT | {"body": "", "button": "Open it"}

    refused = marketer.post(page(gift), data | {"url": "http://example.com/"})
    assert "Write an address that begins with https://." in refused.content.decode()
    assert marketer.post(page(gift), data | {"url": "example.com/tool"}).status_code == 302
    gift.refresh_from_db()
    assert (gift.url, gift.button) == ("https://example.com/tool", "Open it")


def test_minutes_have_an_end(money_habits: Funnel, marketer: Client) -> None:
    gift = gift_of(money_habits, Step.Kind.LINK)
    data = form_data(marketer.get(page(gift))) | ABOUT
    response = marketer.post(page(gift), data | {"minutes": "999", "url": "https://example.com/"})
    assert "Write from 1 to 120 minutes." in response.content.decode()


def test_a_poster_is_cut_and_reused(money_habits: Funnel, marketer: Client) -> None:
    gift = gift_of(money_habits, Step.Kind.VIDEO)
    whole = store_media(content=pixels("PNG", 200, 100), name="wide.png", now=NOW)
    data = _video(marketer, gift) | {"source": "file", "poster_kept": whole.sha256}

    assert marketer.post(page(gift), data | {"poster_cut": "0.25 0 0.5 1"}).status_code == 302

    gift.refresh_from_db()
    assert gift.poster is not None
    cut = gift.poster
    assert (cut.width, cut.height, cut.cut_from) == (100, 100, whole)


@pytest.mark.parametrize("box", ["", "0 0 1 1", "1 2", "a b c d", "0.9 0 0.5 1", "0 0 0.001 1"])
def test_a_box_that_is_none_leaves_the_picture_whole(
    box: str, money_habits: Funnel, marketer: Client
) -> None:
    gift = gift_of(money_habits, Step.Kind.VIDEO)
    whole = store_media(content=pixels("PNG", 200, 100), name="wide.png", now=NOW)
    data = _video(marketer, gift) | {"source": "file", "poster_kept": whole.sha256}

    marketer.post(page(gift), data | {"poster_cut": box})

    gift.refresh_from_db()
    assert gift.poster == whole


def test_pictures_that_stand_are_listed_newest_first_without_light_ones(
    money_habits: Funnel, marketer: Client
) -> None:
    wide = store_media(content=noise("JPEG", 1300, 900), name="wide.jpg", now=NOW)
    desk = store_media(content=pixels("PNG"), name="desk.png", now=NOW)
    url = reverse("admin:leads_pictures")

    listed = marketer.get(url).context["pictures"]
    assert [each.name for each in listed][:2] == [desk.name, wide.name]
    assert [each.name for each in marketer.get(url, {"q": "DES"}).context["pictures"]] == [
        "desk.png"
    ]
    assert "No picture is called “nothing”" in marketer.get(url, {"q": "nothing"}).content.decode()


def test_pictures_are_closed_to_sales(salesperson: Client) -> None:
    sha256 = hashlib.sha256(b"").hexdigest()
    for url in (reverse("admin:leads_pictures"), reverse("admin:leads_picture", args=[sha256])):
        assert salesperson.get(url).status_code == 403


def test_the_face_is_a_picture_with_words(marketer: Client, money_habits: Funnel) -> None:
    url = reverse("admin:leads_business_add")
    data = form_data(marketer.get(url)) | {
        "name": "Ledger",
        "sender_name": "Mara",
        "sender_email": "hello@example.com",
        "postal_address": "Street 1",
        "face": upload("mara.jpg", pixels("JPEG")),
        "face_alt": "Mara, smiling",
    }

    response = marketer.post(url, data)

    assert response.status_code == 302
    media = MediaFile.objects.get(name="mara.jpg")
    assert media.alt == "Mara, smiling"
