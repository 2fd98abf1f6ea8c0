"""A clock of its own over one person's series: what the engine would do, in memory.

Pure: rehearsing puts the person on this stage and reads what was played. It keeps to the order
in which planning and the hand-over ask; a test drives both over the same people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nurture.models import Enrollment
from nurture.planning.calendar import is_open, next_due, next_open
from nurture.planning.caps import DAY_SPAN
from nurture.planning.deciding import Decision, Finish, Leave, PassOver, Wait, Write, decide
from nurture.sending.guards import CAP_DAY, CAP_WEEK, FEWER_SPAN
from nurture.telling.cast import Event, Open, Person, Place

MOST_MAILS = 60
FURTHEST = timedelta(days=400)
# A mail that is held looks again now and then; so many looks are years of waiting.
_MOST_LOOKS = 20_000
_HOUR = timedelta(hours=1)
PRIORITY_LOOKS = timedelta(minutes=10)
FEWER_LOOKS = timedelta(hours=6)


@dataclass
class Stage:
    person: Person
    places: list[Place]
    now: datetime
    events: list[Event] = field(default_factory=list)
    is_cut: bool = False
    _numbers: int = 0

    def __post_init__(self) -> None:
        self._ends = self.now + FURTHEST
        self._numbers = max((each.open.number for each in self.places if each.open), default=0)

    @property
    def mails_sent(self) -> int:
        return sum(event.kind == "sent" for event in self.events)

    def play(self, *, until: datetime | None = None, mails: int = MOST_MAILS) -> None:
        """Runs up to this moment, or until so many mails went out in all, or nothing is left."""
        for _look in range(_MOST_LOOKS):
            if self.mails_sent >= mails:
                break
            moment = self._next()
            if moment is None or (until is not None and moment >= until):
                break
            if moment > self._ends:
                self.is_cut = True
                return
            self.now = max(self.now, moment)
            self._tick(mails)
        if until is not None:
            self.now = max(self.now, until)
        self.is_cut = self.mails_sent >= MOST_MAILS and self._next() is not None

    def end(self, place: Place, reason: Enrollment.Exit) -> None:
        if not place.is_over:
            place.exit, place.is_over, place.open, place.due_at = reason, True, None, None
            self._tell("ended", place, reason=reason)

    def begin(self, place: Place) -> None:
        """Comes on a series now. A further one of the same funnel takes the other's place; one
        asked for by name runs beside it, and its first mail goes out at once."""
        place.anchor = self.now
        if place.is_marketing:
            for other in self.places:
                if other.is_marketing and other.funnel_id == place.funnel_id:
                    self.end(other, Enrollment.Exit.REPLACED)
        self.places.append(place)
        if not place.is_marketing:
            first = place.content.sequence.messages[0]
            place.written.add(first.key)
            self._tell("sent", place, first.key)
        self._go_to(place, 0 if place.is_marketing else 1)

    def _next(self) -> datetime | None:
        times = [
            each.open.due_at if each.open else each.due_at
            for each in self.places
            if not each.is_over and not each.blocked
        ]
        return min((time for time in times if time is not None), default=None)

    def _tick(self, mails: int) -> None:
        """As dispatch() and the sender after it: plan what is due, then try what is due."""
        self._block()
        due = [each for each in self._standing() if self._is_due(each)]
        planned = [(each, self._decided(each)) for each in due]
        waiting = self._giving_way([each for each, made in planned if isinstance(made, Write)])
        for place, decision in planned:
            if place.number in waiting:
                place.due_at = self.now + _HOUR
            else:
                self._follow(place, decision)
        trying = [
            (each.open.due_at, each.open.number, each)
            for each in self._standing()
            if each.open is not None and each.open.due_at <= self.now
        ]
        for _due, _number, place in sorted(trying, key=lambda row: row[:2]):
            if self.mails_sent < mails and place.open is not None:
                self._try(place, place.open)

    def _block(self) -> None:
        """Whoever waits for somebody to act waits from the next mail on."""
        for place in self._standing():
            at = place.open.due_at if place.open else place.due_at
            if place.waits_for and place.way_out is None and at is not None and at <= self.now:
                place.blocked = place.waits_for
                messages = place.content.sequence.messages[place.position :]
                key = place.open.key if place.open else next((each.key for each in messages), "")
                self._tell("blocked", place, key, place.blocked)

    def _is_due(self, place: Place) -> bool:
        return place.open is None and place.due_at is not None and place.due_at <= self.now

    def _giving_way(self, writing: list[Place]) -> set[int]:
        """As planning.yielding: the better one goes first where the day has room for one."""
        if len(writing) < 2:
            return set()
        open_mails = sum(each.open is not None for each in self.places)
        room = max(self.person.cap_day - self._sent_since(DAY_SPAN) - open_mails, 1)
        ranked = sorted(writing, key=lambda each: (each.priority, each.due_at, each.number))
        return {each.number for each in ranked[room:]}

    def _standing(self) -> list[Place]:
        return [each for each in self.places if not each.is_over and not each.blocked]

    def _decided(self, place: Place) -> Decision:
        return decide(
            place.content,
            position=place.position,
            way_out=place.way_out,
            facts=place.facts_at(self.now),
            written=place.written,
            now=self.now,
            waiting_since=place.waiting_since,
        )

    def _follow(self, place: Place, decision: Decision) -> None:
        messages = place.content.sequence.messages
        match decision:
            case Leave(reason):
                self.end(place, reason)
            case Finish():
                self._finish(place)
            case PassOver(index, reason):
                place.written.add(messages[index].key)
                self._tell("left_out", place, messages[index].key, reason)
                self._go_on(place, index)
            case Wait(index, until):
                self._wait(place, index, until)
            case Write(index):
                self._write(place, index)

    def _wait(self, place: Place, index: int, until: datetime) -> None:
        if place.waiting_since is None:
            place.waiting_since = self.now
            key = place.content.sequence.messages[index].key
            self._tell("waits", place, key, until=until)
        place.position = index
        place.due_at = min(self.now + _HOUR, until)

    def _write(self, place: Place, index: int) -> None:
        message = place.content.sequence.messages[index]
        place.written.add(message.key)
        days = message.expires_days
        planned_for = place.due_at or self.now
        expires = planned_for + timedelta(days=days) if days else None
        place.position, place.due_at, place.waiting_since = index, None, None
        self._numbers += 1
        place.open = Open(self._numbers, message.key, self.now, expires)

    def _try(self, place: Place, mail: Open) -> None:
        """As the hand-over: the hour, what leaves it out, what holds it, the caps; else it goes."""
        window = place.content.sequence.window
        index = place.content.index(mail.key)
        is_working = place.content.sequence.messages[index].delay.working_days
        if not is_open(self.now, window, place.zone, is_working=is_working):
            self._hold(place, mail, "quiet_hours", timedelta())
        elif place.way_out is not None:
            self.end(place, place.way_out)
        elif mail.key in place.stopped_mails:
            self._leave_out(place, mail, "stopped")
        elif mail.expires_at is not None and mail.expires_at <= self.now:
            self._leave_out(place, mail, "expired")
        elif mail.key in place.paused_mails:
            place.blocked = "mail_paused"
            self._tell("blocked", place, mail.key, place.blocked)
        elif held := self._held(place):
            self._hold(place, mail, *held)
        else:
            self._send(place, mail)

    def _held(self, place: Place) -> tuple[str, timedelta] | None:
        """The first reason that stands, and when the hand-over looks again."""
        person, now = self.person, self.now
        if person.stop_until is not None and person.stop_until > now:
            return person.stop_reason, person.stop_until - now
        if person.is_claimed and place.is_marketing:
            place.blocked = "claimed"
            return "claimed", _HOUR
        if person.replied_at is not None and person.replied_at > now - person.rests:
            return "replied", _HOUR
        if person.paused_until is not None and person.paused_until > now:
            return "paused_by_reader", person.paused_until - now
        if person.gets_fewer and self._sent_since(FEWER_SPAN) >= 1:
            return "fewer", FEWER_LOOKS
        if self._sent_since(CAP_DAY) >= person.cap_day:
            return "cap_day", _HOUR
        if self._sent_since(CAP_WEEK) >= person.cap_week:
            return "cap_week", _HOUR
        is_last = self._sent_since(CAP_DAY) >= person.cap_day - 1
        if is_last and self._better_is_due(place):
            return "priority", PRIORITY_LOOKS
        if person.full_until is not None and person.full_until > now:
            return "most_a_day", person.full_until - now
        return None

    def _better_is_due(self, mine: Place) -> bool:
        better = (each for each in self._standing() if each.priority < mine.priority)
        others = (each for each in better if not each.is_slowed)
        return any(
            (each.open.due_at if each.open else each.due_at or self._ends) <= self.now
            for each in others
        )

    def _sent_since(self, span: timedelta) -> int:
        return sum(at > self.now - span for at in self.person.sent)

    def _hold(self, place: Place, mail: Open, reason: str, wait: timedelta) -> None:
        window = place.content.sequence.window
        index = place.content.index(mail.key)
        is_working = place.content.sequence.messages[index].delay.working_days
        until = next_open(self.now + wait, window, place.zone, is_working=is_working)
        mail.due_at = until
        if place.blocked:
            self._tell("blocked", place, mail.key, place.blocked)
        else:
            self._tell("held", place, mail.key, reason, until)

    def _leave_out(self, place: Place, mail: Open, reason: str) -> None:
        self._tell("left_out", place, mail.key, reason)
        place.open = None
        self._go_on(place, place.content.index(mail.key))

    def _send(self, place: Place, mail: Open) -> None:
        self.person.sent.append(self.now)
        self._tell("sent", place, mail.key)
        place.open = None
        self._go_on(place, place.content.index(mail.key))

    def _go_on(self, place: Place, index: int) -> None:
        place.anchor = self.now
        self._go_to(place, index + 1)

    def _go_to(self, place: Place, index: int) -> None:
        place.position, place.waiting_since = index, None
        messages = place.content.sequence.messages
        if index >= len(messages):
            self._finish(place)
            return
        place.due_at = next_due(
            anchor=place.anchor,
            delay=messages[index].delay,
            window=place.content.sequence.window,
            zone=place.zone,
            now=self.now,
        )

    def _finish(self, place: Place) -> None:
        place.is_over, place.open, place.due_at = True, None, None
        self._tell("finished", place)

    def _tell(
        self,
        kind: str,
        place: Place,
        key: str = "",
        reason: str = "",
        until: datetime | None = None,
    ) -> None:
        """The same hold again is one hold that lasts longer."""
        event = Event(self.now, kind, place.number, key, reason, until)
        for index in range(len(self.events) - 1, -1, -1):
            last = self.events[index]
            if last.place != place.number:
                continue
            if (last.kind, last.key, last.reason) == ("held", key, reason) == (kind, key, reason):
                self.events[index] = Event(last.at, kind, place.number, key, reason, until)
                return
            break
        self.events.append(event)
