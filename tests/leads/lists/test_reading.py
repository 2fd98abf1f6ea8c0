from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from leads.lists.reading import ListFileError, Shape, rows_of, shape_of


def read(raw: bytes) -> tuple[Shape, list[tuple[int, list[str]]]]:
    stream = io.BytesIO(raw)
    shape = shape_of(stream)
    return shape, list(rows_of(stream, shape.encoding, shape.delimiter))


@pytest.mark.parametrize(
    ("raw", "encoding", "delimiter"),
    [
        ("Name,E-Mail\nJörg,j@example.com\n".encode(), "utf-8", ","),
        ("\ufeffName;E-Mail\r\nJörg;j@example.com\r\n".encode(), "utf-8-sig", ";"),
        ("Name\tE-Mail\nJörg\tj@example.com".encode("utf-16"), "utf-16", "\t"),
        ("Name|E-Mail\nJörg|j@example.com".encode("cp1252"), "cp1252", "|"),
        ("Name;E-Mail\nJörg;j@example.com\n\x81;".encode("latin-1"), "latin-1", ";"),
    ],
)
def test_letters_and_marks_are_found(raw: bytes, encoding: str, delimiter: str) -> None:
    shape, rows = read(raw)
    assert (shape.encoding, shape.delimiter) == (encoding, delimiter)
    assert shape.headers == ("Name", "E-Mail")
    assert rows[0] == (1, ["Jörg", "j@example.com"])


@pytest.mark.parametrize(
    ("headers", "guessed"),
    [
        (
            "First name;Company;Mobile phone;E-mail",
            {"name": 0, "company": 1, "phone": 2, "address": 3},
        ),
        (
            "Vorname;Firma;Telefon;E-Mail-Adresse",
            {"name": 0, "company": 1, "phone": 2, "address": 3},
        ),
        ("Nombre;Empresa;Teléfono;Correo", {"name": 0, "company": 1, "phone": 2, "address": 3}),
        ("a;b;c", {}),
    ],
)
def test_columns_that_say_what_they_are_are_guessed(headers: str, guessed: dict[str, int]) -> None:
    assert read(f"{headers}\n1;2;3;4".encode())[0].guessed == guessed


def test_headers_that_stand_twice_are_named() -> None:
    assert read(b"Mail,Mail,,\n1,2,3,4")[0].doubled == ("Mail",)


def test_empty_lines_are_no_rows_and_cells_may_hold_line_breaks() -> None:
    _shape, rows = read(b'Name,Mail\n\n"A\nB",a@b.c\n,,\nC,c@d.e\n')
    assert rows == [(1, ["A\nB", "a@b.c"]), (2, ["C", "c@d.e"])]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "This file is empty."),
        (b" \n\n", "This file is empty."),
        (b"PK\x03\x04\x00\x00xl/workbook", "This is no list."),
        (b"a" + b"," * 1_000_000, "A row may have up to 200 columns"),
        (b"a" * 70_000, "A row may have up to 200 columns"),
        (b"a,b\n1,2\n" + b"1," * 300 + b"\n", "A row may have up to 200 columns"),
        (b"a,b\n1,2\n" + b"x" * 70_000, "A row may have up to 200 columns"),
        (b'a,b\n1,2\n"' + b"x\n" * 90_000, "Row 2 cannot be read: a quotation mark is missing."),
    ],
)
def test_what_is_no_list_is_said(raw: bytes, sentence: str) -> None:
    with pytest.raises(ListFileError) as caught:
        read(raw)
    assert str(caught.value).startswith(sentence)


class Endless(io.RawIOBase):
    """A file of one line that never ends; it is refused before much of it is read."""

    def __init__(self, piece: bytes) -> None:
        super().__init__()
        self.piece, self.given = piece, 0

    def seek(self, _offset: int, _whence: int = 0) -> int:
        return 0

    def read(self, size: int = -1) -> bytes:
        self.given += size
        return (self.piece * (size // len(self.piece) + 1))[:size]


@pytest.mark.parametrize("piece", [b",", b"a", b'"'])
def test_a_million_columns_cost_no_memory(piece: bytes) -> None:
    endless = Endless(piece)
    tracemalloc.start()
    with pytest.raises(ListFileError):
        shape_of(endless)  # type: ignore[arg-type]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert endless.given < 1_000_000
    assert most < 20_000_000


def test_more_rows_than_a_million_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leads.lists.reading.MOST_ROWS", 3)
    found: Iterator[tuple[int, list[str]]] = rows_of(io.BytesIO(b"a\n1\n2\n3\n4\n"), "utf-8", ",")
    assert [next(found)[0] for _ in range(3)] == [1, 2, 3]
    with pytest.raises(ListFileError, match="Split it in two"):
        next(found)
