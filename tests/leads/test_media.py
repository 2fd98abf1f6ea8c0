from __future__ import annotations

import hashlib
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from leads import file_kinds
from leads.media import (
    MediaRefusedError,
    clean_name,
    cut_media,
    find_media,
    forget_unkept,
    give_small,
    store_media,
    store_upload,
)
from leads.models import MediaFile
from leads.pictures import SMALL_BYTES, SMALL_WIDTH
from tests.leads.archived import zipped
from tests.leads.pixels import noise, pixels

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PNG = pixels("PNG")
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(64)
WEBM_HEAD = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"
PDF = b"%PDF-1.7\n" + bytes(32)
KINDS = {
    "a.png": (PNG, "image/png", (64, 48)),
    "a.mp4": (MP4, "video/mp4", (0, 0)),
    "a.webm": (WEBM_HEAD + bytes(64), "video/webm", (0, 0)),
    "a.jpg": (pixels("JPEG"), "image/jpeg", (64, 48)),
    "a.jpeg": (pixels("JPEG", 32, 64), "image/jpeg", (32, 64)),
    "a.webp": (pixels("WEBP", mode="RGBA"), "image/webp", (64, 48)),
    "a.gif": (pixels("GIF"), "image/gif", (64, 48)),
    "a.pdf": (PDF, "application/pdf", (0, 0)),
    "a.zip": (zipped({"list.txt": b"one\ntwo\n"}), "application/zip", (0, 0)),
    "a.vtt": ("\ufeffWEBVTT\n\n00:00.000 --> 00:01.000\nHé".encode(), "text/vtt", (0, 0)),
}


@pytest.mark.parametrize("name", KINDS)
def test_store_media_keeps_what_it_is(name: str) -> None:
    content, content_type, (width, height) = KINDS[name]
    stored = store_media(content=content, name=name, now=NOW)
    assert MediaFile.objects.values().get() == {
        "id": stored.pk,
        "sha256": hashlib.sha256(content).hexdigest(),
        "name": name,
        "file": stored.file.name,
        "size": len(content),
        "content_type": content_type,
        "width": width,
        "height": height,
        "alt": "",
        "small_id": None,
        "cut_from_id": None,
        "created_at": NOW,
    }
    assert re.fullmatch(rf"gifts/[\w-]{{22}}\.{name[2:]}", stored.file.name or "")
    assert _content(stored) == content


def test_the_same_file_is_stored_once_and_a_new_name_is_another() -> None:
    first = store_media(content=PNG, name="a.png", now=NOW)
    again = store_media(content=ContentFile(PNG), name="a.png", now=NOW + timedelta(days=1))
    other = store_media(content=PNG, name="b.png", now=NOW)
    assert (again, again.file.name, other == first) == (first, first.file.name, False)


ENDINGS = ".gif, .jpeg, .jpg, .mp4, .pdf, .png, .vtt, .webm, .webp, .zip"
TWICE = "{0} is two kinds of file at once. Save it as {1} again."
NOT_INSIDE = "{0} is no {1} file inside. Save it as {1} again."
PROGRAM = "{0} is a program under another name. Programs are not kept here."


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.png", "a.png is empty."),
        (MP4, "a.png", NOT_INSIDE.format("a.png", ".png")),
        (b"<html><script>", "a.mp4", NOT_INSIDE.format("a.mp4", ".mp4")),
        (b"WEBVTTX", "a.vtt", NOT_INSIDE.format("a.vtt", ".vtt")),
        (b"WEBVTT\n\xff", "a.vtt", NOT_INSIDE.format("a.vtt", ".vtt")),
        (b"<svg onload=alert(1)>", "a.svg", f"a.svg: use one of {ENDINGS}."),
        (b"<svg onload=alert(1)>", "a.png", NOT_INSIDE.format("a.png", ".png")),
        (b"<!doctype html>", "a.html", f"a.html: use one of {ENDINGS}."),
        (b"<!doctype html><p>%PDF-1.7", "a.pdf", NOT_INSIDE.format("a.pdf", ".pdf")),
        (b"MZ\x90\x00" + bytes(60), "a.pdf", PROGRAM.format("a.pdf")),
        (b"MZ\x90\x00" + bytes(60), "a.exe", f"a.exe: use one of {ENDINGS}."),
        (b"\x7fELF" + bytes(60), "a.zip", PROGRAM.format("a.zip")),
        (b"#!/bin/sh\n", "a.vtt", PROGRAM.format("a.vtt")),
        (PNG + zipped({"a.txt": b"x"}), "a.png", TWICE.format("a.png", ".png")),
        (PDF + zipped({"a.txt": b"x"}), "a.pdf", TWICE.format("a.pdf", ".pdf")),
        (
            pixels("JPEG", comment=b"%PDF-1.7"),
            "a.jpg",
            TWICE.format("a.jpg", ".jpg"),
        ),
        (
            pixels("JPEG", comment=b"<script>alert(1)</script>"),
            "a.jpg",
            TWICE.format("a.jpg", ".jpg"),
        ),
        (PNG[:60], "a.png", "a.png is damaged inside. Save it as .png again."),
        (PNG, "a.jpg", NOT_INSIDE.format("a.jpg", ".jpg")),
        (
            b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
            "a.pdf",
            "a.pdf starts something when it is opened. Save it as a plain PDF.",
        ),
        (
            b"%PDF-1.7\n1 0 obj<</OpenAction<</S/Launch/F(cmd.exe)>>>>",
            "a.pdf",
            "a.pdf starts something when it is opened. Save it as a plain PDF.",
        ),
        (b"just words", "a.zip", NOT_INSIDE.format("a.zip", ".zip")),
    ],
)
def test_other_content_is_refused(content: bytes, name: str, message: str) -> None:
    with pytest.raises(MediaRefusedError, match=f"^{re.escape(message)}$"):
        store_upload(content=ContentFile(content), name=name, now=NOW)
    assert MediaFile.objects.count() == 0


