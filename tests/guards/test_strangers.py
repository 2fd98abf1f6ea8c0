"""Every address is public by name or refuses a stranger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

pytestmark = pytest.mark.django_db

# What strangers may open: the journey, mail links, files, and what machines ask.
PUBLIC = ("c/", "f/", "v/", "e/", "hooks/", "media/", "style/", "my-data/", "outbox/")
PUBLIC_EXACTLY = (
    *("", "privacy/", "imprint/", "embed.js", "funnel.schema.json"),
    *("healthz", "readyz", "metrics"),
)
# Signing in has to be open; the rest of the admin is not.
DOORS = ("admin/login/", "admin/jsi18n/", "admin/logout/")

SAMPLES = {"int": "1", "slug": "a", "str": "a", "uuid": "0" * 8 + "-0000-0000-0000-" + "0" * 12}


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, before + _sample(entry))
        elif isinstance(entry, URLPattern):
            yield before + _sample(entry)


def _sample(entry: URLPattern | URLResolver) -> str:
    """The route with something in each of its gaps; an expression stands as it is written."""
    if not isinstance(entry.pattern, RoutePattern):
        return str(entry.pattern).lstrip("^")
    text = str(entry.pattern)
    for name, converter in entry.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        sample = SAMPLES.get({"string": "str"}.get(kind, kind), "a")
        for written in (f"<{kind}:{name}>", f"<{name}>"):
            text = text.replace(written, sample)
        if f":{name}>" in text:
            start = text.rindex("<", 0, text.index(f":{name}>"))
            text = text[:start] + sample + text[text.index(f":{name}>") + len(name) + 2 :]
    return text


def closed_routes() -> list[str]:
    return sorted(
        {
            route
            for route in routes(get_resolver())
            if not route.startswith(PUBLIC) and route not in PUBLIC_EXACTLY + DOORS
        }
    )


@pytest.mark.parametrize("route", closed_routes())
def test_closed_addresses_refuse_a_stranger(client: Client, route: str) -> None:
    for answer in (client.get(f"/{route}"), client.post(f"/{route}")):
        is_sent_to_login = answer.status_code == 302 and "/login/" in answer["Location"]
        is_tidied = answer.status_code in {301, 302} and answer["Location"].rstrip("/") == "/admin"
        assert is_sent_to_login or is_tidied or answer.status_code in {403, 404, 405}, (
            route,
            answer.status_code,
        )
