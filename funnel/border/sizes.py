"""Refuses what no form of ours can have sent: NUL in an address, huge posts, hundreds of fields.

funnel.operating.embedded says the same words for what its web server refuses by itself.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _

from funnel.border.paths import is_mail_hook, is_public_post, is_staff_page
from funnel.border.refusals import Answer, refuse

# A reply may bring its attachments, which are not kept; Postmark sends the largest: 35 MB, and
# a third more as text.
MAIL_HOOK_BYTES = 48 * 1024 * 1024
TOO_LARGE = _("This file is too large")
MAKE_SMALLER = _(
    "A file may have 100 MB. Make it smaller, then go back and choose it again: nothing was kept."
)


def readable_addresses(get_response: Answer) -> Answer:
    """400 for a NUL in path or query: Postgres raises on it, SQLite would hide that."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        query = str(request.META.get("QUERY_STRING", ""))
        if "\0" in request.path_info or "\0" in query or "%00" in query:
            return _unreadable(request)
        return get_response(request)

    return middleware


def small_posts(get_response: Answer) -> Answer:
    """413 above PUBLIC_POST_BYTES, 400 above PUBLIC_POST_FIELDS or for a body nobody can read."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_public_post(request):
            return get_response(request)
        is_mail = is_mail_hook(request)
        most = MAIL_HOOK_BYTES if is_mail else settings.PUBLIC_POST_BYTES
        if _announced_bytes(request) > most:
            return refuse(
                request,
                status=413,
                title=_("That was too much at once"),
                text=_(
                    "What you sent is larger than any answer we ask for. Go back and shorten it."
                ),
            )
        is_readable = _read_whole(request) if is_mail else _has_few_fields(request)
        if not is_readable:
            return _unreadable(request)
        return get_response(request)

    return middleware


def storable_posts(get_response: Answer) -> Answer:
    """413 for a staff post above STAFF_POST_BYTES, before anything reads it or writes it down."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if is_staff_page(request) and _announced_bytes(request) > settings.STAFF_POST_BYTES:
            return refuse(request, status=413, title=TOO_LARGE, text=MAKE_SMALLER)
        return get_response(request)

    return middleware


def _announced_bytes(request: HttpRequest) -> int:
    """Web servers read no further than the announced length, so the announcement is enough."""
    announced = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(announced) if announced.isascii() and announced.isdigit() else 0


def _read_whole(request: HttpRequest) -> bool:
    """Django reads no body above DATA_UPLOAD_MAX_MEMORY_SIZE, a limit for forms; what a provider
    tells of a reply may bring its attachments. Its forms are read by funnel.mail_hooks."""
    if request.content_type != "multipart/form-data":
        try:
            request._body = request.read()  # what `body` gives out
        except OSError:
            return False
    return True


def _has_few_fields(request: HttpRequest) -> bool:
    try:
        values = sum(len(values) for _, values in request.POST.lists())
        files = sum(len(files) for _, files in request.FILES.lists())
    except (BadRequest, SuspiciousOperation, MultiPartParserError):
        return False
    return values + files <= settings.PUBLIC_POST_FIELDS


def _unreadable(request: HttpRequest) -> HttpResponse:
    return refuse(
        request,
        status=400,
        title=_("We could not read that"),
        text=_("Something arrived here that none of our pages sends. Go back and try once more."),
    )
