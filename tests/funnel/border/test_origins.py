from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.urls("tests.funnel.border.echo")

HERE = "http://testserver"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, 403),
        ({"Origin": HERE}, 200),
        ({"Origin": "https://quiz.example.com"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": HERE + ".elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_own_posts_takes_posts_from_our_own_pages_only(
    client: Client, settings: Settings, headers: dict[str, str], status: int
) -> None:
    settings.SITE_URL = "https://quiz.example.com"
    assert client.post("/v/key/", {"choice": "a"}, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/hooks/mail/", {"event": "bounce"}, 200),
        ("/e/token/", {"List-Unsubscribe": "One-Click"}, 200),
        ("/e/token/", {"List-Unsubscribe": "Maybe"}, 403),
        ("/v/key/", {"List-Unsubscribe": "One-Click"}, 403),
        # Staff pages have sessions and Django's own CSRF tokens.
        ("/leads/1/", {"stage": "won"}, 200),
    ],
)
def test_own_posts_leaves_machines_and_staff_alone(
    client: Client, path: str, fields: dict[str, str], status: int
) -> None:
    answer = client.post(path, fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == status


def test_own_posts_lets_links_from_elsewhere_through(client: Client) -> None:
    assert client.get("/f/a/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
