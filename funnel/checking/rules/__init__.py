"""Every rule of the check, by subject. A new module adds its RULES here."""

from __future__ import annotations

from funnel.checking.findings import Rule
from funnel.checking.rules import easy, honest, laws, next_step, readable, structure, value

RULES: tuple[Rule, ...] = (
    *laws.RULES,
    *structure.RULES,
    *easy.RULES,
    *value.RULES,
    *next_step.RULES,
    *honest.RULES,
    *readable.RULES,
)
