"""A question in the list of its quiz: its kind and its answers or limits, in one line."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.models import Question

_KIND = Question.Kind
_WITH_CHOICES = frozenset({_KIND.SINGLE, _KIND.MULTIPLE, _KIND.PICTURE, _KIND.RANKING})


@dataclass(frozen=True, slots=True)
class Said:
    words: str
    is_missing: bool = False


def said_question(question: Question, choice_count: int) -> Said:
    """For example: A scale, 0 to 10. `is_missing` where nobody could answer yet."""
    label = question.get_kind_display()
    if question.kind in _WITH_CHOICES:
        count = ngettext("%(count)s answer", "%(count)s answers", choice_count)
        words = {"kind": label, "what": count % {"count": choice_count}}
        return Said(_("%(kind)s: %(what)s") % words, choice_count < 2)
    limits = _limits(question)
    return Said(_("%(kind)s: %(what)s") % {"kind": label, "what": limits} if limits else label)


def _limits(question: Question) -> str:
    low, high = _shown(question.low), _shown(question.high)
    match question.kind:
        case _KIND.SCALE:
            return _("%(low)s to %(high)s") % {"low": low, "high": high}
        case _KIND.NUMBER:
            words = {"low": low, "high": high, "unit": question.unit}
            return (_("%(low)s to %(high)s %(unit)s") % words).strip()
        case _KIND.SHORT_TEXT | _KIND.LONG_TEXT:
            return _("up to %(high)s characters") % {"high": high} if high else ""
        case _KIND.DATE:
            return _days(question)
    return ""


def _days(question: Question) -> str:
    first, last = question.earliest_on, question.latest_on
    said = []
    if first:
        said.append(_("not before %(day)s") % {"day": date_format(first, "SHORT_DATE_FORMAT")})
    if last:
        said.append(_("not after %(day)s") % {"day": date_format(last, "SHORT_DATE_FORMAT")})
    return ", ".join(said)


def _shown(number: float | None) -> str:
    return "" if number is None else f"{number:g}"
