"""From a draft to what visitors see: compile, check, publish, load.

The journey calls `loading`; the admin, the command and the portable file call the rest.
"""

from __future__ import annotations

from funnel.checking.faults import Fault, PublishError, RefusedError
from funnel.publishing.canonical import canonical
from funnel.publishing.publish import DraftChangedError, publish, unpublish

__all__ = [
    "DraftChangedError",
    "Fault",
    "PublishError",
    "RefusedError",
    "canonical",
    "publish",
    "unpublish",
]
