"""Every rule of the check, by subject. A new module adds its RULES here."""

from __future__ import annotations

from funnel.checking.findings import Rule
from funnel.checking.rules import laws, structure

RULES: tuple[Rule, ...] = (
    *laws.RULES,
    *structure.RULES,
)
