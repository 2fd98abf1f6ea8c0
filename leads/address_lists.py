"""Lists of addresses as people have them: a column of a spreadsheet, an export, lines of a mail.

Pure. The do-not-mail page reads one in and writes one out; what is read in becomes keyed hashes
at once, so nobody's address is kept who is not in the house already.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from leads.addresses import LONGEST, AddressError, address_hash, normalise
from leads.lists.rows import harmless

MOST_LINES = 100_000
MOST_BYTES = 12_000_000
# So many lines without an address are named; more would not be read.
NAMED = 20
COLUMNS = ("address", "hash", "reason", "since")
_HASH = re.compile(r"[0-9a-f]{64}\Z")
# Most addresses are plain; the thorough check of the others costs thirty times as long.
_PLAIN = re.compile(
    r"(?=.{6,254}\Z)[a-z0-9](?:[a-z0-9_+-]|\.(?=[a-z0-9_+-])){0,63}@"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}\Z"
)


class ListError(ValueError):
    """`why` is "lines" or "bytes": more of them than one list may have."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class ReadList:
    """`hashes` once each; `wrong` are line numbers, the first few, of `wrong_count`."""

    hashes: tuple[str, ...]
    wrong: tuple[int, ...]
    wrong_count: int


def read_bytes(raw: bytes) -> ReadList:
    """Raises ListError. UTF-8 or UTF-16 with its mark, else UTF-8, else Latin-1."""
    if len(raw) > MOST_BYTES:
        raise ListError("bytes")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return read_list(raw.decode("utf-16", "replace"))
    try:
        return read_list(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return read_list(raw.decode("latin-1"))


def read_list(text: str) -> ReadList:
    """One address a line, or a column of them. A first line of headings is no address and no
    fault. Raises ListError."""
    found: dict[str, None] = {}
    wrong: list[int] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if number > MOST_LINES:
            raise ListError("lines")
        if not line.strip():
            continue
        its_hash = _hash_of(line)
        if its_hash:
            found[its_hash] = None
        elif number > 1 or not _is_heading(line):
            wrong.append(number)
    return ReadList(tuple(found), tuple(wrong[:NAMED]), len(wrong))


def _is_heading(line: str) -> bool:
    return "@" not in line and any(char.isalpha() for char in line)


def _hash_of(line: str) -> str:
    """Of the first cell that is an address; else a hash, as our own export writes it."""
    cells = list(_cells(line))
    for cell in cells:
        if "@" in cell and (its_hash := _hash_of_address(cell)):
            return its_hash
    return next((cell for cell in cells if _HASH.match(cell)), "")


def _hash_of_address(cell: str) -> str:
    plain = cell.lower()
    if _PLAIN.match(plain):
        return address_hash(plain)
    # Of an export the apostrophe that keeps a spreadsheet from running the cell.
    text = parseaddr(cell)[1] or cell.removeprefix("'")
    try:
        return address_hash(normalise(text)) if len(text) <= LONGEST else ""
    except AddressError:
        return ""


def _cells(line: str) -> Iterator[str]:
    if not any(mark in line for mark in ',;\t"'):
        yield line.strip()
        return
    mark = next((each for each in ("\t", ";") if each in line), ",")
    try:
        cells = next(csv.reader([line], delimiter=mark, skipinitialspace=True), [])
    except csv.Error:
        return
    for cell in cells:
        yield cell.strip()


def written(rows: Iterable[tuple[str, str, str, datetime]]) -> Iterator[str]:
    """Lines of a CSV file; the address is empty where we do not know it any more."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield writer.writerow(COLUMNS)
    for address, its_hash, reason, since in rows:
        cells = (address, its_hash, reason, since.isoformat(timespec="seconds"))
        yield writer.writerow([harmless(cell) for cell in cells])


class _Line:
    """Gives back each line that csv writes."""

    def write(self, line: str) -> str:
        return line
