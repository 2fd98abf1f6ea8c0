"""What will this person get, and when, if they do X? A dry run over a real person.

The page of a person's mails asks. It reads what planning and the hand-over read and plays it
with a clock of its own: nothing is sent, nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from leads.models import Lead
from nurture.models import Enrollment, SequenceVersion
from nurture.telling.cast import Event, Place
from nurture.telling.putting import put_on_stage, start_place
from nurture.telling.saying import Foretold, said, unforeseen_words
from nurture.telling.stage import MOST_MAILS, Stage
from quizzes.conditions import Facts

_AFTER_A_MAIL = timedelta(hours=1)
_ENDS_ALL = {
    "unsubscribe": Enrollment.Exit.UNSUBSCRIBED,
    "stop": Enrollment.Exit.STOPPED,
}


@dataclass(frozen=True, slots=True)
class Imagined:
    """`act`: '' for nothing; offer, call, reply, unsubscribe, claimed; `step:<key>`;
    `answer:<mail key>:<choice key>`. It is done `at` a moment, or an hour after so many mails.
    """

    act: str = ""
    at: datetime | None = None
    after_mails: int = 0


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """`steps` in the order they would happen; `is_cut`: there would be more; `unforeseen`: what
    can move them and is not known beforehand, in words."""

    steps: Sequence[Foretold]
    events: Sequence[Event] = field(default=())
    is_cut: bool = False
    has_many: bool = False
    unforeseen: Sequence[str] = ()


def rehearse(
    lead: Lead,
    *,
    now: datetime,
    imagined: Imagined = Imagined(),  # frozen
    version: SequenceVersion | None = None,
    funnel_id: int | None = None,
) -> Rehearsal:
    """From now on, as if nobody else changed anything: at most 60 mails and 400 days.

    `version`: a series they would come on now besides, of the funnel `funnel_id`. A handful of
    queries, no writes.
    """
    stage = put_on_stage(lead, now=now)
    if version is not None:
        stage.begin(start_place(lead, version, stage, funnel_id=funnel_id or 0, now=now))
    if imagined.act:
        _play_until(stage, imagined)
        _act(stage, imagined.act)
    stage.play()
    contents = {place.number: place.content for place in stage.places}
    return Rehearsal(
        steps=[said(event, contents.get(event.place)) for event in stage.events],
        events=tuple(stage.events),
        is_cut=stage.is_cut,
        has_many=len(stage.places) > 1,
        unforeseen=unforeseen_words(
            is_throttled=stage.person.is_throttled,
            has_daily_limit=stage.person.has_daily_limit,
            is_slowed=any(place.is_slowed for place in stage.places),
        ),
    )


def _play_until(stage: Stage, imagined: Imagined) -> None:
    if imagined.at is not None:
        stage.play(until=imagined.at)
        return
    stage.play(mails=min(imagined.after_mails, MOST_MAILS))
    stage.play(until=stage.now + _AFTER_A_MAIL)


def _act(stage: Stage, act: str) -> None:
    """What they are imagined to do, at the moment the clock of the stage shows."""
    stage.events.append(Event(stage.now, "act", 0, reason=act))
    if act in _ENDS_ALL:
        for place in stage.places:
            stage.end(place, _ENDS_ALL[act])
    elif act == "claimed":
        stage.person.is_claimed = True
    elif act.startswith("answer:"):
        for place in stage.places:
            place.facts = _answered(place, act)
    else:
        _did(stage, act)


def _did(stage: Stage, act: str) -> None:
    if act == "reply":
        stage.person.replied_at = stage.now
    for place in stage.places:
        place.facts = replace(place.facts, did=place.facts.did | {act})
        if act in place.content.sequence.goals:
            stage.end(place, Enrollment.Exit.GOAL)


def _answered(place: Place, act: str) -> Facts:
    """Only of the series that asks it."""
    _answer, key, choice = act.split(":", 2)
    if place.content.message(key) is None:
        return place.facts
    answers = {**place.facts.answers, (f"mail:{key}", "answer"): (choice,)}
    did = place.facts.did | {f"mail:{key}"}
    return replace(place.facts, answers=answers, did=did)
