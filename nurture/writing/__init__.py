"""A mail as words, links and bytes."""
