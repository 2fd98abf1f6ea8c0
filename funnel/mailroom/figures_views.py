from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse


def series(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
