"""Formulas as marketers write them: questions by name, `[How many hours?] * 4.3`.

Rows and documents keep the names of the formula language; the admin's form says and reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from quizzes.formulas import FormulaError, name_of, variables
from quizzes.models import Figure, Question
from quizzes.wording.vocabulary import plain, tagless

_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?!\s*\()")
_LONGEST = 500
_SAID = re.compile(r"\[([^\[\]]*)\]")
# What is typed, dated or put in order is no number.
_COUNTED = frozenset({"number", "scale", "single", "multiple", "picture", "yes_no"})


class FormulaRefusedError(ValueError):
    """The message says what is wrong and where."""


def offered(questions: Iterable[Question], figures: Iterable[Figure]) -> dict[str, str]:
    """Name in the formula language -> words on the screen; no words stand twice."""
    found: dict[str, str] = {}
    rows: list[Question | Figure] = [each for each in questions if each.kind in _COUNTED]
    for row in [*rows, *figures]:
        words = stem = plain(tagless(str(row)))
        number = 2
        while words.casefold() in {each.casefold() for each in found.values()}:
            words, number = f"{stem} ({number})", number + 1
        found[name_of(row.key)] = words
    return found


def spoken_formula(formula: str, names: Mapping[str, str]) -> str:
    """With `[words]` for every name that is known here; the rest stays as it was written."""
    return _NAME.sub(
        lambda match: f"[{names[match[0]]}]" if match[0] in names else match[0], formula
    )


def written_formula(text: str, names: Mapping[str, str]) -> str:
    """The way back, checked. Raises FormulaRefusedError with a sentence for the person."""
    by_words = {words.casefold(): name for name, words in names.items()}

    def write(match: re.Match[str]) -> str:
        name = by_words.get(" ".join(match[1].split()).casefold())
        if name is None:
            raise FormulaRefusedError(
                _("There is no question or figure called “%(name)s”.") % {"name": match[1][:100]}
            )
        return name

    formula = _SAID.sub(write, text).strip()
    if len(formula) > _LONGEST:
        raise FormulaRefusedError(_("This formula is too long. Make two figures of it."))
    try:
        unknown = sorted(variables(formula) - names.keys())
    except FormulaError as error:
        raise FormulaRefusedError(_("In this formula: %(what)s.") % {"what": error}) from error
    if unknown:
        sentence = _("“%(name)s” is not known here. Write names in square brackets.")
        raise FormulaRefusedError(sentence % {"name": unknown[0][:100]})
    return formula
