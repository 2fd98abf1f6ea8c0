"""Slots in the texts of a start, and the mark that stands where no answer was given.

A mark looks like a slot on purpose: the check finds both as text still to be filled in.
"""

from __future__ import annotations

import re

# In English, as the gallery's texts are.
MARKS = {
    "whom": "[[whom you help]]",
    "problem": "[[their problem]]",
    "tip": "[[your first tip]]",
    "offer": "[[your offer]]",
    "price": "[[your price]]",
    "proof": "[[your proof]]",
    "sender": "[[your name]]",
}
SLOT = re.compile(r"\[\[({})\]\]".format("|".join(MARKS)))
LONGEST_MARK = max(len(mark) for mark in MARKS.values())
