"""Trials: links, walks, people, drafts, and what is left after one click."""
