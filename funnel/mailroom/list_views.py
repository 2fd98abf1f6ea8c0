from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse


def do_not_mail(request: HttpRequest) -> HttpResponse:
    raise Http404


def export(request: HttpRequest) -> HttpResponse:
    raise Http404
