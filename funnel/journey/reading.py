"""What a screen needs to read before it can be shown: ticks, tallies, files, conversions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from funnel.document import OfferStep, PollStep, ResultStep, SeriesStep
from funnel.journey.gift_reading import gift_known
from funnel.journey.offer_rows import offer_known
from funnel.journey.place import Place
from funnel.journey.record import GiftStep, Record, open_record
from funnel.journey.speaking import speaking
from funnel.journey.told import words
from funnel.journey.trail import Screen, Trail
from funnel.models import Answer, Visit
from funnel.trying.walks import banner_of
from quizzes.document import QuestionDoc


@dataclass(frozen=True, slots=True)
class Bar:
    text: str
    count: int
    percent: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Everybody's answers to a poll; the percentages add up to 100.

    `is_early`: too few have answered to show figures that mean anything.
    """

    total: int
    bars: tuple[Bar, ...]
    is_early: bool = False


def visit_record(key: str) -> Record:
    """Three queries. Raises Visit.DoesNotExist."""
    rows = Visit.objects.select_related("lead", "publication").defer("publication__document")
    return open_record(rows.get(key=key))


def place_of(record: Record, trail: Trail, screen: Screen, mail_token: str = "") -> Place:
    """The screen with the words and rows it shows; at most one query more."""
    with speaking(record.document):
        recalled = words(record, trail)
    return Place(
        document=record.document,
        trail=trail,
        screen=screen,
        words=recalled,
        visit_key=record.visit.key,
        mail_token=mail_token,
        files=record.visit.publication.files,
        known={
            **_known(record, trail, screen, is_by_mail=bool(mail_token)),
            "trying": banner_of(record.visit, record.document.slug),
            # A mail opens a window of its own.
            "is_framed": bool(record.visit.embedded_on) and not mail_token,
        },
    )


def tally(record: Record, step: PollStep) -> Tally:
    """Counts the newest answer of every visitor of the funnel, this one included."""
    question = step.quiz.questions[0]
    rows = Answer.objects.filter(
        visit__funnel_id=record.visit.funnel_id,
        visit__is_test=False,
        visit__is_suspected_bot=False,
        step_key=step.key,
        question_key=question.key,
    )
    counts: Counter[str] = Counter()
    for values, number in rows.values_list("values").annotate(Count("pk")):
        # Who skipped the question is no voice in it.
        counts.update(dict.fromkeys(values, number))
    mine = record.answers.get(Screen(step.key, question.key))
    return _tally(question, counts, tuple(mine.values) if mine else (), step.show_from)


def shares(counts: list[int]) -> list[int]:
    """Whole percentages that add up to 100, by largest remainder; all 0 for no counts."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    exact = [100 * count / total for count in counts]
    whole = [int(value) for value in exact]
    by_rest = sorted(range(len(counts)), key=lambda i: (whole[i] - exact[i], i))
    for index in by_rest[: 100 - sum(whole)]:
        whole[index] += 1
    return whole


def _tally(
    question: QuestionDoc, counts: Counter[str], mine: tuple[str, ...], show_from: int
) -> Tally:
    numbers = [counts[choice.key] for choice in question.options]
    bars = tuple(
        Bar(choice.text, count, percent, choice.key in mine)
        for choice, count, percent in zip(question.options, numbers, shares(numbers), strict=True)
    )
    return Tally(sum(numbers), bars, is_early=sum(numbers) < show_from)


def _known(record: Record, trail: Trail, screen: Screen, *, is_by_mail: bool) -> dict[str, object]:
    step = record.document.step(screen.step)
    match step:
        case PollStep() if not screen.question:
            return {"tally": tally(record, step)}
        case ResultStep():
            promise = record.answers.get(screen)
            return {"promise": promise.values[0] if promise else ""}
        case _ if isinstance(step, GiftStep):
            return gift_known(record, step)
        case SeriesStep():
            view = record.views.get(screen)
            is_asked = view is not None and view.is_yes
            return {"is_known": record.visit.address_id is not None, "is_asked": is_asked}
        case OfferStep():
            return offer_known(record, trail, step, is_by_mail=is_by_mail, now=timezone.now())
    return {}
