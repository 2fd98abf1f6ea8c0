"""Forms of mail providers, read whole: a field of theirs may hold a mail with its attachments.

Django reads a field only up to the size that a form of our own may have; a file of theirs it would
write to the disk, where nobody asked for it. Called once the provider is known to be ours.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.http import parse_header_parameters

FORM = "multipart/form-data"


def read_form(request: HttpRequest) -> None:
    """Fills POST and FILES of a multipart form; every other request stays as it is.

    How much may arrive at all was decided before, by its announced length. Raises ValueError for
    what is no such form, SuspiciousOperation for more fields than any provider sends.
    """
    if request.content_type != FORM:
        return
    fields = QueryDict(mutable=True)
    files: MultiValueDict[str, SimpleUploadedFile] = MultiValueDict()
    for head, content in _parts(request):
        told = _headers(head)
        _kind, about = parse_header_parameters(told.get("content-disposition", ""))
        if not about.get("name"):
            raise ValueError("A part of the form has no name.")
        if "filename" in about:
            kind = told.get("content-type", "application/octet-stream")
            files.appendlist(about["name"], _file(about["filename"], content, kind))
        else:
            fields.appendlist(about["name"], content.decode("utf-8", "replace"))
    # What POST and FILES give out.
    request._post, request._files = fields, files  # type: ignore[attr-defined]  # Django's own


def _parts(request: HttpRequest) -> list[tuple[bytes, bytes]]:
    _kind, about = parse_header_parameters(request.META.get("CONTENT_TYPE", ""))
    if not about.get("boundary"):
        raise ValueError("The form names no boundary.")
    line = b"\r\n--" + about["boundary"].encode("ascii", "replace")
    pieces = (b"\r\n" + request.read()).split(line, settings.PUBLIC_POST_FIELDS + 2)
    if len(pieces) > settings.PUBLIC_POST_FIELDS + 2:
        raise SuspiciousOperation("More fields than any provider sends.")
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise ValueError("The form ends in the middle.")
    split = (piece.partition(b"\r\n\r\n") for piece in pieces[1:-1])
    return [(head, content) for head, _blank, content in split]


def _headers(head: bytes) -> dict[str, str]:
    lines = (line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n"))
    return {name.strip().lower(): value.strip() for name, _colon, value in lines if name.strip()}


def _file(name: str, content: bytes, kind: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name or "file", content, kind.partition(";")[0].strip())
