"""The marketers' pages: funnels with their ladder, and what lower floors write, put in place."""

from __future__ import annotations

from funnel.admin import (
    accounts,
    audit_log,
    connections,
    contents,
    funnels,
    offers,
    opt_ins,
    quiz_pages,
    raw_rows,
)

__all__ = [
    "accounts",
    "audit_log",
    "connections",
    "contents",
    "funnels",
    "offers",
    "opt_ins",
    "quiz_pages",
    "raw_rows",
]
