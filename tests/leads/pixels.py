"""Pictures and films for tests: made here, sound in every byte, as small as they can be."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image


def picture(red: int, green: int, blue: int) -> bytes:
    """A small PNG of one colour, as a browser can show it."""

    def part(kind: bytes, data: bytes) -> bytes:
        sum_of_it = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", sum_of_it)

    rows = (b"\0" + bytes((red, green, blue)) * 64) * 48
    head = struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0)
    parts = part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


# Any: Pillow's options, which differ by format.
def pixels(form: str, width: int = 64, height: int = 48, mode: str = "RGB", **more: Any) -> bytes:
    """A picture with something in it: a slope of colours, so that it does not vanish in packing."""
    image = Image.linear_gradient("L").resize((width, height)).convert(mode)
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def noise(form: str, width: int, height: int, **more: Any) -> bytes:
    """A picture that hardly gets smaller by packing. Any: as above."""
    image = Image.effect_noise((width, height), 90).convert("RGB")
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def film(seconds: float, *, version: int = 0, scale: int = 1000) -> bytes:
    """An MP4 that says how long it is, and holds nothing."""
    ticks = round(seconds * scale)
    times = (
        struct.pack(">QQLQ", 0, 0, scale, ticks)
        if version
        else struct.pack(">LLLL", 0, 0, scale, ticks)
    )
    header = _box(b"mvhd", bytes([version, 0, 0, 0]) + times + bytes(80))
    kind = _box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2avc1mp41")
    return kind + _box(b"free", bytes(8)) + _box(b"moov", header) + _box(b"mdat", bytes(16))


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content) + 8) + kind + content
