"""Webhooks in the admin: which systems are told of what, and what they answered."""
