from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse


def watch(request: HttpRequest) -> HttpResponse:
    raise Http404


def listed(request: HttpRequest, state: str) -> HttpResponse:
    raise Http404


def act(request: HttpRequest) -> HttpResponse:
    raise Http404
