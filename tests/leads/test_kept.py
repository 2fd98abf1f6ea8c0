from __future__ import annotations

from django.core.cache import cache

from leads.kept import asked_once, forget_kept, kept


def number(found: list[int]) -> int:
    return kept("kept.test", int, lambda: found.pop(0), seconds=60)


def test_kept_reads_once() -> None:
    found = [1, 2]

    assert [number(found), number(found), found] == [1, 1, [2]]


def test_within_asked_once_the_cache_is_asked_once() -> None:
    found = [1, 2, 3]
    with asked_once():
        first = number(found)
        cache.delete("kept.test")
        second = number(found)
        forget_kept("kept.test")
        third = number(found)
    cache.delete("kept.test")

    assert [first, second, third, number(found)] == [1, 1, 2, 3]
