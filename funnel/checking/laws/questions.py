"""One question on its own: what its kind needs, and that somebody can answer it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault, named
from quizzes.document import (
    DateDoc,
    MultipleDoc,
    NumberDoc,
    PictureDoc,
    QuestionDoc,
    ScaleDoc,
    ShortTextDoc,
    YesNoDoc,
)


def question_faults(path: str, question: QuestionDoc) -> Iterator[Fault]:
    match question:
        case MultipleDoc():
            yield from _multiple(path, question)
        case PictureDoc():
            yield from _pictures(path, question)
        case YesNoDoc():
            yield from _yes_no(path, question)
        case ScaleDoc():
            yield from _scale(path, question)
        case NumberDoc():
            yield from _number(path, question)
        case DateDoc():
            yield from _date(path, question)
        case ShortTextDoc():
            yield from _accepted(path, question)
        case _:
            pass
    if not isinstance(question, ScaleDoc):
        yield from named("same-answer", _alike(path, question))


def _multiple(path: str, question: MultipleDoc) -> Iterator[Fault]:
    count = len(question.choices)
    for name, picks in (("min_picks", question.min_picks), ("max_picks", question.max_picks)):
        if picks is not None and picks > count:
            yield Fault(
                f"{path}.{name}",
                _("There are only %(count)s choices. Write at most that.") % {"count": count},
            )
    if question.max_picks is not None and question.min_picks > question.max_picks:
        yield Fault(f"{path}.max_picks", _("max_picks is below min_picks, so nobody could answer."))


def _pictures(path: str, question: PictureDoc) -> Iterator[Fault]:
    for place, choice in enumerate(question.choices):
        if choice.image is None:
            yield Fault(
                f"{path}.choices[{place}].image",
                _("Every choice of a picture question shows a picture. Add one, with its alt."),
            )


def _yes_no(path: str, question: YesNoDoc) -> Iterator[Fault]:
    if {choice.key for choice in question.choices} != {"yes", "no"}:
        yield Fault(
            f"{path}.choices", _("The two choices of a yes_no question have the keys yes and no.")
        )


def _scale(path: str, question: ScaleDoc) -> Iterator[Fault]:
    if question.first >= question.last:
        yield Fault(f"{path}.last", _("The last number must be above the first."))


def _number(path: str, question: NumberDoc) -> Iterator[Fault]:
    step = Decimal(1).scaleb(-question.decimals)
    least, most = Decimal(str(question.at_least)), Decimal(str(question.at_most))
    if question.at_least >= question.at_most:
        yield Fault(f"{path}.at_most", _("at_most must be above at_least."))
    elif (least / step).to_integral_value(ROUND_CEILING) > (most / step).to_integral_value(
        ROUND_FLOOR
    ):
        yield Fault(
            f"{path}.decimals",
            _("With so few decimals no number lies between at_least and at_most."),
        )
    if question.right is not None and not (question.at_least <= question.right <= question.at_most):
        yield Fault(f"{path}.right", _("The right number lies outside at_least and at_most."))
    if question.right is None and question.tolerance:
        yield Fault(f"{path}.tolerance", _("Say which number is right, or remove the tolerance."))


def _date(path: str, question: DateDoc) -> Iterator[Fault]:
    days: dict[str, date] = {}
    for name, written in (("earliest", question.earliest), ("latest", question.latest)):
        if written is None:
            continue
        try:
            days[name] = date.fromisoformat(written)
        except ValueError:
            sentence = _("There is no day %(day)s in the calendar.") % {"day": written}
            yield Fault(f"{path}.{name}", sentence)
    if len(days) == 2 and days["earliest"] > days["latest"]:
        yield Fault(f"{path}.latest", _("The latest day is before the earliest."))


def _accepted(path: str, question: ShortTextDoc) -> Iterator[Fault]:
    for place, text in enumerate(question.accepted):
        if len(text) > question.max_length:
            yield Fault(
                f"{path}.accepted[{place}]",
                _("This is longer than max_length allows, so nobody could write it."),
            )


def _alike(path: str, question: QuestionDoc) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for place, choice in enumerate(question.options):
        said = " ".join(choice.text.split()).casefold()
        if said in first:
            yield Fault(
                f"{path}.choices[{place}].text",
                _("%(place)s says the same. Write what tells them apart.")
                % {"place": f"choices[{first[said]}]"},
            )
        first.setdefault(said, place)
