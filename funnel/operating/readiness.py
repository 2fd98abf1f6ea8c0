"""Whether everything that a visit needs answers. Called by /readyz.

Each check says "ok" or a word that names the trouble; details stay in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from funnel.celery import app

OK = "ok"
AWAY = "away"

logger = logging.getLogger(__name__)


def readiness() -> dict[str, str]:
    """What was asked -> its answer; ready only if every answer is "ok"."""
    checks: dict[str, Callable[[], str]] = {
        "database": _database,
        "migrations": _migrations,
        "cache": _cache,
        "broker": _broker,
    }
    return {name: _answer(name, check) for name, check in checks.items()}


def _answer(name: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except (DatabaseError, RedisError, OperationalError, OSError) as error:
        logger.warning("Not ready, %s: %s", name, type(error).__name__)
        return AWAY


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return OK


def _migrations() -> str:
    return "behind" if has_pending_migrations() else OK


def has_pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _cache() -> str:
    cache.set("readyz", "1", timeout=10)
    return OK if cache.get("readyz") == "1" else AWAY


def _broker() -> str:
    if not settings.REDIS_URL:
        return OK
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    return OK
