"""The draft as rows: taken down as a whole, changed under one lock, taken back, made again.

The studio and the admin's other pages call it for every write to what marketers edit.
"""

from __future__ import annotations

from funnel.drafts.recording import recorded
from funnel.drafts.undoing import UndoClashError, redo, undo

__all__ = ["UndoClashError", "recorded", "redo", "undo"]
