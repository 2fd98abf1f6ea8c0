"""How fast mails of series may go: per provider group, in all, and for a series held back.

The hand-over takes limits() as conditions of its one UPDATE; ringing asks room() so that
nothing is prepared in vain. Two senders at the same moment may both see the last free place:
a limit can be overshot by as many mails as there are connections. Mails asked for know none.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from nurture.models import Delivery, MailRules, Sequence
from nurture.rules import rules

GROUPS = ("google", "yahoo", "microsoft")
OTHERS = "others"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Rate:
    """Mails of series to one provider group; `limit` a minute, None for none."""

    sent_last_minute: int
    sent_last_day: int
    limit: int | None


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` of `sent` in a while; `wait` is when to look again."""

    reason: str
    sent: QuerySet[Delivery]
    most: int
    wait: timedelta


def group_of(provider_group: str) -> str:
    """Under whose limit a mail to this provider group counts."""
    return provider_group if provider_group in GROUPS else OTHERS


def limit_of(group: str, row: MailRules) -> int | None:
    limits = {
        "google": row.google_a_minute,
        "yahoo": row.yahoo_a_minute,
        "microsoft": row.microsoft_a_minute,
        OTHERS: row.others_a_minute,
    }
    return limits[group]


def rates(now: datetime) -> dict[str, Rate]:
    """Of each of google, yahoo, microsoft and others. One query."""
    row = rules()
    counted = _by_group(_handed_over(now - DAY), minute=Q(handed_over_at__gt=now - MINUTE))
    return {
        group: Rate(*counted.get(group, (0, 0)), limit_of(group, row))
        for group in (*GROUPS, OTHERS)
    }


def limits(
    *, provider_group: str, sequence: Sequence | None, row: MailRules, now: datetime
) -> list[Limit]:
    """What a mail of a series has to keep to, if anything."""
    found = []
    group = group_of(provider_group)
    a_minute = limit_of(group, row)
    if a_minute is not None:
        sent = _handed_over(now - MINUTE).filter(in_groups([group]))
        found.append(Limit("throttled", sent, a_minute, MINUTE))
    if row.most_a_day is not None:
        found.append(Limit("most_a_day", _handed_over(now - DAY), row.most_a_day, HOUR / 4))
    if sequence is not None and sequence.slowed_at is not None:
        sent = _handed_over(now - HOUR).filter(enrollment__sequence=sequence)
        found.append(Limit("slowed", sent, row.slowed_an_hour, HOUR / 12))
    return found


def full_until(now: datetime) -> datetime | None:
    """When the limit of mails of a day has room again, if nothing else goes out meanwhile; None
    where it has room. No query where there is no such limit, else one."""
    most = rules().most_a_day
    if not most:
        return None
    sent = _handed_over(now - DAY).order_by("-handed_over_at")
    oldest = sent.values_list("handed_over_at", flat=True)[most - 1 : most].first()
    return None if oldest is None else oldest + DAY


@dataclass
class Room:
    """How many mails of series may be rung now; take() counts one off where there is room."""

    in_all: int | None
    groups: dict[str, int]
    series: dict[int, int]

    def take(self, provider_group: str, sequence_id: int | None) -> bool:
        group = group_of(provider_group)
        if self.in_all == 0 or self.groups.get(group) == 0:
            return False
        if sequence_id is not None and self.series.get(sequence_id) == 0:
            return False
        if self.in_all is not None:
            self.in_all -= 1
        if group in self.groups:
            self.groups[group] -= 1
        if sequence_id in self.series:
            self.series[sequence_id] -= 1
        return True

    @property
    def full_groups(self) -> list[str]:
        return [group for group, free in self.groups.items() if free == 0]

    @property
    def full_series(self) -> list[int]:
        return [pk for pk, free in self.series.items() if free == 0]


def room(now: datetime) -> Room:
    """One query where nothing is limited, the slowed series; else one more for each limit."""
    row = rules()
    groups = {
        group: most for group in (*GROUPS, OTHERS) if (most := limit_of(group, row)) is not None
    }
    if groups:
        sent = _by_group(_handed_over(now - MINUTE))
        groups = {
            group: max(0, most - sent.get(group, (0, 0))[0]) for group, most in groups.items()
        }
    in_all = None
    if row.most_a_day is not None:
        in_all = max(0, row.most_a_day - _handed_over(now - DAY).count())
    return Room(in_all, groups, _room_of_slowed(row, now))


def _room_of_slowed(row: MailRules, now: datetime) -> dict[int, int]:
    slowed = list(Sequence.objects.filter(slowed_at__isnull=False).values_list("pk", flat=True))
    if not slowed:
        return {}
    sent = dict(
        _handed_over(now - HOUR)
        .filter(enrollment__sequence__in=slowed)
        .values_list("enrollment__sequence")
        .annotate(count=Count("pk"))
    )
    return {pk: max(0, row.slowed_an_hour - sent.get(pk, 0)) for pk in slowed}


def _handed_over(since: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(purpose__in=Delivery.SERIES, handed_over_at__gt=since).order_by()


def in_groups(groups: Collection[str]) -> Q:
    """Deliveries to any of them. The others are all domains that are nobody's big one."""
    if OTHERS in groups:
        return ~Q(provider_group__in=[group for group in GROUPS if group not in groups])
    return Q(provider_group__in=groups)


def _by_group(sent: QuerySet[Delivery], *, minute: Q | None = None) -> dict[str, tuple[int, int]]:
    """Group to how many, first those that meet `minute`, then all."""
    group = Case(
        When(provider_group__in=GROUPS, then=F("provider_group")),
        default=Value(OTHERS),
        output_field=CharField(),
    )
    counted = (
        sent.annotate(group=group)
        .values_list("group")
        .annotate(recent=Count("pk", filter=minute), whole=Count("pk"))
    )
    return {name: (recent, whole) for name, recent, whole in counted}
