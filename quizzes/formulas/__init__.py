"""Formulas, the front door: their language, the figures they make, and what can break them.

Scoring, publishing, the admin and the result ask here; the rooms behind are arithmetic (the
language), figures (the numbers of a quiz) and trials (what breaks at the bounds).
"""

from __future__ import annotations

from quizzes.formulas.arithmetic import FormulaError, evaluate, name_of, variables
from quizzes.formulas.figures import counts, figures_of, number_of
from quizzes.formulas.trials import formula_faults

__all__ = [
    "FormulaError",
    "counts",
    "evaluate",
    "figures_of",
    "formula_faults",
    "name_of",
    "number_of",
    "variables",
]
