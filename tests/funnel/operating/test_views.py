from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from funnel.operating.metrics import metrics
from leads.models import EmailAddress, Lead
from nurture.models import Delivery

pytestmark = [pytest.mark.django_db, pytest.mark.urls("funnel.operating.urls")]

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
READY = {"database": "ok", "migrations": "ok", "cache": "ok", "broker": "ok"}


def test_healthz_asks_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_says_what_answers(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, READY)


def test_readyz_names_tables_that_are_behind(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, READY | {"migrations": "behind"})


def test_readyz_names_a_cache_that_is_away(client: Client, settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, READY | {"cache": "away"})


@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [
        ("", {}, 200),
        ("", {"REMOTE_ADDR": "10.0.0.1"}, 404),
        ("", {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
        ("", {"REMOTE_ADDR": "10.0.0.1", "HTTP_AUTHORIZATION": "Bearer "}, 404),
        ("secret", {"REMOTE_ADDR": "10.0.0.1", "HTTP_AUTHORIZATION": "Bearer secret"}, 200),
        ("secret", {"REMOTE_ADDR": "10.0.0.1", "HTTP_AUTHORIZATION": "Bearer other"}, 404),
        ("secret", {"REMOTE_ADDR": "10.0.0.1", "HTTP_AUTHORIZATION": "secret"}, 404),
    ],
)
def test_metrics_are_for_this_machine_or_with_the_token(
    client: Client, settings: Settings, token: str, sent: dict[str, str], status: int
) -> None:
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", **sent).status_code == status  # type: ignore[arg-type] # WSGI names


def test_metrics_counts_what_is_due_and_how_long_it_waits() -> None:
    lead = Lead.objects.create(created_at=NOW, last_act_at=NOW, stage_changed_at=NOW)
    address = EmailAddress.objects.create(
        lead=lead,
        address="ana@example.com",
        normalised="ana@example.com",
        address_hash="a" * 64,
        created_at=NOW,
    )
    for key, state, age in (
        ("a", Delivery.State.SCHEDULED, 90),
        ("b", Delivery.State.SCHEDULED, -60),
        ("c", Delivery.State.HANDED_OVER, 10),
        ("d", Delivery.State.ACCEPTED, 500),
        ("e", Delivery.State.PARKED, 500),
    ):
        Delivery.objects.create(
            lead=lead,
            address=address,
            purpose=Delivery.Purpose.REQUESTED,
            dedupe_key=key,
            state=state,
            created_at=NOW,
            due_at=NOW - timedelta(seconds=age),
        )
    figures = dict(
        line.rsplit(" ", 1) for line in metrics(now=NOW).splitlines() if not line.startswith("#")
    )
    wanted = {
        'small_yes_due_deliveries{state="claimed"}': "0",
        'small_yes_due_deliveries{state="handed_over"}': "1",
        'small_yes_due_deliveries{state="scheduled"}': "1",
        "small_yes_oldest_due_delivery_seconds": "90",
        "small_yes_due_enrollments": "0",
        "small_yes_oldest_due_enrollment_seconds": "0",
        'small_yes_unsure_deliveries{state="ambiguous"}': "0",
        'small_yes_unsure_deliveries{state="failed"}': "0",
        'small_yes_unsure_deliveries{state="parked"}': "1",
    }
    assert {name: figures[name] for name in wanted} == wanted
