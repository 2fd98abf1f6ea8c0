"""The page that says no: in plain words, with the status code that says the same to machines."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponseBase]


def refuse(request: HttpRequest, *, status: int, title: str, text: str) -> HttpResponse:
    """Needs neither session nor database, so it works from any depth of the middleware."""
    return render(request, "operating/refused.html", {"title": title, "text": text}, status=status)
