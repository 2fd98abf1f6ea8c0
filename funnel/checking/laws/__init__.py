"""Every law of a funnel that its shape alone cannot hold: import and publishing ask the same.

One module per subject; each takes the document and gives its faults, an empty list for none.
"""

from __future__ import annotations

from funnel.checking.faults import Fault
from funnel.checking.laws.conditions import condition_faults
from funnel.checking.laws.gate import gate_faults
from funnel.checking.laws.gifts import gift_faults
from funnel.checking.laws.hooks import hook_faults
from funnel.checking.laws.keys import key_faults
from funnel.checking.laws.ladder import ladder_faults
from funnel.checking.laws.media import media_faults
from funnel.checking.laws.never import never_faults
from funnel.checking.laws.offers import offer_faults
from funnel.checking.laws.quizzes import quiz_faults
from funnel.checking.laws.series import series_faults
from funnel.checking.laws.targets import target_faults
from funnel.checking.laws.texts import text_faults
from funnel.checking.laws.translations import translation_faults
from funnel.document import FunnelDocument

_CHECKS = (
    hook_faults,
    ladder_faults,
    key_faults,
    quiz_faults,
    condition_faults,
    never_faults,
    target_faults,
    series_faults,
    gate_faults,
    offer_faults,
    text_faults,
    media_faults,
    gift_faults,
    translation_faults,
)


def check_document(document: FunnelDocument) -> list[Fault]:
    """All faults, subject by subject; an empty list means it can go live."""
    return [fault for check in _CHECKS for fault in check(document)]
