from __future__ import annotations

import gzip

from django.test import Client

from funnel.journey.embed_script import script

TEN_MINUTES = "public, max-age=600, stale-while-revalidate=86400"


def test_embed_script_is_under_two_kilobytes_packed(client: Client) -> None:
    answer = client.get("/embed.js", headers={"Accept-Encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 2048
    assert gzip.decompress(answer.content) == script()[0]


def test_embed_script_may_be_loaded_by_any_page_and_kept_a_while(client: Client) -> None:
    answer = client.get("/embed.js")
    kept = ("Content-Type", "Cache-Control", "Cross-Origin-Resource-Policy", "Vary")
    assert [answer[name] for name in kept] == [
        "text/javascript; charset=utf-8",
        TEN_MINUTES,
        "cross-origin",
        "Accept-Encoding",
    ]
    assert "Content-Encoding" not in answer
    assert not answer.cookies
    again = client.get("/embed.js", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_embed_script_sets_no_cookie_and_keeps_nothing() -> None:
    text = script()[0].decode()
    for word in ("cookie", "localStorage", "sessionStorage", "indexedDB", "innerHTML", "eval"):
        assert word not in text
    assert "//" not in text.replace("://", "")
