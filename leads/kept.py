"""Values that are read often and kept in the cache: where the cache is away they are read anew.

A page or a mail needs the value, never the cache; business() and the rules for mails ask here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.core.cache import cache
from redis.exceptions import RedisError

Value = TypeVar("Value")

logger = logging.getLogger(__name__)
_AWAY = (RedisError, OSError)
_in_hand: ContextVar[dict[str, object] | None] = ContextVar("kept_in_hand", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Within it the cache is asked once for each value: for a short piece of work that needs the
    same ones again and again, as one mail does."""
    token = _in_hand.set({})
    try:
        yield
    finally:
        _in_hand.reset(token)


def kept(key: str, kind: type[Value], read: Callable[[], Value], *, seconds: int) -> Value:
    """The value from the cache; what is not a `kind` there is read, and kept so many seconds."""
    in_hand = _in_hand.get()
    if in_hand is None:
        return _from_cache(key, kind, read, seconds=seconds)
    found = in_hand.get(key)
    if not isinstance(found, kind):
        found = in_hand[key] = _from_cache(key, kind, read, seconds=seconds)
    return found


def _from_cache(key: str, kind: type[Value], read: Callable[[], Value], *, seconds: int) -> Value:
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
    (_in_hand.get() or {}).pop(key, None)
    try:
        cache.delete(key)
    except _AWAY as error:
        logger.warning("The cache cannot be reached (%s).", type(error).__name__)
