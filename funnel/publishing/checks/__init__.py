"""Every law of a funnel that its shape alone cannot hold: import and publishing ask the same.

One module per subject; each takes the document and gives its faults, an empty list for none.
"""

from __future__ import annotations

from funnel.document import FunnelDocument
from funnel.publishing.checks.conditions import condition_faults
from funnel.publishing.checks.gate import gate_faults
from funnel.publishing.checks.gifts import gift_faults
from funnel.publishing.checks.hooks import hook_faults
from funnel.publishing.checks.keys import key_faults
from funnel.publishing.checks.ladder import ladder_faults
from funnel.publishing.checks.media import media_faults
from funnel.publishing.checks.never import never_faults
from funnel.publishing.checks.offers import offer_faults
from funnel.publishing.checks.quizzes import quiz_faults
from funnel.publishing.checks.series import series_faults
from funnel.publishing.checks.targets import target_faults
from funnel.publishing.checks.texts import text_faults
from funnel.publishing.checks.translations import translation_faults
from funnel.publishing.faults import Fault

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
