"""How a mail series ends before its last mail: goals its reader reaches, and refusals."""

from __future__ import annotations

from leads.models import Activity
from nurture.models import Enrollment

GOALS = (Activity.Kind.OFFER, Activity.Kind.CALL)
_EXITS = {
    "bounced": Enrollment.Exit.BOUNCED,
    "disqualified": Enrollment.Exit.DISQUALIFIED,
    "merged": Enrollment.Exit.REPLACED,
}


def exit_of(refusal: str) -> Enrollment.Exit | None:
    """How a refusal of leads.permission ends a series; None where there is none or it may pass."""
    if refusal in ("", "not_confirmed"):
        return None
    return _EXITS.get(refusal, Enrollment.Exit.UNSUBSCRIBED)
