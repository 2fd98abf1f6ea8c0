from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from funnel.border.rates import count_post, pseudonym

pytestmark = pytest.mark.urls("tests.funnel.border.echo")

NOW = datetime(2026, 3, 2, 9, 30, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _three_a_minute(settings: Settings) -> Iterator[None]:
    settings.PUBLIC_POSTS_PER_MINUTE = 3
    with time_machine.travel(NOW, tick=False):
        yield


def statuses(client: Client, count: int, path: str = "/v/key/", **fields: str) -> list[int]:
    return [client.post(path, fields).status_code for _ in range(count)]


def test_unhurried_posts_refuses_the_post_after_the_last_allowed(client: Client) -> None:
    assert statuses(client, 4) == [200, 200, 200, 429]
    answer = client.post("/v/key/")
    assert (answer["Retry-After"], "Wait a minute" in answer.content.decode()) == ("20", True)


def test_unhurried_posts_begins_anew_with_the_next_minute(client: Client) -> None:
    statuses(client, 4)
    with time_machine.travel(NOW + timedelta(seconds=20), tick=False):
        assert statuses(client, 1) == [200]


def test_unhurried_posts_counts_each_address_for_itself(client: Client) -> None:
    statuses(client, 4)
    assert client.post("/v/key/", REMOTE_ADDR="10.1.2.3").status_code == 200


def test_unhurried_posts_never_counts_reading_staff_or_unsubscribing(client: Client) -> None:
    statuses(client, 4)
    assert client.get("/v/key/").status_code == 200
    assert statuses(client, 5, "/leads/1/") == [200] * 5
    unsubscribing = [
        client.post("/e/token/", {"List-Unsubscribe": "One-Click"}).status_code for _ in range(5)
    ]
    assert unsubscribing == [200] * 5


def test_count_post_lets_everybody_pass_while_the_cache_is_away(settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert count_post("10.0.0.1", now=NOW) == 0


def test_count_post_counts_in_a_real_valkey(settings: Settings, valkey_url: str) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": valkey_url,
        }
    }
    assert [count_post("10.0.0.1", now=NOW) for _ in range(3)] == [1, 2, 3]


def test_pseudonym_is_the_same_for_a_day_and_for_a_subscriber() -> None:
    tomorrow = NOW + timedelta(days=1)
    assert pseudonym("10.0.0.1", now=NOW) == pseudonym("10.0.0.1", now=NOW + timedelta(hours=9))
    assert pseudonym("10.0.0.1", now=NOW) != pseudonym("10.0.0.1", now=tomorrow)
    assert pseudonym("10.0.0.1", now=NOW) != pseudonym("10.0.0.2", now=NOW)
    assert pseudonym("2001:db8::1", now=NOW) == pseudonym("2001:db8::ffff", now=NOW)
    assert pseudonym("2001:db8::1", now=NOW) != pseudonym("2001:db8:0:1::1", now=NOW)
    assert "10.0.0.1" not in pseudonym("10.0.0.1", now=NOW)
