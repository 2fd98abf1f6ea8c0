"""What this business promises and when it works, read with nearly every act of a visitor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

import holidays
from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.db.models import Q

from leads.business import business
from leads.kept import forget_kept, kept
from leads.models import DeskRules, Lead
from leads.pipeline.hours import WorkingHours

CACHE_KEY = "leads.desk_rules"
_KEPT_SECONDS = 10
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class DeskRuleFacts:
    """Minutes are working minutes, None where nothing is promised. `is_claiming_on`: more than
    one person sells, so a lead has to be claimed and promises count."""

    call_minutes: int
    hot_minutes: int
    warm_minutes: int
    days: tuple[int, ...]
    opens: time
    closes: time
    country: str
    is_claiming_on: bool

    @property
    def hours(self) -> WorkingHours:
        return WorkingHours(
            frozenset(self.days),
            self.opens,
            self.closes,
            business().zone,
            holidays_of(self.country),
        )

    def minutes(self, *, band: str, is_call: bool) -> int | None:
        """How soon somebody answers; None: nothing is promised to a cold lead."""
        if is_call:
            return self.call_minutes
        return {Lead.Band.HOT: self.hot_minutes, Lead.Band.WARM: self.warm_minutes}.get(
            Lead.Band(band)
        )


def desk_rules() -> DeskRuleFacts:
    """As saved last, within ten seconds; the defaults before the first save."""
    return kept(CACHE_KEY, DeskRuleFacts, _read, seconds=_KEPT_SECONDS)


def forget_rules() -> None:
    """Call it in the transaction that changed them."""
    forget_kept(CACHE_KEY)
    transaction.on_commit(lambda: forget_kept(CACHE_KEY))


def sellers() -> list[User]:
    """Active staff who may change leads by a group or by name; an operator's superuser does not
    count, else every second account would switch claiming on."""
    may = Permission.objects.filter(codename="change_lead", content_type__app_label="leads")
    people = User.objects.filter(
        Q(groups__permissions__in=may) | Q(user_permissions__in=may), is_active=True, is_staff=True
    )
    return list(people.distinct().order_by("pk"))


@lru_cache(maxsize=32)
def holidays_of(country: str) -> Callable[[date], bool]:
    """Whether a day is a public holiday there; never where the country is not known."""
    try:
        known = holidays.country_holidays(country.upper())
    except NotImplementedError:
        return lambda _day: False
    return lambda day: day in known


def _read() -> DeskRuleFacts:
    row = DeskRules.objects.first() or DeskRules()
    days = [day for day in row.work_days if day in range(7)]
    return DeskRuleFacts(
        call_minutes=row.call_minutes,
        hot_minutes=row.hot_minutes,
        warm_minutes=row.warm_minutes,
        days=tuple(days) or MONDAY_TO_FRIDAY,
        opens=row.work_from,
        closes=row.work_until,
        country=business().country,
        is_claiming_on=len(sellers()) > 1,
    )
