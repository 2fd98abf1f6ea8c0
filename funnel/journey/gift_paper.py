"""A checklist as a PDF: its title, its boxes as this visit ticked them, room for a pen."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from funnel.document import ChecklistStep, FunnelDocument
from funnel.languages import direction
from funnel.papers.compiling import Paper, compiled
from funnel.papers.wording import plain, short_language


def checklist_pdf(
    *, document: FunnelDocument, step: ChecklistStep, ticks: Collection[str], business: str
) -> bytes:
    """A page or two of A4. Raises funnel.papers.compiling.BusyPressError."""
    return compiled("checklist", _paper(document, step, ticks, business), "pdf")


def file_name(document: FunnelDocument, step: ChecklistStep) -> str:
    """Plain letters only, so that every mail program and phone can keep it."""
    return f"{document.slug}-{step.key}.pdf"


def _paper(
    document: FunnelDocument, step: ChecklistStep, ticks: Collection[str], business: str
) -> Paper:
    gift = step.magnet
    ticked = sum(item.key in ticks for item in gift.items)
    count = _("%(n)s of %(total)s") % {"n": ticked, "total": len(gift.items)}
    return {
        "language": short_language(document.language),
        "is_rtl": direction(document.language) == "rtl",
        "accent": document.theme.accent,
        "business": plain(business),
        "title": plain(gift.title),
        "promise": plain(gift.promise),
        "count": count if ticked else "",
        "items": [
            {
                "text": plain(item.text),
                "help": plain(item.help),
                "is_ticked": item.key in ticks,
            }
            for item in gift.items
        ],
    }
