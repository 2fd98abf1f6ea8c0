"""The middle pane: what the form of one piece needs to be shown."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest

from funnel.models import Funnel
from funnel.studio.pieces import Piece


def pane_context(
    request: HttpRequest, funnel: Funnel, piece: Piece, row: Model
) -> dict[str, object]:
    """What templates/studio/_pane.html reads beside `funnel`, `piece` and `row`."""
    return {}
