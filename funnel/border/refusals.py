"""The page that says no: in plain words, with the status code that says the same to machines."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django_stubs_ext import StrPromise

Answer = Callable[[HttpRequest], HttpResponseBase]


def refuse(
    request: HttpRequest, *, status: int, title: StrPromise, text: StrPromise
) -> HttpResponse:
    """Needs neither session nor database, so it works from any depth of the middleware.

    In the browser's language: no cache keeps a refusal, and no funnel is known here.
    """
    context = {"title": title, "text": text}
    with translation.override(translation.get_language_from_request(request)):
        return render(request, "operating/refused.html", context, status=status)
