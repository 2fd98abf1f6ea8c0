"""Files of the public pages: the funnel's colours as a style sheet, gifts and videos.

Videos are answered with Range, which Safari needs to play them at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from funnel.journey.looks import sheet, steps_name, steps_sheet
from leads.models import MediaFile

_RANGE = re.compile(r"^bytes=(\d{0,15})-(\d{0,15})$")
_PIECE = 64 * 1024
_LARGEST_CORNER = 28
_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def style(_request: HttpRequest, name: str) -> HttpResponse:
    """A funnel's style sheet. Its name holds its content, so it is kept for ever."""
    _, accent, accent_dark, corner = name.split("-")
    if int(corner) > _LARGEST_CORNER:
        raise Http404
    text = sheet(f"#{accent}", f"#{accent_dark}", int(corner))
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = _FOR_EVER
    return response


@require_safe
def steps_style(_request: HttpRequest, name: str) -> HttpResponse:
    """The sheet of the later screens; an old name gives the one of today."""
    response = HttpResponse(steps_sheet(), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = _FOR_EVER if name == steps_name() else "no-cache"
    return response


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A stored file under its random name, whole or the asked-for part of it."""
    row = MediaFile.objects.filter(file=name).first()
    if row is None or not default_storage.exists(name):
        raise Http404
    file = default_storage.open(name, "rb")
    part = _part(request.headers.get("Range", ""), row.size)
    response: HttpResponseBase
    if part is None:
        response = FileResponse(file, filename=row.name, content_type=row.content_type)
    elif part[0] > part[1]:
        file.close()
        response = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{row.size}"
    else:
        response = _partial(file, part, row)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = _FOR_EVER
    return response


def _part(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte; None for the whole file, first > last for what cannot be had."""
    found = _RANGE.match(header)
    if found is None or found[0] == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (1, 0)
    end = min(int(last), size - 1) if last else size - 1
    return (int(first), end) if int(first) < size and end >= int(first) else (1, 0)


def _partial(file: IO[bytes], part: tuple[int, int], row: MediaFile) -> StreamingHttpResponse:
    first, last = part
    part_of_file = _Part(file, first, last - first + 1)
    response = StreamingHttpResponse(part_of_file, status=206, content_type=row.content_type)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{row.size}"
    response.headers["Content-Length"] = str(last - first + 1)
    response.headers["Content-Disposition"] = f'inline; filename="{row.name}"'
    return response


class _Part:
    """Some bytes of a file, which is closed with the response even if nobody reads them."""

    def __init__(self, file: IO[bytes], start: int, length: int) -> None:
        self._file, self._start, self._length = file, start, length

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(self._start)
        left = self._length
        while left > 0 and (piece := self._file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece

    def close(self) -> None:
        self._file.close()
