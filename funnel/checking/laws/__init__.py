"""Every law of a funnel that its shape alone cannot hold: import and publishing ask the same.

One module per subject; each takes the document and gives its faults, an empty list for none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from funnel.checking.faults import Fault, named
from funnel.checking.laws.conditions import condition_faults
from funnel.checking.laws.gate import gate_faults
from funnel.checking.laws.gifts import gift_faults
from funnel.checking.laws.hooks import hook_faults
from funnel.checking.laws.keys import key_faults
from funnel.checking.laws.ladder import ladder_faults
from funnel.checking.laws.mails import question_faults
from funnel.checking.laws.media import media_faults
from funnel.checking.laws.never import never_faults
from funnel.checking.laws.offers import offer_faults
from funnel.checking.laws.quizzes import quiz_faults
from funnel.checking.laws.series import series_faults
from funnel.checking.laws.targets import target_faults
from funnel.checking.laws.texts import text_faults
from funnel.checking.laws.translations import translation_faults
from funnel.document import FunnelDocument
from quizzes.counting import LIMIT

# Each under the slug of its rule; a subject with several rules names the others itself.
_BEFORE: Final[tuple[tuple[str, Callable[[FunnelDocument], list[Fault]]], ...]] = (
    ("first-words", hook_faults),
    ("order-of-steps", ladder_faults),
    ("key-taken", key_faults),
)
_BEHIND: Final[tuple[tuple[str, Callable[[FunnelDocument], list[Fault]]], ...]] = (
    ("broken-condition", condition_faults),
    ("unreachable-step", never_faults),
    ("mail-button", target_faults),
    ("mail-series", series_faults),
    ("mail-question", question_faults),
    ("gate", gate_faults),
    ("offer", offer_faults),
    ("recall", text_faults),
    ("missing-file", media_faults),
    ("gift", gift_faults),
    ("translation", translation_faults),
)


def check_document(document: FunnelDocument, *, limit: int = LIMIT) -> list[Fault]:
    """All faults, subject by subject, each under its law; an empty list means it can go live.

    `limit` is how far counting follows the ways through a quiz, see quizzes.counting.
    """
    found = [fault for law, faults in _BEFORE for fault in named(law, faults(document))]
    found += named("scoring", quiz_faults(document, limit=limit))
    return found + [fault for law, faults in _BEHIND for fault in named(law, faults(document))]
