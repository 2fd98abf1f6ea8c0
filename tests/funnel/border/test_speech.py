from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext

from funnel.border.speech import spoken_language


def said_at(path: str, accepts: str) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{translation.get_language()} {gettext('Monday')}")

    request = RequestFactory().get(path, headers={"Accept-Language": accepts})
    response = spoken_language(view)(request)
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.parametrize("path", ["/admin/", "/admin/numbers/1/", "/leads/3/", "/outbox/"])
def test_staff_pages_follow_the_browser(path: str) -> None:
    response = said_at(path, "de-AT,de;q=0.9,en;q=0.5")
    assert response.content.decode() == "de Montag"
    assert response.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize("path", ["/", "/f/rates/", "/v/abc/", "/e/abc/", "/healthz"])
def test_public_pages_do_not(path: str) -> None:
    response = said_at(path, "de")
    assert response.content.decode() == "en Monday"
    assert "Vary" not in response.headers


def test_what_is_not_spoken_here_is_english() -> None:
    assert said_at("/admin/", "sv,*;q=0.1").content.decode() == "en Monday"


def test_nothing_is_left_for_the_next_request() -> None:
    with translation.override("es"):
        said_at("/admin/", "de")
        assert translation.get_language() == "es"
