"""The mail room in the admin: what is on its way, what holds it, the domain, the lists, the rules."""
