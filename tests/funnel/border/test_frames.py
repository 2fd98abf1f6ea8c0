from __future__ import annotations

import pytest
from django.test import Client

from funnel.document import load
from tests.funnel.factories import make_publication
from tests.funnel.journey.scored_documents import personality

pytestmark = pytest.mark.django_db

ORIGINS = ("https://example.com", "https://www.example.com")
SHUT = ("frame-ancestors 'none'", "DENY")
OPEN = ("frame-ancestors https://example.com https://www.example.com", None)


def frames(client: Client, path: str) -> tuple[str, str | None]:
    """What the policy and the older header say of frames."""
    answer = client.get(path)
    policy = answer["Content-Security-Policy"].split("; ")
    said = next(part for part in policy if part.startswith("frame-ancestors"))
    assert "default-src 'none'" in policy
    return said, answer.headers.get("X-Frame-Options")


def publish_listed() -> None:
    make_publication(personality().model_copy(update={"embed_on": ORIGINS}))


def test_frames_are_shut_without_a_list(client: Client) -> None:
    make_publication(personality())
    assert frames(client, "/f/rates/") == SHUT


def test_frames_are_open_to_the_listed_pages_alone(client: Client) -> None:
    publish_listed()
    assert frames(client, "/f/rates/") == OPEN
    start = client.post("/f/rates/", {"choice": "a"})
    assert start.status_code == 303
    assert frames(client, start["Location"]) == OPEN


@pytest.mark.parametrize("path", ["/", "/privacy/", "/f/none/", "/admin/login/", "/leads/"])
def test_frames_stay_shut_elsewhere(client: Client, path: str) -> None:
    publish_listed()
    answer = client.get(path)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_a_list_holds_origins_and_nothing_that_opens_the_policy() -> None:
    text = personality().model_dump_json()
    for bad in ("https://a.com; script-src *", "*", "https://*", "javascript:x", "https://A.com"):
        with pytest.raises(ValueError, match="embed_on"):
            load(text.replace('"embed_on":[]', f'"embed_on":["{bad}"]'))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 303),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://example.com"}, 403),
        ({"Origin": "https://example.com"}, 403),
    ],
)
def test_a_frame_posts_to_itself_and_the_page_around_it_cannot(
    client: Client, headers: dict[str, str], status: int
) -> None:
    publish_listed()
    answer = client.post("/f/rates/?embed=example.com", {"choice": "a"}, headers=headers)
    assert answer.status_code == status
