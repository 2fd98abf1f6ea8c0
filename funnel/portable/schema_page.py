"""The JSON Schema of the funnel file at an address, for editors that read it."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from funnel.portable.schema import schema_text

_KEPT_SECONDS = 3600


@require_safe
def show_schema(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        _schema(),
        content_type="application/schema+json",
        headers={
            "Access-Control-Allow-Origin": "*",
            "Cache-Control": f"public, max-age={_KEPT_SECONDS}",
        },
    )


@lru_cache(maxsize=1)
def _schema() -> str:
    return schema_text()
