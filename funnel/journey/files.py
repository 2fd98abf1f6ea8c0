"""Files of the public pages: the funnel's colours as a style sheet, gifts and videos.

Videos are answered with Range, which Safari needs to play them at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from funnel.journey.looks import sheet, steps_name, steps_sheet, theme_of
from leads.file_kinds import TYPES, ending_of
from leads.models import MediaFile

_RANGE = re.compile(r"^bytes=(\d{0,15})-(\d{0,15})$")
_PIECE = 64 * 1024
_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def style(_request: HttpRequest, name: str) -> HttpResponse:
    """A funnel's style sheet. Its name holds its content, so it is kept for ever."""
    theme = theme_of(name)
    if theme is None:
        raise Http404
    response = HttpResponse(sheet(theme), content_type="text/css; charset=utf-8")
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
    """A stored file under its random name, whole or the asked-for part of it.

    Out of a bucket, too: so pages load nothing from elsewhere, and names stay ours.
    """
    row = MediaFile.objects.filter(file=name).first()
    if row is None:
        raise Http404
    return stored_file(request, row)


def stored_file(
    request: HttpRequest, row: MediaFile, *, is_attachment: bool = False
) -> HttpResponseBase:
    """The answer with a file, whoever asked; Range, ETag and 503 for a bucket that is away.

    `is_attachment` puts it among the downloads, as an archive always is.
    """
    name = str(row.file.name)
    mark = _mark(name)
    if request.headers.get("If-None-Match", "") == mark:
        return _told_of(HttpResponseNotModified(), mark)
    part = _part(_wanted(request, mark), row.size)
    if part is not None and part[0] > part[1]:
        return _told_of(_beyond(row), mark)
    try:
        file = default_storage.open(name, "rb")
    except FileNotFoundError:
        raise Http404 from None
    except OSError:
        return _away()
    response = _whole(file, row) if part is None else _partial(file, part, row)
    response.headers["Content-Disposition"] = _shown_as(row, is_attachment=is_attachment)
    return _told_of(response, mark)


def _mark(name: str) -> str:
    """From the random name. A sum of the content would tell who guesses what is in a file."""
    return f'"{PurePosixPath(name).stem}"'


def _wanted(request: HttpRequest, mark: str) -> str:
    """Range, unless the asker holds the beginning of another file."""
    holds = request.headers.get("If-Range", mark)
    return request.headers.get("Range", "") if holds == mark else ""


def _told_of(response: HttpResponseBase, mark: str) -> HttpResponseBase:
    response.headers["ETag"] = mark
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = _FOR_EVER
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _whole(file: IO[bytes], row: MediaFile) -> HttpResponseBase:
    response = FileResponse(file, content_type=_type(row))
    response.headers["Content-Length"] = str(row.size)
    return response


def _beyond(row: MediaFile) -> HttpResponse:
    response = HttpResponse(status=416)
    response.headers["Content-Range"] = f"bytes */{row.size}"
    return response


def _away() -> HttpResponse:
    """A bucket that does not answer; nothing of this is kept by a cache."""
    response = HttpResponse(status=503)
    response.headers["Retry-After"] = "30"
    response.headers["Cache-Control"] = "no-store"
    return response


def _type(row: MediaFile) -> str:
    """From our own list, whatever a row may say."""
    return TYPES.get(ending_of(row.name), "application/octet-stream")


def _shown_as(row: MediaFile, *, is_attachment: bool) -> str:
    """Shown in the page or the browser, or else put among the downloads; names are plain ASCII."""
    ending = ending_of(row.name)
    is_shown = not is_attachment and ending in TYPES and ending != ".zip"
    return f'{"inline" if is_shown else "attachment"}; filename="{row.name}"'


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
    response = StreamingHttpResponse(part_of_file, status=206, content_type=_type(row))
    response.headers["Content-Range"] = f"bytes {first}-{last}/{row.size}"
    response.headers["Content-Length"] = str(last - first + 1)
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
