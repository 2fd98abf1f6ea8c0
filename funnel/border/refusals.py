"""The page that says no: in plain words, with the status code that says the same to machines."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django_stubs_ext import StrPromise

from funnel.border.paths import is_hook

Answer = Callable[[HttpRequest], HttpResponseBase]


def refuse(
    request: HttpRequest, *, status: int, title: StrPromise, text: StrPromise
) -> HttpResponse:
    """Needs neither session nor database, so it works from any depth of the middleware.

    In the browser's language: no cache keeps a refusal, and no funnel is known here. A machine
    at a hook reads the sentence in English, as JSON.
    """
    if is_hook(request):
        with translation.override("en"):
            return JsonResponse({"error": str(text)}, status=status)
    context = {"title": title, "text": text}
    with translation.override(translation.get_language_from_request(request)):
        return render(request, "operating/refused.html", context, status=status)
