"""How marketers edit a quiz: its ways, its questions as rows, points, formulas in words."""
