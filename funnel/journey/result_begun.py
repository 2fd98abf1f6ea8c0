"""The first words of a result, before a gate: what it is, and truthfully what the rest holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnel.journey.results import Context, Place, ResultSheet, result_sheet
from quizzes.markdown import to_html

_BETWEEN = re.compile(r"\n[ \t]*\n")


def begun_context(place: Place) -> Context:
    """What `_result_begun.html` shows; nothing of the rest is in it. Else as result_context()."""
    sheet = result_sheet(place)
    if sheet is None:
        return {"title": _("Your result")}
    return {
        "template": "funnel/kinds/_result_begun.html",
        "title": sheet.title,
        "name": sheet.name,
        "interpretation": to_html(first_paragraph(sheet.interpretation)),
        "rest": list(_rest(sheet)),
    }


def first_paragraph(text: str) -> str:
    """The first paragraph of a Markdown text, without a heading that stands above it."""
    paragraphs = _paragraphs(text)
    return next((each for each in paragraphs if not each.startswith("#")), "")


def _rest(sheet: ResultSheet) -> Iterator[str]:
    """In the order in which the rest shows it."""
    if sheet.figures:
        count = len(sheet.figures)
        words = ngettext("Your number", "Your %(count)s numbers", count)
        yield words % {"count": count}
    if len([each for each in _paragraphs(sheet.interpretation) if not each.startswith("#")]) > 1:
        yield _("What it means for you")
    if sheet.bars:
        count = len(sheet.bars)
        yield ngettext("Your topic", "Your %(count)s topics", count) % {"count": count}
    elif sheet.gauge:
        yield _("Where you stand")
    if sheet.reasons:
        yield _("Why it is this result")
    if sheet.runner_up:
        yield _("What came close")
    if sheet.questions:
        yield _("Your answers, each explained")
    if sheet.first_action.strip():
        yield _("What to do first")


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in _BETWEEN.split(text) if each.strip()]
