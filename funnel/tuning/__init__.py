"""How interest and match are counted, set by marketers: with a look back before it counts."""
