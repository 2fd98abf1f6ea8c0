"""Two rows that may be one person."""