def test_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_kinds, "MAX_BYTES", 40)
    for content in (PNG, ContentFile(PNG)):
        with pytest.raises(MediaRefusedError, match="larger than 100 MB"):
            store_media(content=content, name="a.png", now=NOW)


def test_a_picture_of_too_many_points_is_refused_before_it_is_unpacked() -> None:
    content = Image.new("1", (8_000, 6_000))
    out = io.BytesIO()
    content.save(out, "PNG")

    with pytest.raises(MediaRefusedError, match="more than 40 million points"):
        store_media(content=out.getvalue(), name="a.png", now=NOW)


def _taken_at_home(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.GPSInfo)[1] = "N"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[2] = (52.0, 31.0, 12.0)
    return pixels("JPEG", 64, 48, exif=exif)


def test_an_upload_loses_its_place_and_stands_upright() -> None:
    content = ContentFile(_taken_at_home(orientation=6))
    stored = store_upload(content=content, name="IMG_1.JPG", now=NOW)

    with Image.open(io.BytesIO(_content(stored))) as image:
        assert (dict(image.getexif()), image.size) == ({}, (48, 64))
    assert (stored.name, stored.width, stored.height) == ("img_1.jpg", 48, 64)


def test_a_file_with_a_place_is_not_stored_as_it_is() -> None:
    with pytest.raises(MediaRefusedError, match=r"^a\.jpg says where it was taken"):
        store_media(content=_taken_at_home(), name="a.jpg", now=NOW)
    assert MediaFile.objects.count() == 0


def test_a_large_picture_gets_a_light_one_for_phones() -> None:
    stored = store_media(content=noise("JPEG", 1600, 1200), name="wide.jpg", now=NOW)

    small = stored.small
    assert small is not None
    assert (small.name, small.content_type) == ("wide-small.webp", "image/webp")
    assert small.size <= SMALL_BYTES
    assert small.width <= SMALL_WIDTH
    assert small.width * 3 == small.height * 4
    assert len(_content(small)) == small.size


@pytest.mark.parametrize("content", [PNG, pixels("GIF")])
def test_a_light_picture_stays_alone(content: bytes) -> None:
    name = "a.png" if content == PNG else "a.gif"
    assert store_media(content=content, name=name, now=NOW).small is None


def test_give_small_makes_it_later_and_once() -> None:
    stored = store_media(content=noise("PNG", 1200, 800), name="a.png", now=NOW)
    MediaFile.objects.update(small=None)
    stored.refresh_from_db()

    give_small(media=stored, now=NOW)
    first = stored.small
    give_small(media=stored, now=NOW)

    assert first is not None
    assert (stored.small, MediaFile.objects.count()) == (first, 2)


def test_give_small_leaves_a_lost_picture_alone() -> None:
    stored = store_media(content=noise("PNG", 400, 300), name="a.png", now=NOW)
    stored.small = None
    stored.file.storage.delete(str(stored.file.name))

    give_small(media=stored, now=NOW)

    assert stored.small is None


def test_a_cut_is_a_picture_of_its_own() -> None:
    whole = store_media(content=pixels("PNG", 200, 100), name="a.png", now=NOW)
    cut = cut_media(media=whole, box=(0.25, 0.0, 0.5, 1.0), now=NOW)
    again = cut_media(media=whole, box=(0.25, 0.0, 0.5, 1.0), now=NOW)

    assert (cut.width, cut.height, cut.cut_from, again) == (100, 100, whole, cut)


def test_find_media_gives_the_first_of_each_hash() -> None:
    first = store_media(content=PNG, name="a.png", now=NOW)
    store_media(content=PNG, name="b.png", now=NOW)
    assert find_media({first.sha256, "0" * 64}) == {first.sha256: first}


def test_forget_unkept_deletes_only_files_without_a_row() -> None:
    kept = store_media(content=MP4, name="a.mp4", now=NOW)
    with transaction.atomic():
        lost = store_media(content=noise("PNG", 400, 300), name="a.png", now=NOW)
        transaction.set_rollback(True)
    forget_unkept([kept, lost])
    storage = kept.file.storage
    assert storage.exists(kept.file.name or "")
    assert storage.listdir("gifts") == ([], [(kept.file.name or "").removeprefix("gifts/")])


# Any: what Django's storage is handed.
def _full(*_args: Any) -> str:
    raise OSError(28, "No space left on device")


def test_a_full_disk_is_said_and_nothing_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FileSystemStorage, "_save", _full)
    with pytest.raises(MediaRefusedError, match=r"^a\.png could not be kept"):
        store_media(content=PNG, name="a.png", now=NOW)
    assert MediaFile.objects.count() == 0


@given(st.text(max_size=200))
def test_any_name_becomes_a_safe_one(name: str) -> None:
    safe = clean_name(name)
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,99}", safe)
    assert clean_name(safe) == safe


@given(st.from_regex(r"[a-z0-9][a-z0-9._-]{0,94}\.(mp4|vtt|webp|jpeg)", fullmatch=True))
def test_a_safe_name_stays(name: str) -> None:
    assert clean_name(name) == name


def _content(media: MediaFile) -> bytes:
    with media.file.open("rb") as file:
        content = file.read()
    assert isinstance(content, bytes)
    return content
