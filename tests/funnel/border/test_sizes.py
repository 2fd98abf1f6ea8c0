from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.funnel.border.echo")


@pytest.mark.parametrize("path", ["/f/a%00b/", "/f/a/?q=%00", "/leads/?q=a%00b", "/admin/%00/"])
def test_readable_addresses_refuses_nul_in_path_and_query(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, "We could not read that" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/v/key/", 64 * 1024, 200),
        ("/v/key/", 64 * 1024 + 1, 413),
        ("/leads/1/", 64 * 1024 + 1, 200),
        ("/admin/x/", 64 * 1024 + 1, 200),
    ],
)
def test_small_posts_refuses_more_bytes_than_a_form_of_ours_has(
    client: Client, path: str, size: int, status: int
) -> None:
    body = "a=" + "x" * (size - 2)
    answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [("/v/key/", 100, 200), ("/v/key/", 101, 400), ("/v/key/", 5000, 400), ("/leads/", 101, 200)],
)
def test_small_posts_refuses_more_fields_than_a_form_of_ours_has(
    client: Client, path: str, fields: int, status: int
) -> None:
    body = "&".join(f"f{number}=1" for number in range(fields))
    answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == status


def test_small_posts_counts_repeated_fields(client: Client) -> None:
    assert client.post("/v/key/", {"choice": ["a"] * 101}).status_code == 400


def test_small_posts_refuses_a_multipart_body_without_an_end(client: Client) -> None:
    answer = client.post("/v/key/", b"--x", content_type="multipart/form-data")
    assert answer.status_code == 400


@pytest.mark.parametrize("announced", ["-1", "lots", "", "²"])
def test_small_posts_takes_an_unreadable_length_as_nothing(client: Client, announced: str) -> None:
    answer = client.generic("POST", "/v/key/", CONTENT_LENGTH=announced)
    assert (answer.status_code, answer.content) == (200, b"POST 0")


@pytest.mark.parametrize(
    ("path", "announced", "status"),
    [
        ("/admin/leads/leadmagnet/1/change/", 2 * 1024**3, 413),
        ("/admin/x/", 128 * 1024 * 1024 + 1, 413),
        ("/leads/1/", 2 * 1024**3, 413),
        ("/v/key/", 2 * 1024**3, 413),
    ],
)
def test_storable_posts_refuses_by_the_announcement_and_reads_nothing(
    client: Client, path: str, announced: int, status: int
) -> None:
    answer = client.generic("POST", path, CONTENT_LENGTH=str(announced))
    assert (answer.status_code, b"<h1>" in answer.content) == (status, True)


def test_storable_posts_says_what_to_do(client: Client) -> None:
    answer = client.generic("POST", "/admin/x/", CONTENT_LENGTH=str(2 * 1024**3))
    assert "A file may have 100 MB. Make it smaller" in answer.content.decode()
