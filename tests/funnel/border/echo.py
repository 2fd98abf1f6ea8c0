"""Addresses for the border's tests: every path answers with what arrived."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import re_path


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.method} {len(request.POST)}")


urlpatterns = [re_path(r"^.*$", echo)]
