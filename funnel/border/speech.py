"""In which language our own words are said: staff pages follow the browser, public ones do not.

A public page speaks the language of its funnel, which its view chooses, so that a shared cache
keeps one answer for everybody. Nothing of one request is left for the next in its thread.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from funnel.border.refusals import Answer

STAFF = ("/admin/", "/leads/", "/outbox/")


def spoken_language(get_response: Answer) -> Answer:
    by_browser = LocaleMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with translation.override(settings.LANGUAGE_CODE):
            if not request.path_info.startswith(STAFF):
                return get_response(request)
            response = by_browser(request)
        assert isinstance(response, HttpResponseBase)
        return response

    return middleware
