"""The one way a document is written for storing and hashing."""

from __future__ import annotations

import hashlib

from funnel.document import FunnelDocument


def canonical(document: FunnelDocument) -> str:
    """JSON in the model's key order, one value a line.

    Values equal to a default are written out: a default of tomorrow changes nothing that is
    live today. What is set aside of the check is nothing that visitors get, so it stays out.
    """
    return document.model_dump_json(by_alias=True, indent=1, exclude={"ignored"}) + "\n"


def content_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
