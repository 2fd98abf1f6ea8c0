"""What of a broken law mends itself: something superfluous goes, something obvious is put in.

rules/laws.py asks. A fix never invents words that visitors would read as the marketer's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import ceil

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from funnel.checking.faults import Fault
from funnel.checking.findings import Fix
from funnel.checking.mending import with_values, without
from funnel.document import FunnelDocument, PollStep, QuizStep, VideoStep

_Mend = Callable[[FunnelDocument], FunnelDocument]
_INDEX = re.compile(r"steps\[(\d+)\]")

# By law and by how its path ends: what to say, and what to do with that place.
_TAKE_OFF: dict[str, tuple[re.Pattern[str], StrPromise]] = {
    "unmapped-answer": (re.compile(r"\.(points|topics)\.[^.]+\Z|\.go_to\Z"), _("Take it away")),
    "order-of-steps": (
        re.compile(r"\Asteps\[\d+\](\.quiz\.questions\[0\])?\.show_if\Z"),
        _("Take the condition off"),
    ),
    "mail-series": (
        re.compile(r"\.messages\[0\]\.show_if\Z|\.goals\[\d+\]\Z|\.holidays\Z"),
        _("Take it away"),
    ),
    "mail-question": (re.compile(r"\.choices\Z"), _("Take the answers away")),
    "scoring": (
        re.compile(
            r"\.(decides|tie_question|category|at_least|at_most|when|right|accepted|is_right)\Z"
        ),
        _("Take it away"),
    ),
}


def fix_for(document: FunnelDocument, fault: Fault) -> Fix | None:
    """The mechanical way out of this fault, if there is one."""
    found = _special(document, fault) or _taken_off(fault)
    return found if found is not None and _holds_good(document, found) else None


def _holds_good(document: FunnelDocument, fix: Fix) -> bool:
    """Whether it applies: the place is there and the document keeps its shape."""
    try:
        return fix.apply(document) != document
    except (ValueError, LookupError, TypeError):
        return False


def _taken_off(fault: Fault) -> Fix | None:
    known = _TAKE_OFF.get(fault.law)
    if known is None or not known[0].search(fault.path):
        return None
    return Fix(str(known[1]), lambda document: without(document, fault.path))


def _special(document: FunnelDocument, fault: Fault) -> Fix | None:
    match fault.law:
        case "missing-default":
            return _first_result(document, fault)
        case "translation":
            return _untranslated(document, fault)
        case "gift" if fault.path.endswith(".minutes"):
            return _longer(document, fault)
        case "gate" if fault.path.endswith(".skip_label"):
            words = _("No thanks, just go on")
            return _set(str(_("Write “%(words)s”") % {"words": words}), fault.path, str(words))
        case "mail-series" if fault.path.endswith(".purpose"):
            is_asked = "purpose is series" in fault.message
            return _set(str(_("Send it as asked for")), fault.path, "series") if is_asked else None
        case _:
            return None


def _set(words: str, path: str, value: object) -> Fix:
    return Fix(words, lambda document: with_values(document, {path: value}))


def _first_result(document: FunnelDocument, fault: Fault) -> Fix | None:
    match = _INDEX.match(fault.path)
    step = document.steps[int(match[1])] if match else None
    if not isinstance(step, QuizStep | PollStep) or not step.quiz.outcomes:
        return None
    first = step.quiz.outcomes[0]
    words = _("Give everybody else “%(result)s”") % {"result": first.name}
    return _set(words, fault.path, first.key)


def _longer(document: FunnelDocument, fault: Fault) -> Fix | None:
    match = _INDEX.match(fault.path)
    step = document.steps[int(match[1])] if match else None
    if not isinstance(step, VideoStep):
        return None
    minutes = ceil(step.magnet.seconds / 60)
    return _set(str(_("Write %(minutes)s minutes") % {"minutes": minutes}), fault.path, minutes)


def _untranslated(document: FunnelDocument, fault: Fault) -> Fix | None:
    """A translated text of a place that is no more: its place is one key with dots in it."""
    _start, language, place = (*fault.path.split(".", 2), "", "")[:3]
    if place not in document.translations.get(language, {}):
        return None

    def mended(document: FunnelDocument) -> FunnelDocument:
        data = document.model_dump(mode="json", by_alias=True)
        del data["translations"][language][place]
        return FunnelDocument.model_validate(data, strict=False)

    return Fix(str(_("Take this translation away")), mended)
