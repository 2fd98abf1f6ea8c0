"""What became of each mail of a series, in counts with their denominators.

The page of a series in the admin shows it; what each word means stands on that page. Test
people and trials are left out. The number of queries does not depend on mails or people.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from leads.shares import Share
from nurture.models import Delivery, DeliveryQuerySet, Enrollment, Sequence
from nurture.planning.versions import SeriesContent, content_of
from nurture.telling.doing import complained, did, pressed, unsubscribed
from nurture.telling.reasons import exit_words

_SENT = Q(accepted_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Counts:
    """planned >= sent + parked + maybe_sent; each of the rest is a part of sent.

    `left_out` stands beside planned: mails whose condition was not met.
    """

    planned: int = 0
    left_out: int = 0
    sent: int = 0
    delivered: int = 0
    clicked: int = 0
    did: int = 0
    unsubscribed: int = 0
    complained: int = 0
    parked: int = 0
    maybe_sent: int = 0

    def __add__(self, other: Counts) -> Counts:
        names = [field.name for field in fields(Counts)]
        return Counts(*(getattr(self, name) + getattr(other, name) for name in names))

    @property
    def sent_share(self) -> Share:
        return Share(self.sent, self.planned)

    @property
    def delivered_share(self) -> Share:
        return Share(self.delivered, self.sent)

    @property
    def clicked_share(self) -> Share:
        return Share(self.clicked, self.sent)

    @property
    def did_share(self) -> Share:
        return Share(self.did, self.sent)

    @property
    def unsubscribed_share(self) -> Share:
        return Share(self.unsubscribed, self.sent)

    @property
    def complained_share(self) -> Share:
        return Share(self.complained, self.sent)


@dataclass(frozen=True, slots=True)
class MailFigures:
    """`number` is its place in the series as it is live now; 0 for a mail that is in it no more."""

    key: str
    subject: str
    number: int
    target: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class SeriesFigures:
    """`people` came on the series in the window; `exits` are (how it ended, how many)."""

    mails: tuple[MailFigures, ...]
    total: Counts
    people: int
    on_it: int
    finished: int
    exits: tuple[tuple[str, int], ...]

    @property
    def is_empty(self) -> bool:
        return self.people == 0 and self.total == Counts()

    @property
    def has_deliveries(self) -> bool:
        """Whether any provider ever told that a mail arrived; not every one does."""
        return self.total.delivered > 0


def figures_of(sequence: Sequence, *, since: datetime | None, until: datetime) -> SeriesFigures:
    """Of the mails planned in [since, until), whatever became of them later. Four queries."""
    content = _live(sequence)
    counts = _counts(sequence, content, since=since, until=until)
    mails = [
        MailFigures(each.key, each.subject, number, each.button.target, counts[each.key])
        for number, each in enumerate(content.sequence.messages if content else (), start=1)
    ]
    known = {mail.key for mail in mails}
    mails += [
        MailFigures(key, "", 0, "", found) for key, found in counts.items() if key not in known
    ]
    people, on_it, finished, exits = _people(sequence, since=since, until=until)
    total = sum((mail.counts for mail in mails), Counts())
    return SeriesFigures(tuple(mails), total, people, on_it, finished, exits)


def _live(sequence: Sequence) -> SeriesContent | None:
    """What is live now, else what was live last."""
    versions = sequence.versions.filter(is_trial=False)
    version = versions.order_by("-is_current", "-number").first()
    return content_of(version) if version else None


def _counts(
    sequence: Sequence, content: SeriesContent | None, *, since: datetime | None, until: datetime
) -> dict[str, Counts]:
    found: dict[str, Counts] = defaultdict(Counts)
    rows = (
        _in_window(sequence, since=since, until=until)
        .order_by()
        .values("message_key")
        .annotate(**{name: Count("pk", filter=when) for name, when in _conditions(content).items()})
        .order_by("message_key")
    )
    columns = [f"n_{field.name}" for field in fields(Counts)]
    for key, *numbers in rows.values_list("message_key", *columns):
        found[key] = Counts(*numbers)
    return found


def _in_window(sequence: Sequence, *, since: datetime | None, until: datetime) -> DeliveryQuerySet:
    rows = Delivery.objects.filter(
        enrollment__sequence=sequence, enrollment__day_seconds=None, lead__is_test=False
    ).annotate(meant_for=Coalesce("planned_for", "created_at"))
    rows = rows.filter(meant_for__lt=until)
    return rows if since is None else rows.filter(meant_for__gte=since)


def _conditions(content: SeriesContent | None) -> dict[str, Q]:
    left_out = Q(state=Delivery.State.SKIPPED, accepted_at=None)
    return {
        "n_planned": ~left_out,
        "n_left_out": left_out,
        "n_sent": _SENT,
        "n_delivered": _SENT & Q(delivered_at__isnull=False),
        "n_clicked": _SENT & pressed(),
        "n_did": _SENT & _did(content),
        "n_unsubscribed": _SENT & unsubscribed(),
        "n_complained": _SENT & complained(),
        "n_parked": Q(state=Delivery.State.PARKED, accepted_at=None),
        "n_maybe_sent": Q(state=Delivery.State.AMBIGUOUS, accepted_at=None),
    }


def _did(content: SeriesContent | None) -> Q:
    """Each mail by its own target; one condition for all mails that ask for the same."""
    keys: dict[str, list[str]] = defaultdict(list)
    for message in content.sequence.messages if content else ():
        keys[message.button.target].append(message.key)
    done = Q(pk__in=[])
    for target, asking in keys.items():
        done |= Q(message_key__in=asking) & did(target)
    return done


def _people(
    sequence: Sequence, *, since: datetime | None, until: datetime
) -> tuple[int, int, int, tuple[tuple[str, int], ...]]:
    places = Enrollment.objects.filter(
        sequence=sequence, day_seconds=None, lead__is_test=False, enrolled_at__lt=until
    )
    if since is not None:
        places = places.filter(enrolled_at__gte=since)
    states = places.order_by().values_list("state", "exit_reason").annotate(how_many=Count("pk"))
    by_state: dict[str, int] = defaultdict(int)
    exits: list[tuple[str, int]] = []
    for state, reason, how_many in states:
        by_state[state] += how_many
        if state == Enrollment.State.EXITED:
            exits.append((exit_words(reason), how_many))
    exits.sort(key=lambda row: (-row[1], row[0]))
    people = sum(by_state.values())
    on_it = by_state[Enrollment.State.ACTIVE]
    return people, on_it, by_state[Enrollment.State.FINISHED], tuple(exits)
