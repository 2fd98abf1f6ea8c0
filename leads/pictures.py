"""Pictures as pixels: measured, freed of what a camera wrote, cut, and made light for phones.

Pure: bytes in, bytes out. leads.media calls it and keeps the rows.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from leads.file_kinds import MediaRefusedError, Readable, ending_of

MOST_PIXELS = 40_000_000
# Twice the width of a phone, and some room.
SMALL_WIDTH = 1080
SMALL_BYTES = 60 * 1024
_WIDTHS = (SMALL_WIDTH, 810, 640, 480, 320)
_QUALITIES = (80, 68, 55)
_LEAST_SIDE = 8
_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF"}
_UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,  # what Pillow raises for a broken PNG
    ValueError,
    EOFError,
    struct.error,
    IndexError,
    KeyError,
    TypeError,
)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """Width and height as shown; whether it moves; whether a camera wrote something into it."""

    width: int
    height: int
    is_moving: bool = False
    has_notes: bool = False
    has_place: bool = False


def measured(file: Readable, name: str) -> Measured:
    """Raises MediaRefusedError for a picture that cannot be shown or is too large to open."""
    with _opened(file, name) as image:
        image.verify()
    # Verifying looks at sums only; a picture that breaks off is found by reading it.
    with _opened(file, name) as image:
        image.load()
        return _facts(image)


def cleaned(file: Readable, name: str) -> bytes | None:
    """The same picture upright and without notes of a camera; None where it has none."""
    with _opened(file, name) as image:
        image.load()
        facts = _facts(image)
        if facts.is_moving or not facts.has_notes:
            return None
        return _saved(ImageOps.exif_transpose(image), ending_of(name))


def cut(file: Readable, name: str, box: Box) -> bytes:
    """The part inside the box of fractions (left, top, width, height), in the same format."""
    with _opened(file, name) as image:
        upright = ImageOps.exif_transpose(image)
        left, top = round(box[0] * upright.width), round(box[1] * upright.height)
        right = min(upright.width, max(left + _LEAST_SIDE, left + round(box[2] * upright.width)))
        below = min(upright.height, max(top + _LEAST_SIDE, top + round(box[3] * upright.height)))
        left, top = max(0, min(left, right - _LEAST_SIDE)), max(0, min(top, below - _LEAST_SIDE))
        return _saved(upright.crop((left, top, right, below)), ending_of(name))


def lighter(file: Readable, name: str, size: int) -> bytes | None:
    """WebP of at most SMALL_WIDTH and SMALL_BYTES; None where the picture is light already.

    Never larger than it was; what shines through still does.
    """
    with _opened(file, name) as image:
        facts = _facts(image)
        if facts.is_moving or (facts.width <= SMALL_WIDTH and size <= SMALL_BYTES):
            return None
        upright = _bare(ImageOps.exif_transpose(image))
    made = b""
    for width in _WIDTHS:
        scaled = _scaled(upright, min(width, upright.width))
        for quality in _QUALITIES:
            made = _written(scaled, "WEBP", quality=quality, method=4)
            if len(made) <= SMALL_BYTES:
                return made
            if len(made) > 3 * SMALL_BYTES:
                # No quality saves that much: fewer points do.
                break
    return made if len(made) < size else None


@contextmanager
def _opened(file: Readable, name: str) -> Iterator[Image.Image]:
    file.seek(0)
    try:
        with Image.open(file, formats=(_FORMATS[ending_of(name)],)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _too_large(name)
            yield image
    except MediaRefusedError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(name) from error
    except _UNREADABLE as error:
        raise MediaRefusedError(
            _("%(name)s is damaged inside. Save it as %(ending)s again.")
            % {"name": name, "ending": ending_of(name)}
        ) from error
    finally:
        file.seek(0)


def _facts(image: Image.Image) -> Measured:
    exif = image.getexif()
    width, height = image.size
    if exif.get(ExifTags.Base.Orientation) in {5, 6, 7, 8}:
        width, height = height, width
    notes = ("exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment")
    # Phones put a second picture behind the first; only the first is wanted.
    is_double = image.format == "MPO"
    return Measured(
        width=width,
        height=height,
        is_moving=getattr(image, "n_frames", 1) > 1 and not is_double,
        has_notes=is_double or any(image.info.get(note) for note in notes),
        has_place=bool(exif.get_ifd(ExifTags.IFD.GPSInfo)),
    )


def _bare(image: Image.Image) -> Image.Image:
    """In colours that every format can write."""
    if image.mode in {"RGB", "RGBA", "L"}:
        return image.copy()
    has_alpha = image.mode in {"LA", "PA", "La"} or "transparency" in image.info
    return image.convert("RGBA" if has_alpha else "RGB")


def _scaled(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _saved(image: Image.Image, ending: str) -> bytes:
    bare = _bare(image)
    profile = image.info.get("icc_profile")
    form = _FORMATS[ending]
    if form == "JPEG":
        bare = bare if bare.mode == "L" else bare.convert("RGB")
    kept: dict[str, Any] = {"icc_profile": profile} if profile else {}  # Any: Pillow's options
    return _written(bare, form, **({"quality": 90} if form != "PNG" else {}), **kept)


# Any: Pillow's options, which differ by format.
def _written(image: Image.Image, form: str, **options: Any) -> bytes:
    plain = image.copy()
    plain.info = {}
    out = io.BytesIO()
    plain.save(out, form, **options)
    return out.getvalue()


def _too_large(name: str) -> MediaRefusedError:
    return MediaRefusedError(
        _("%(name)s has more than 40 million points. Save it smaller.") % {"name": name}
    )
