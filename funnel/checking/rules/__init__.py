"""Every rule of the check, by subject. A new module adds its RULES here."""

from __future__ import annotations

from funnel.checking.findings import Rule

RULES: tuple[Rule, ...] = ()
