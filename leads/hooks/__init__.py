"""Outgoing webhooks: what happened, signed and posted to other systems, from the worker alone."""
