from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.funnel.border.echo")


@pytest.mark.parametrize(
    ("wanted", "html"),
    [
        ("ar-EG,ar;q=0.9", '<html lang="ar" dir="rtl">'),
        ("de-CH, fr;q=0.8", '<html lang="de" dir="ltr">'),
        ("fi", '<html lang="en" dir="ltr">'),
        ("", '<html lang="en" dir="ltr">'),
        ("\u0000;;q=x", '<html lang="en" dir="ltr">'),
    ],
)
def test_refuse_speaks_the_language_of_the_browser(client: Client, wanted: str, html: str) -> None:
    headers = {"Accept-Language": wanted, "Sec-Fetch-Site": "cross-site"}
    answer = client.post("/v/key/", headers=headers)
    page = " ".join(answer.content.decode().split())
    assert (answer.status_code, html in page) == (403, True)
