"""From a planned mail to the mail server, once, and what became of it."""
