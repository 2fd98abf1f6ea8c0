from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

import pytest

from funnel.checking.faults import Fault
from funnel.portable import zip_reading
from funnel.portable.refusal import ImportRefusedError
from funnel.portable.zip_reading import read_entries

BELONGS = "Only funnel.yaml and media/<name> in small letters belong here."


def _zip(path: Path, *entries: tuple[str, bytes]) -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a name that stands twice is what is tried here
        for name, content in entries:
            archive.writestr(name, content)
    return path


def _faults(path: Path) -> list[Fault]:
    with pytest.raises(ImportRefusedError) as refused:
        read_entries(path)
    return refused.value.faults


def test_contents_by_name(tmp_path: Path) -> None:
    file = _zip(tmp_path / "f.zip", ("funnel.yaml", b"a"), ("media/", b""), ("media/x.mp4", b"b"))
    assert read_entries(file) == {"funnel.yaml": b"a", "media/x.mp4": b"b"}


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/x", "media/../../x", "media/a/b.mp4", "media\\x", "C:\\x", "media/X.mp4", "x"],
)
def test_other_names_are_refused(tmp_path: Path, name: str) -> None:
    file = _zip(tmp_path / "f.zip", ("funnel.yaml", b"a"), (name, b"b"))
    assert _faults(file) == [Fault(name, BELONGS)]
    assert [path.name for path in tmp_path.iterdir()] == ["f.zip"]


def test_a_zip_bomb_is_stopped_while_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_reading, "MAX_BYTES", 1_000_000)
    file = _zip(tmp_path / "f.zip", ("funnel.yaml", b"a"), ("media/x.mp4", bytes(5_000_000)))
    assert file.stat().st_size < 10_000
    assert _faults(file) == [Fault("", "Unpacked, this zip is larger than 100 MB.")]


def test_sizes_are_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_reading, "MAX_BYTES", 1_000_000)
    file = _zip(tmp_path / "f.zip", ("funnel.yaml", bytes(5_000_000)))
    data = file.read_bytes().replace((5_000_000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    file.write_bytes(data)
    assert len(_faults(file)) == 1


def test_too_many_twice_or_none_are_refused(tmp_path: Path) -> None:
    many = [(f"media/{n}.png", b"") for n in range(201)]
    assert _faults(_zip(tmp_path / "a.zip", *many)) == [
        Fault("", "This zip holds more than 200 files. Remove some.")
    ]
    assert _faults(_zip(tmp_path / "b.zip", ("media/x.png", b""), ("media/x.png", b""))) == [
        Fault("media/x.png", "This file stands in the zip twice. Keep one."),
        Fault("", "There is no funnel.yaml in this zip. Add it."),
    ]


def test_damaged_and_odd_zips_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no zip")
    damaged = [Fault("", "This zip is damaged. Make it again.")]
    assert _faults(tmp_path / "a.zip") == damaged
    file = _zip(tmp_path / "b.zip", ("funnel.yaml", b"abcdefgh" * 100))
    data = bytearray(file.read_bytes())
    data[45] ^= 0xFF
    file.write_bytes(bytes(data))
    assert _faults(file) == damaged
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("funnel.yaml", b"a")
    (tmp_path / "c.zip").write_bytes(out.getvalue())
    assert _faults(tmp_path / "c.zip") == [
        Fault("funnel.yaml", "Make the zip without a password and with plain deflate.")
    ]
