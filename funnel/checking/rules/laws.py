"""The laws as rules: each has a code, a page, and blocks; none can be set aside.

A fault names its law by the slug of one of these. Where mending is mechanical, `law_fixes` does
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from funnel.checking.findings import Family, Hit, Rule, Severity
from funnel.checking.rules.law_fixes import fix_for
from funnel.checking.subject import Subject

# Of what cannot even be read as a funnel; `report` makes its findings.
UNFINISHED = "unfinished"


def _finder(slug: str) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        for fault in subject.faults:
            if fault.law == slug:
                fix = fix_for(subject.document, fault)
                yield Hit(fault.path, fault.message, weight=100, fix=fix)

    return find


def _law(code: str, slug: str, title: StrPromise) -> Rule:
    return Rule(
        code, slug, Family.STRUCTURE, Severity.ERROR, title, find=_finder(slug), is_law=True
    )


RULES = (
    _law("S100", UNFINISHED, _("Something is missing or cannot be read")),
    _law("S101", "dead-end", _("The way ends without a result or an offer")),
    _law("S102", "unreachable-step", _("A step that nobody ever sees")),
    _law("S103", "unreachable-result", _("A result that no way leads to")),
    _law("S105", "unmapped-answer", _("An answer that points to what is not there")),
    _law("S107", "missing-default", _("No result for everybody else")),
    _law("S111", "recall", _("A text recalls what was not asked yet")),
    _law("S112", "missing-translation", _("A text that is not translated")),
    _law("S113", "translation", _("A translation that does not fit")),
    _law("S114", "missing-file", _("A file that is missing or another one")),
    _law("S116", "order-of-steps", _("Steps in an order that does not work")),
    _law("S117", "broken-condition", _("A condition that cannot be decided")),
    _law("S118", "key-taken", _("Two things under one key")),
    _law("S119", "question", _("A question that nobody could answer as it is")),
    _law("S120", "same-answer", _("Two answers that say the same")),
    _law("S121", "scoring", _("A quiz whose way to a result is not whole")),
    _law("S122", "figure", _("A figure that cannot be worked out")),
    _law("S123", "poll", _("A poll that is more than one tap")),
    _law("S124", "result-unexplained", _("A result that does not say what it means")),
    _law("S125", "gate", _("An ask for an address that does not work")),
    _law("S126", "offer", _("An offer without a price or a way to take it")),
    _law("S127", "mail-series", _("A mail series that nobody gets or may be sent")),
    _law("S128", "mail-button", _("A button in a mail that leads nowhere")),
    _law("S129", "gift", _("A gift that does not say what it is for")),
    _law("S130", "first-words", _("Two first words for one source")),
    _law("S131", "mail-question", _("A question in a mail without its answers")),
)
