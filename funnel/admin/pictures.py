"""Where pictures of questions and answers are kept: the shelf of leads, handed down to quizzes."""

from __future__ import annotations

from leads.picture_forms import MediaShelf

__all__ = ["MediaShelf"]
