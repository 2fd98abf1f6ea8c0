"""A person's result as a PDF: the same words as on the page, set by typst on A4."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from funnel.document import FunnelDocument
from funnel.journey.colour import WHITE, contrast
from funnel.journey.results import Judged, ResultSheet
from funnel.journey.speaking import landing_address
from funnel.languages import direction
from funnel.papers.compiling import Paper, compiled
from funnel.papers.wording import plain, short_language, tree

# WCAG 2.2, 1.4.3: a pale accent is no colour for letters on white.
_READABLE, _INK = 4.5, "#1b1f1d"


def result_pdf(*, document: FunnelDocument, sheet: ResultSheet, business: str) -> bytes:
    """One or two pages of A4. Raises funnel.papers.compiling.BusyPressError."""
    return compiled("result", _paper(document, sheet, business), "pdf")


def file_name(document: FunnelDocument, sheet: ResultSheet) -> str:
    """Plain letters only, so that every mail program and phone can keep it."""
    return f"{document.slug}-{sheet.key}.pdf"


def _paper(document: FunnelDocument, sheet: ResultSheet, business: str) -> Paper:
    address = settings.SITE_URL + landing_address(document)
    close, accent = sheet.runner_up, document.theme.accent
    return {
        "language": short_language(document.language),
        "is_rtl": direction(document.language) == "rtl",
        "accent": accent,
        "link": accent if contrast(accent, WHITE) >= _READABLE else _INK,
        "corner": document.theme.corner,
        "business": plain(business),
        "funnel": plain(document.name),
        "address": address,
        "address_shown": address.split("://", 1)[1].rstrip("/"),
        "badge": plain(_("Your result: %(name)s") % {"name": sheet.name}),
        "title": plain(sheet.title),
        "interpretation": tree(sheet.interpretation),
        "figures": [{"name": plain(each.name), "said": plain(each.said)} for each in sheet.figures],
        "gauge": _gauge(sheet),
        "bars": [
            {"name": plain(bar.name), "percent": bar.percent, "said": _percent(bar.percent)}
            for bar in sheet.bars
        ],
        "reasons_title": _("You got this because you answered"),
        "reasons": [
            {"asked": plain(each.asked), "said": plain(each.said)} for each in sheet.reasons
        ],
        "close": plain(_("Close to it: %(name)s.") % {"name": close.name}) if close else "",
        "close_line": plain(close.headline) if close else "",
        "first_title": _("Do this first"),
        "first_action": tree(sheet.first_action),
        "questions_title": _("What was right"),
        "questions": [_question(each) for each in sheet.questions],
    }


def _gauge(sheet: ResultSheet) -> Paper | None:
    if sheet.gauge is None:
        return None
    return {
        "said": plain(sheet.gauge.said),
        "name": plain(sheet.gauge.name),
        "percent": sheet.gauge.percent,
    }


def _question(question: Judged) -> Paper:
    right = _("The right answer: %(answer)s") % {"answer": question.right}
    return {
        "asked": plain(question.asked),
        "mine": plain(_("Your answer: %(answer)s") % {"answer": question.mine}),
        "right": plain(right) if question.right else "",
        "verdict": _("Right") if question.is_right else _("Not right"),
        "explanation": tree(question.explanation),
    }


def _percent(number: int) -> str:
    return _("%(number)s %%") % {"number": number}
