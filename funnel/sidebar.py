"""The marketers' six doors in the admin, and the raw rows behind them for superusers."""

from __future__ import annotations

SIDEBAR: dict[str, object] = {"show_search": False, "show_all_applications": False}
