"""The mail room in the admin: what is on its way, what holds it, domain, lists and rules."""
