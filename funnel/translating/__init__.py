"""A funnel's texts by their places, and the same funnel in another of its languages.

Pure over documents. A place is made of stable keys (`steps.quiz.questions.rate.text`), so a
translation survives moving and renaming. Loading, checks, the desk and the command ask here.
"""

from __future__ import annotations

from funnel.translating.places import Said, places, said_in
from funnel.translating.replacing import missing, replaced, translated

__all__ = ["Said", "missing", "places", "replaced", "said_in", "translated"]
