"""Stable keys made out of the words a marketer typed. The admin's forms of all floors call it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.text import slugify

_LONGEST = 50
# Words that mean something else where a key may stand.
_RESERVED = frozenset({"end"})


def free_key(text: str, *, taken: Collection[str], fallback: str) -> str:
    """A key like the text that nobody has yet; `fallback` where the text leaves nothing to use."""
    stem = _cut(slugify(text).strip("_-"), _LONGEST) or fallback
    key, number = stem, 2
    while key in taken or key in _RESERVED:
        ending = f"-{number}"
        key, number = _cut(stem, _LONGEST - len(ending)) + ending, number + 1
    return key


def _cut(slug: str, limit: int) -> str:
    """At most `limit` characters, ending with a whole word where that leaves anything."""
    if len(slug) <= limit:
        return slug
    return (slug[: limit + 1].rpartition("-")[0] or slug[:limit]).rstrip("_-")
