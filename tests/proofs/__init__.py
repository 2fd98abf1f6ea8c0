"""Proofs that take minutes: run by a make target of their own, never by make test."""
