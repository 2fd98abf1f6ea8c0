"""Every way a zip can harm is a sentence, and none of them costs memory or time."""

from __future__ import annotations

import io
import re
import struct
import zipfile

import pytest

from leads import archives
from leads.archives import check_archive
from leads.file_kinds import MediaRefusedError
from tests.leads.archived import zipped

TOO_MUCH = "a.zip unpacks to far more than it looks like. Put less into it."


def _refusal(content: bytes) -> str:
    with pytest.raises(MediaRefusedError) as refused:
        check_archive(io.BytesIO(content), "a.zip")
    return str(refused.value)


def test_a_plain_zip_passes() -> None:
    check_archive(io.BytesIO(zipped({"a/b.txt": b"x" * 5_000, "a/": b"", "c.pdf": b"%PDF-"})), "z")
    check_archive(io.BytesIO(zipped({})), "z")


@pytest.mark.parametrize(
    "entry", ["/etc/passwd", "../up.txt", "a/../../b.txt", "C:\\a.txt", "..\\b.txt", "a\nb.txt"]
)
def test_a_path_that_leads_away_is_refused(entry: str) -> None:
    assert _refusal(zipped({entry: b"x"})).startswith("a.zip holds a file with an unsafe path: ")


@pytest.mark.parametrize("entry", ["setup.exe", "a/Photo.SCR", "x.js", "y.lnk", "z.jar", "w.exe. "])
def test_a_program_inside_is_refused(entry: str) -> None:
    assert _refusal(zipped({entry: b"x"})) == f"a.zip holds a program: {entry}. Take it out."


def test_a_program_under_another_name_is_refused() -> None:
    content = zipped({"list.pdf": b"MZ\x90\x00" + bytes(50)})
    assert _refusal(content) == "a.zip holds a program: list.pdf. Take it out."


def test_an_archive_inside_is_refused() -> None:
    assert _refusal(zipped({"more.zip": zipped({"a.txt": b"x"})})) == (
        "a.zip holds another archive: more.zip. Put its files in directly."
    )


def test_too_many_entries_are_refused_by_what_the_directory_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = zipped({f"{number}.txt": b"" for number in range(2_001)})
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert _refusal(content) == "a.zip holds more than 2,000 files. Put fewer into it."


def test_too_many_entries_are_refused_when_the_directory_lies() -> None:
    content = bytearray(zipped({f"{number}": b"" for number in range(2_001)}))
    end = content.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", content, end + 8, 3, 3)
    assert _refusal(bytes(content)) == "a.zip holds more than 2,000 files. Put fewer into it."


def test_a_bomb_is_refused_by_its_ratio() -> None:
    assert _refusal(zipped({"a.txt": bytes(20_000_000)})) == TOO_MUCH


def test_a_bomb_that_lies_about_its_size_is_found_while_reading() -> None:
    content = bytearray(zipped({"a.txt": bytes(20_000_000)}))
    for sign, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", content, content.find(sign) + place, 100)
    assert _refusal(bytes(content)) == "a.zip is a damaged zip. Make it again."


def test_reading_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    content = zipped({"a.txt": bytes(range(256)) * 40, "b.txt": bytes(range(256)) * 40})
    monkeypatch.setattr(archives, "_check_sizes", lambda _infos, _name: None)
    monkeypatch.setattr(archives, "MOST_UNPACKED", 15_000)
    assert _refusal(content) == TOO_MUCH


def test_a_password_is_refused() -> None:
    content = bytearray(zipped({"a.txt": b"hello"}))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", content, content.find(sign) + place, 1)
    assert re.match(r"a\.zip has a password", _refusal(bytes(content)))


def test_a_rare_way_of_packing_is_refused() -> None:
    content = zipped({"a.txt": b"x" * 500}, method=zipfile.ZIP_LZMA)
    assert "a rare way of packing" in _refusal(content)


def test_a_damaged_zip_is_refused() -> None:
    content = bytearray(zipped({"a.txt": bytes(range(256)) * 20}))
    content[40:60] = bytes(20)
    assert _refusal(bytes(content)) == "a.zip is a damaged zip. Make it again."
