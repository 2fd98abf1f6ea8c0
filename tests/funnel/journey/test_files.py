"""Style sheets of a theme, and gift files with Range as Safari asks for them."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from django.conf import settings
from django.test import Client

from funnel.document import ThemeDoc
from funnel.journey.looks import sheet_name
from leads.media import store_media
from leads.models import MediaFile
from tests.funnel.factories import NOW, VIDEO
from tests.leads.archived import zipped
from tests.leads.pixels import pixels

pytestmark = pytest.mark.django_db

FOR_EVER = "public, max-age=31536000, immutable"
SIZE = len(VIDEO)


@pytest.fixture
def video() -> MediaFile:
    return store_media(content=VIDEO, name="rate.mp4", now=NOW)


def test_media_whole_file_says_that_it_can_be_asked_for_in_parts(
    client: Client, video: MediaFile
) -> None:
    response = client.get(f"/media/{video.file.name}")

    assert response.status_code == 200
    assert response.getvalue() == VIDEO
    headers = response.headers
    assert {name: headers[name] for name in ("Content-Type", "Accept-Ranges", "Cache-Control")} == {
        "Content-Type": "video/mp4",
        "Accept-Ranges": "bytes",
        "Cache-Control": FOR_EVER,
    }


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=4-9", 4, 9),
        ("bytes=90-", 90, SIZE - 1),
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=-5", SIZE - 5, SIZE - 1),
        ("bytes=-9999", 0, SIZE - 1),
        ("bytes=0-9999", 0, SIZE - 1),
    ],
)
def test_media_part_is_what_was_asked_for(
    client: Client, video: MediaFile, asked: str, first: int, last: int
) -> None:
    response = client.get(f"/media/{video.file.name}", headers={"Range": asked})

    assert response.status_code == 206
    assert response.getvalue() == VIDEO[first : last + 1]
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response.headers["Content-Length"] == str(last - first + 1)
    assert response.headers["Content-Type"] == "video/mp4"
    assert response.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=-0", "bytes=99999-100000"])
def test_media_part_that_is_not_there_is_refused_with_the_size(
    client: Client, video: MediaFile, asked: str
) -> None:
    response = client.get(f"/media/{video.file.name}", headers={"Range": asked})

    assert (response.status_code, response.content) == (416, b"")
    assert response.headers["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=a-b", "lines=0-1", "bytes=0-1,4-5"])
def test_media_range_nobody_understands_gives_the_whole_file(
    client: Client, video: MediaFile, asked: str
) -> None:
    response = client.get(f"/media/{video.file.name}", headers={"Range": asked})

    assert (response.status_code, response.getvalue()) == (200, VIDEO)


def test_media_head_carries_no_body(client: Client, video: MediaFile) -> None:
    response = client.head(f"/media/{video.file.name}", headers={"Range": "bytes=0-1"})

    assert response.status_code == 206
    assert response.getvalue() == b""


@pytest.mark.parametrize(
    "name", ["gifts/nothing.mp4", "gifts/..%2F..%2Fsettings.py", "gifts/.env", "other/rate.mp4"]
)
def test_media_unknown_name_is_missing(client: Client, video: MediaFile, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404


def test_media_row_without_its_file_is_missing(client: Client, video: MediaFile) -> None:
    video.file.storage.delete(str(video.file.name))

    assert client.get(f"/media/{video.file.name}").status_code == 404


def test_media_takes_no_post(client: Client, video: MediaFile) -> None:
    assert client.post(f"/media/{video.file.name}").status_code == 405


def test_style_is_the_house_sheet_with_colours_and_readable_ink(client: Client) -> None:
    name = sheet_name(ThemeDoc(accent="#0b6e4f", accent_dark="#5fd0a5", corner=14))
    response = client.get(f"/style/{name}.css")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == FOR_EVER
    folder = settings.BASE_DIR / "static/css"
    house = (folder / "public.css").read_text()
    assert response.content.decode().startswith(house)
    assert " ".join(response.content.decode().removeprefix(house).split()) == (
        ":root { --accent: #0b6e4f; --on-accent: #ffffff; --over: #0a6146; --soft: #e5ede8; "
        "--word: #0b6e4f; --corner: 14px; } "
        "@media (prefers-color-scheme: dark) { :root { --accent: #5fd0a5; --on-accent: #0b120f; "
        "--over: #72d6b0; --soft: #1e3129; --word: #5fd0a5; } }"
    )


@pytest.mark.parametrize(
    "name", ["0b6e4f-5fd0a5-29", "0b6e4f-5fd0a5", "red-blue-1", "0b6e4f-5fd0a5-1;}", "0B6E4F-0-1"]
)
def test_style_takes_nothing_but_colours(client: Client, name: str) -> None:
    assert client.get(f"/style/12345678-{name}.css").status_code == 404


def test_media_mark_says_nothing_of_the_content(client: Client, video: MediaFile) -> None:
    response = client.get(f"/media/{video.file.name}")
    mark = response.headers["ETag"]
    assert response.getvalue() == VIDEO

    assert mark == f'"{PurePosixPath(str(video.file.name)).stem}"'
    assert video.sha256 not in str(response.headers)
    again = client.get(f"/media/{video.file.name}", headers={"If-None-Match": mark})
    assert (again.status_code, again.content) == (304, b"")


def test_media_part_of_another_file_is_not_continued(client: Client, video: MediaFile) -> None:
    url = f"/media/{video.file.name}"
    mark = f'"{PurePosixPath(str(video.file.name)).stem}"'
    statuses = {}
    for holds in (mark, '"another"', "Wed, 21 Oct 2015 07:28:00 GMT"):
        asked = {"Range": "bytes=0-1", "If-Range": holds}
        statuses[holds] = client.get(url, headers=asked).status_code

    assert list(statuses.values()) == [206, 200, 200]


@pytest.mark.parametrize(
    ("name", "content", "content_type", "shown"),
    [
        ("a.zip", zipped({"a.txt": b"x"}), "application/zip", "attachment"),
        ("a.pdf", b"%PDF-1.7\n" + bytes(32), "application/pdf", "inline"),
        ("a.png", pixels("PNG"), "image/png", "inline"),
        ("a.vtt", b"WEBVTT\n", "text/vtt", "inline"),
    ],
)
def test_media_types_are_ours_and_nothing_is_guessed(
    client: Client, name: str, content: bytes, content_type: str, shown: str
) -> None:
    stored = store_media(content=content, name=name, now=NOW)
    MediaFile.objects.update(content_type="text/html")

    for asked in ({}, {"Range": "bytes=0-1"}):
        headers = client.get(f"/media/{stored.file.name}", headers=asked).headers
        assert headers["Content-Type"] == content_type
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Disposition"] == f'{shown}; filename="{name}"'
