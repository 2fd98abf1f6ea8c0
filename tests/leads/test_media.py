from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from leads import media
from leads.media import MediaRefusedError, clean_name, find_media, forget_unkept, store_media
from leads.models import MediaFile

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(32)
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(64)
WEBM_HEAD = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"
KINDS = {
    "a.png": (PNG, "image/png"),
    "a.mp4": (MP4, "video/mp4"),
    "a.webm": (WEBM_HEAD + bytes(64), "video/webm"),
    "a.jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(32), "image/jpeg"),
    "a.jpeg": (b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x01" + bytes(32), "image/jpeg"),
    "a.webp": (b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(32), "image/webp"),
    "a.pdf": (b"%PDF-1.7\n" + bytes(32), "application/pdf"),
    "a.vtt": ("\ufeffWEBVTT\n\n00:00.000 --> 00:01.000\nHé".encode(), "text/vtt"),
}


@pytest.mark.parametrize("name", KINDS)
def test_store_media_keeps_what_it_is(name: str) -> None:
    content, content_type = KINDS[name]
    stored = store_media(content=content, name=name, now=NOW)
    values = MediaFile.objects.values("sha256", "name", "size", "content_type", "created_at")
    assert values.get() == {
        "sha256": hashlib.sha256(content).hexdigest(),
        "name": name,
        "size": len(content),
        "content_type": content_type,
        "created_at": NOW,
    }
    assert re.fullmatch(rf"gifts/[\w-]{{22}}\.{name[2:]}", stored.file.name or "")
    with stored.file.open("rb") as file:
        assert file.read() == content


def test_the_same_file_is_stored_once_and_a_new_name_is_another() -> None:
    first = store_media(content=PNG, name="a.png", now=NOW)
    again = store_media(content=ContentFile(PNG), name="a.png", now=NOW + timedelta(days=1))
    other = store_media(content=PNG, name="b.png", now=NOW)
    assert (again, again.file.name, other == first) == (first, first.file.name, False)


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.png", "a.png is empty."),
        (MP4, "a.png", "a.png is no .png file inside. Save it as .png again."),
        (b"<html><script>", "a.mp4", "a.mp4 is no .mp4 file inside. Save it as .mp4 again."),
        (b"WEBVTTX", "a.vtt", "a.vtt is no .vtt file inside. Save it as .vtt again."),
        (b"WEBVTT\n\xff", "a.vtt", "a.vtt is no .vtt file inside. Save it as .vtt again."),
        (
            b"<svg onload=alert(1)>",
            "a.svg",
            "a.svg: use one of .jpeg, .jpg, .mp4, .pdf, .png, .vtt, .webm, .webp.",
        ),
    ],
)
def test_other_content_is_refused(content: bytes, name: str, message: str) -> None:
    with pytest.raises(MediaRefusedError, match=f"^{re.escape(message)}$"):
        store_media(content=content, name=name, now=NOW)
    assert MediaFile.objects.count() == 0


def test_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "MAX_BYTES", 40)
    for content in (PNG, ContentFile(PNG)):
        with pytest.raises(MediaRefusedError, match="larger than 100 MB"):
            store_media(content=content, name="a.png", now=NOW)


def test_find_media_gives_the_first_of_each_hash() -> None:
    first = store_media(content=PNG, name="a.png", now=NOW)
    store_media(content=PNG, name="b.png", now=NOW)
    assert find_media({first.sha256, "0" * 64}) == {first.sha256: first}


def test_forget_unkept_deletes_only_files_without_a_row() -> None:
    kept = store_media(content=MP4, name="a.mp4", now=NOW)
    with transaction.atomic():
        lost = store_media(content=PNG, name="a.png", now=NOW)
        transaction.set_rollback(True)
    forget_unkept([kept, lost])
    storage = kept.file.storage
    assert storage.exists(kept.file.name or "")
    assert not storage.exists(lost.file.name or "")


@given(st.text(max_size=200))
def test_any_name_becomes_a_safe_one(name: str) -> None:
    safe = clean_name(name)
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,99}", safe)
    assert clean_name(safe) == safe


@given(st.from_regex(r"[a-z0-9][a-z0-9._-]{0,94}\.(mp4|vtt|webp|jpeg)", fullmatch=True))
def test_a_safe_name_stays(name: str) -> None:
    assert clean_name(name) == name
