"""How many connections to the mail server at once: as many as there are workers, until the
server says that these are too many. Then half of them, and half of that, for some minutes.

The bound and its places lie in the cache: only a courtesy to the server, so where the cache is
away there is no bound.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

logger = logging.getLogger(__name__)

_BOUND, _PLACE = "nurture.connections.most", "nurture.connections.{}"
_FIRST_BOUND = 4
# How long the bound stands after the last complaint, and a place whose worker died.
_BOUND_SECONDS, _PLACE_SECONDS = 600, 90


def lower() -> None:
    """The server said that there are too many of us."""
    try:
        most = cache.get(_BOUND)
        fewer = _FIRST_BOUND if most is None else max(1, int(most) // 2)
        cache.set(_BOUND, fewer, timeout=_BOUND_SECONDS)
    except Exception as error:  # noqa: BLE001  # whatever ails the cache, mails go on
        logger.warning("The bound of connections was not kept (%s).", type(error).__name__)


@contextmanager
def place() -> Iterator[bool]:
    """Whether there is a place for one more connection; given back at the end."""
    taken = _take()
    try:
        yield taken is not None
    finally:
        if taken:
            _quietly_delete(taken)


def _take() -> str | None:
    """The place's name, '' where none is needed, None where all are taken."""
    try:
        most = cache.get(_BOUND)
        if most is None:
            return ""
        names = (_PLACE.format(number) for number in range(int(most)))
        return next((name for name in names if cache.add(name, 1, _PLACE_SECONDS)), None)
    except Exception as error:  # noqa: BLE001  # whatever ails the cache, mails go on
        logger.warning("There is no bound of connections (%s).", type(error).__name__)
        return ""


def _quietly_delete(name: str) -> None:
    try:
        cache.delete(name)
    except Exception as error:  # noqa: BLE001  # it runs out by itself
        logger.warning("A place was not given back (%s).", type(error).__name__)
