"""Values that are read often and kept in the cache: where the cache is away they are read anew.

A page or a mail needs the value, never the cache; business() and the rules for mails ask here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from redis.exceptions import RedisError

Value = TypeVar("Value")

logger = logging.getLogger(__name__)
_AWAY = (RedisError, OSError)


def kept(key: str, kind: type[Value], read: Callable[[], Value], *, seconds: int) -> Value:
    """The value from the cache; what is not a `kind` there is read, and kept so many seconds."""
    try:
        found = cache.get(key)
    except _AWAY as error:
        logger.warning("The cache cannot be reached (%s).", type(error).__name__)
        return read()
    if isinstance(found, kind):
        return found
    fresh = read()
    try:
        cache.set(key, fresh, timeout=seconds)
    except _AWAY as error:
        logger.warning("The cache cannot be reached (%s).", type(error).__name__)
    return fresh


def forget_kept(key: str) -> None:
    """Where the cache is away the old value runs out by itself."""
    try:
        cache.delete(key)
    except _AWAY as error:
        logger.warning("The cache cannot be reached (%s).", type(error).__name__)
