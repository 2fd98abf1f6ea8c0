"""How interest is counted."""
