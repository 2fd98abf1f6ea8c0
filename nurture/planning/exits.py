"""How a mail series ends before its last mail: goals its reader reaches, and refusals.

Planning and the hand-over ask here, so that both mean the same.
"""

from __future__ import annotations

from django.db.models import Q

from nurture.models import Enrollment
from nurture.planning.versions import SeriesContent
from nurture.planning.yeses import acts_for

_EXITS = {
    "bounced": Enrollment.Exit.BOUNCED,
    "disqualified": Enrollment.Exit.DISQUALIFIED,
    "merged": Enrollment.Exit.REPLACED,
}
# Staff or the person themselves closed the door; a new walk does not open it.
_CLOSED = (
    Enrollment.Exit.WON,
    Enrollment.Exit.DISQUALIFIED,
    Enrollment.Exit.BOUNCED,
    Enrollment.Exit.ERASED,
    Enrollment.Exit.STOPPED,
)


def exit_of(refusal: str) -> Enrollment.Exit | None:
    """How a refusal of leads.permission ends a series; None where there is none or it may pass."""
    if refusal in ("", "not_confirmed"):
        return None
    return _EXITS.get(refusal, Enrollment.Exit.UNSUBSCRIBED)


def goals_of(content: SeriesContent, *, funnel_id: int) -> Q:
    """Activities that are what this series leads to; steps count in the funnel `funnel_id`."""
    return acts_for(content.sequence.goals, funnel_id=funnel_id)


def is_closed(exit_reason: str) -> bool:
    """Whether who left for this reason stays away, whatever the series says of coming back."""
    return exit_reason in _CLOSED
