"""/embed.js: the one file other people's pages load from here, small and under a stable address."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

# Short, because its address never changes: what is put right arrives within ten minutes.
_TEN_MINUTES = "public, max-age=600, stale-while-revalidate=86400"
_NOT_NEEDED = re.compile(r"^ *(//.*\n)?", re.MULTILINE)


@require_safe
def embed_script(request: HttpRequest) -> HttpResponse:
    text, packed = script()
    takes_gzip = "gzip" in str(request.headers.get("Accept-Encoding", ""))
    etag = f'"{hashlib.sha256(packed).hexdigest()[:16]}{"-gzip" if takes_gzip else ""}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        packed if takes_gzip else text, content_type="text/javascript; charset=utf-8"
    )
    if takes_gzip and response.status_code == 200:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = _TEN_MINUTES
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@lru_cache(maxsize=1)
def script() -> tuple[bytes, bytes]:
    """The file without comments and indents, as it is and packed by gzip."""
    found = finders.find("js/embed.js")
    assert isinstance(found, str)
    text = _NOT_NEEDED.sub("", Path(found).read_text()).encode()
    return text, gzip.compress(text, 9, mtime=0)
