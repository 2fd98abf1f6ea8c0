"""A list as spreadsheets write it: which letters, which mark between cells, which column is what.

Pure over a stream of bytes. Every bound is checked while reading, so a file that is no list costs
no memory before it is refused.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

MOST_BYTES = 100 * 1024 * 1024
MOST_COLUMNS = 200
MOST_ROWS = 1_000_000
LONGEST_LINE = 64 * 1024
_LOOKED_AT = 64 * 1024
DELIMITERS = (";", ",", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What the columns of the field's usual exports are called, in the languages of the house.
_CALLED = {
    "address": r"e-?mail|mail.?adress|correo|address of mail|البريد",
    "phone": r"phone|mobile|tel(efon|éfono|\b)|handy|rufnummer|móvil|الهاتف",
    "company": r"company|organi[sz]ation|firma|unternehmen|empresa|الشركة",
    "name": r"(first|full|given)?\s*name\b|vorname|nombre|contact|kontakt|الاسم",
}
FIELDS = tuple(_CALLED)


class ListFileError(ValueError):
    """Its text is a sentence for whoever brought the file."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`encoding` as Python calls it; `headers` as they stand in the first line."""

    encoding: str
    delimiter: str
    headers: tuple[str, ...]

    @property
    def guessed(self) -> dict[str, int]:
        """Field to column, for headers that say what they are."""
        found: dict[str, int] = {}
        for field, pattern in _CALLED.items():
            for number, header in enumerate(self.headers):
                if number not in found.values() and re.search(pattern, header.lower()):
                    found[field] = number
                    break
        return found

    @property
    def doubled(self) -> tuple[str, ...]:
        """Headers that stand more than once."""
        counts = Counter(header for header in self.headers if header)
        return tuple(header for header, count in counts.items() if count > 1)


def shape_of(stream: IO[bytes]) -> Shape:
    """Reads the beginning only. Raises ListFileError."""
    start = stream.read(_LOOKED_AT)
    stream.seek(0)
    if not start.strip():
        raise ListFileError(_("This file is empty."))
    encoding = _encoding(start)
    first = start.decode(encoding, "replace").lstrip("\ufeff").splitlines()[0]
    if "\x00" in first:
        raise ListFileError(_("This is no list. Save it as CSV and choose that file."))
    counts = {mark: first.count(mark) for mark in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda mark: counts[mark])
    if counts[delimiter] >= MOST_COLUMNS or len(first) >= _LOOKED_AT // 2:
        raise ListFileError(_too_many())
    headers = next(_cells(stream, encoding, delimiter), [])
    return Shape(encoding, delimiter, tuple(" ".join(cell.split())[:100] for cell in headers))


def rows_of(stream: IO[bytes], encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows below the headers with their number from 1; empty lines are no rows.

    Raises ListFileError with the row where reading ends.
    """
    rows = _cells(stream, encoding, delimiter)
    next(rows, None)
    number = 0
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            words = _("Row %(number)s cannot be read: a quotation mark is missing.")
            raise ListFileError(words % {"number": number + 1}) from None
        if not any(cell.strip() for cell in cells):
            continue
        number += 1
        if number > MOST_ROWS:
            raise ListFileError(_("A list may have up to 1,000,000 rows. Split it in two."))
        yield number, cells


def _cells(stream: IO[bytes], encoding: str, delimiter: str) -> Iterator[list[str]]:
    stream.seek(0)
    # The stubs want the buffer of the C class here, which a plain one serves as well.
    raw = io.BufferedReader(_Kept(stream))  # type: ignore[type-var]
    text = io.TextIOWrapper(raw, encoding, errors="replace", newline="")
    for cells in csv.reader(_lines(text), delimiter=delimiter):
        if len(cells) > MOST_COLUMNS:
            raise ListFileError(_too_many())
        yield [cell.replace("\x00", "").lstrip("\ufeff") for cell in cells]


def _lines(text: IO[str]) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) >= LONGEST_LINE:
            raise ListFileError(_too_many())
        yield line


def _too_many() -> str:
    return _("A row may have up to 200 columns and 64,000 characters. This file has more.")


def _encoding(start: bytes) -> str:
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    try:
        # The cut may go through a letter.
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "cp1252" if _is_windows(start) else "latin-1"
    return "utf-8"


def _is_windows(start: bytes) -> bool:
    try:
        start.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


class _Kept(io.RawIOBase):
    """Lends a stream that a wrapper would close at its own end."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # typeshed's Buffer
        found = self._stream.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


def column(cells: Sequence[str], number: int | None) -> str:
    """The cell of a mapped column; '' where it has none or the row is shorter."""
    return cells[number].strip() if number is not None and number < len(cells) else ""
