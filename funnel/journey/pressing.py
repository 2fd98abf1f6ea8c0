"""A press on a screen, written whole or not at all: the one way in for every step kind.

Views call press(); what a kind of step does with it stands in `handlers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from funnel.document import OfferStep, PollStep, QuizStep, ResultStep
from funnel.journey import handlers
from funnel.journey.maillinks import link_for
from funnel.journey.presses import Press
from funnel.journey.record import Record, last_proposed, open_record, settle
from funnel.journey.series import enroll_visit
from funnel.journey.speaking import speaking
from funnel.journey.telling import tells
from funnel.journey.told import acts, story
from funnel.journey.trail import Screen, Trail, offer_on
from funnel.models import Visit
from leads.activity import Act, record_acts
from leads.facts import write_facts
from nurture.models import MailLink
from nurture.reader.machines import CERTAIN, judge
from nurture.writing.links import note_machine
from nurture.writing.links import press as press_link

_TABS_KEPT = 20


@dataclass(frozen=True, slots=True)
class Pressed:
    """What stands after a press: the rows, the trail, the screen to show next, and the address
    outside to open, if the press was for one. `mail_token` keeps open what a mail opened."""

    record: Record
    trail: Trail
    next: Screen
    away: str = ""
    mail_token: str = ""


class NotOpenError(Exception):
    """The screen is not open yet, or not on this visit's way; `next` is the one that is."""

    def __init__(self, next_screen: Screen) -> None:
        super().__init__(next_screen)
        self.next = next_screen


class UnknownScreenError(Exception):
    """This publication has no such screen."""


def check_open(record: Record, trail: Trail, screen: Screen, link: MailLink | None) -> None:
    """Raises UnknownScreenError or NotOpenError for a screen that may not be shown now.

    A link in the person's own mail opens its screen before its turn; never what of a result
    waits behind a gate.
    """
    step = record.document.step(screen.step)
    quiz = step.quiz if isinstance(step, QuizStep | PollStep) else None
    if step is None or (screen.question and not (quiz and quiz.question(screen.question))):
        raise UnknownScreenError(screen)
    is_held = quiz is not None or (isinstance(step, ResultStep) and step.part == "rest")
    if trail.allows(screen) or (link is not None and not is_held):
        return
    mine = [each for each in trail.done if each.step == screen.step]
    raise NotOpenError(mine[0] if mine else trail.here or trail.done[-1])


@transaction.atomic
def press(*, key: str, screen: Screen, press: Press, now: datetime) -> Pressed:
    """Writes one press. A repeated or late one changes nothing and leads to the same place.

    Raises Visit.DoesNotExist, NotOpenError and RefusedError; then nothing is stored.
    """
    rows = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("lead", "address", "publication")
        .defer("publication__document")
    )
    record = open_record(rows.get(key=key))
    return _write(record, screen, press, now)


def first_press(
    *, visit: Visit, is_new: bool, screen: Screen, press: Press, now: datetime
) -> Pressed:
    """The landing page's press: a new visit has no rows to read."""
    return _write(open_record(visit, is_new=is_new), screen, press, now)


def _write(record: Record, screen: Screen, press: Press, now: datetime) -> Pressed:
    with speaking(record.document):
        return _written(record, screen, press, now)


def _written(record: Record, screen: Screen, press: Press, now: datetime) -> Pressed:
    trail = record.trail()
    link = link_for(record, screen, press.mail_token)
    check_open(record, trail, screen, link)
    machine = _machine(link, press, now)
    if machine in CERTAIN:
        return Pressed(record, trail, screen, mail_token=press.mail_token)
    if link is not None and record.visit.lead is not None:
        record.known_depth = record.visit.lead.depth
    if not _is_newest(record.visit, press):
        return Pressed(record, trail, _same_place(record, trail, screen, press))
    had_outcome = record.visit.outcome
    done = handlers.handle(record, trail, screen, press, now)
    trail = settle(record, now)
    next_screen = done.next or trail.next_after(screen)
    _remember_place(record.visit, next_screen)
    record.save_visit()
    if done.is_told:
        _tell(record, trail, done.acts, now)
    if record.visit.lead_id and (done.is_opt_in or record.visit.outcome != had_outcome):
        enroll_visit(visit=record.visit, now=now, may_have_said_yes=_met_offer(record))
    # "Seen" is the clock's word, not a person's: a mail scanner's browser waits as well.
    if link is not None and press.act != "seen" and not machine:
        press_link(link=link, now=now)
    is_here = link is not None and next_screen == screen
    token = press.mail_token if is_here else ""
    return Pressed(record, trail, next_screen, done.away, token)


def _machine(link: MailLink | None, press: Press, now: datetime) -> str:
    """Why a press that a mail led to was no person's, noted beside the link; '' for a person.

    What says so of itself presses nothing here; where it is a guess, only the click is not counted.
    """
    if link is None or press.act == "seen":
        return ""
    reason = judge(link, press.signs, now=now)
    if reason:
        note_machine(link=link, reason=reason)
    return reason


def _is_newest(visit: Visit, press: Press) -> bool:
    """Remembers the tab's number; False for one that is not above the last of that tab."""
    if not press.tab:
        return True
    if press.number <= visit.presses.get(press.tab, 0):
        return False
    others = {tab: number for tab, number in visit.presses.items() if tab != press.tab}
    kept = dict(list(others.items())[-(_TABS_KEPT - 1) :])
    visit.presses = {**kept, press.tab: press.number}
    return True


def _same_place(record: Record, trail: Trail, screen: Screen, press: Press) -> Screen:
    """Where the press led when it was new."""
    step = record.document.step(screen.step)
    question = step.quiz.question(screen.question) if isinstance(step, QuizStep) else None
    values = trail.facts.answers.get((screen.step, screen.question))
    if isinstance(step, QuizStep) and question and tells(step.quiz, question, values):
        return screen
    if isinstance(step, OfferStep):
        opened = last_proposed(record, trail) if press.act in ("next", "smaller") else None
        return opened or screen
    offer = offer_on(record.document, trail) if press.act == "offer" else None
    return Screen(offer.key) if offer else trail.next_after(screen)


def _met_offer(record: Record) -> bool:
    offers = (step for step in record.document.steps if isinstance(step, OfferStep))
    return any(Screen(offer.key) in record.stored for offer in offers)


def _remember_place(visit: Visit, screen: Screen) -> None:
    visit.at_step, visit.at_question = screen.step, screen.question


def _tell(record: Record, trail: Trail, more: Sequence[Act], now: datetime) -> None:
    """Hands acts and facts down to the lead, if the visit has one. Four queries."""
    lead = record.visit.lead
    if lead is None:
        return
    if record.has_news:
        write_facts(lead_id=lead.pk, story=story(record, trail, now))
    record_acts(lead=lead, acts=[*acts(record, trail), *more], now=now)
