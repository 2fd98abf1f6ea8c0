"""How long a film lasts, read from its own header. Pure; called by the form of a video.

Figures after ISO/IEC 14496-12: a file is boxes of size and kind; `mvhd` in `moov` has the length.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from leads.file_kinds import Readable

_MOST_BOXES = 1_000
_LONGEST = 7_200


def seconds_of(file: Readable) -> int | None:
    """Whole seconds, rounded up, at least 1; None where the file does not say."""
    try:
        file.seek(0, 2)
        end = file.tell()
        for kind, start, stop in _boxes(file, 0, end):
            if kind == b"moov":
                return _in_moov(file, start, stop)
    except (struct.error, OverflowError):
        return None
    finally:
        file.seek(0)
    return None


def _in_moov(file: Readable, start: int, stop: int) -> int | None:
    for kind, first, _stop in _boxes(file, start, stop):
        if kind == b"mvhd":
            file.seek(first)
            return _length(file.read(32))
    return None


def _length(header: bytes) -> int | None:
    if header[:1] == b"\x01":
        scale, duration = struct.unpack_from(">LQ", header, 20)
    else:
        scale, duration = struct.unpack_from(">LL", header, 12)
    if not scale or not duration:
        return None
    seconds = int(-(-duration // scale))
    return seconds if seconds <= _LONGEST else None


def _boxes(file: Readable, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, first byte of the content and the byte after it, box by box."""
    for _count in range(_MOST_BOXES):
        if start + 8 > end:
            return
        file.seek(start)
        size, kind = struct.unpack(">L4s", file.read(8))
        head = 8
        if size == 1:
            (size,), head = struct.unpack(">Q", file.read(8)), 16
        elif size == 0:
            size = end - start
        if size < head:
            return
        yield kind, start + head, min(start + size, end)
        start += size
