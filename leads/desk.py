"""The work queue of the sales desk: who is ready, and why now. A fixed number of queries a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from itertools import groupby

from django.contrib.auth.models import User
from django.utils.formats import number_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads import visibility
from leads.desk_choices import FITS, DeskChoices, desk_choices
from leads.desk_choosing import MOST, capped_count, chosen
from leads.desk_question import ALL, FOLLOW_UPS, FREE, MINE, MOST_PAGES, TO_DO, DeskQuestion
from leads.desk_rows import DeskRow, desk_rows, shown_name
from leads.models import LeadQuerySet
from leads.queueing import CALL, FOLLOW_UP, HOT, WARM

__all__ = ["ALL", "TO_DO", "DeskList", "DeskQuestion", "DeskRow", "desk_list", "shown_name"]

PAGE_SIZE = MOST // MOST_PAGES

_HEADINGS = {
    CALL: gettext_lazy("Asked for a call"),
    HOT: gettext_lazy("Hot"),
    WARM: gettext_lazy("Warm and moving"),
    FOLLOW_UP: gettext_lazy("Follow up today"),
}


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """`key` names it for the page; '' and no heading where the list has no groups."""

    key: str
    heading: str
    rows: Sequence[DeskRow]


@dataclass(frozen=True, slots=True)
class DeskDoor:
    """A list of the sidebar: where it leads, and how many wait there."""

    key: str
    name: str
    query: str
    count: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class DeskList:
    """One page. `count` is MOST + 1 for more than that; `has_leads`: of any kind at all."""

    question: DeskQuestion
    rows: Sequence[DeskRow]
    count: int
    doors: Sequence[DeskDoor]
    choices: DeskChoices
    has_leads: bool

    @property
    def title(self) -> str:
        names = {ALL: _("All leads"), FOLLOW_UPS: _("Follow-ups today")}
        return names.get(self.question.tab) or _("To do")

    @property
    def groups(self) -> list[DeskGroup]:
        if self.question.tab != TO_DO:
            return [DeskGroup("", "", self.rows)]
        return [
            DeskGroup(str(rank), str(_HEADINGS.get(rank, "")), list(rows))
            for rank, rows in groupby(self.rows, key=lambda row: row.rank)
        ]

    @property
    def mine_query(self) -> str:
        return self.question.with_owner(MINE)

    @property
    def free_query(self) -> str:
        return self.question.with_owner(FREE)

    @property
    def fits(self) -> list[tuple[str, str]]:
        return [(grade, str(words)) for grade, words in FITS]

    @property
    def count_said(self) -> str:
        return _said(self.count)

    @property
    def first(self) -> int:
        return (self.question.page - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def previous_query(self) -> str:
        return self.question.at_page(self.question.page - 1)

    @property
    def next_query(self) -> str:
        return self.question.at_page(self.question.page + 1)

    @property
    def has_next(self) -> bool:
        return self.last < min(self.count, MOST)

    @property
    def has_pages(self) -> bool:
        return self.question.page > 1 or self.has_next

    @property
    def is_cut(self) -> bool:
        """There are more than this desk lists."""
        return self.count > MOST and not self.has_next

    @property
    def version(self) -> str:
        """The same as long as the page would look the same."""
        looks = repr((self.question, self.rows, self.count, self.doors, localdate()))
        return blake2b(looks.encode(), digest_size=8).hexdigest()


def desk_list(by: User, question: DeskQuestion, now: datetime) -> DeskList:
    """What `by` is shown of the leads. A page that does not exist is the last one."""
    people = visibility.shown_to(by, now).people()
    listed = chosen(people, question, by, now)
    count = capped_count(listed)
    pages = max(1, -(-min(count, MOST) // PAGE_SIZE))
    page = min(question.page, pages)
    leads = listed.select_related("owner").prefetch_related("addresses")
    doors = _doors(people, question, by, now)
    return DeskList(
        question=replace(question, page=page),
        rows=desk_rows(list(leads[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]), by, now),
        count=count,
        doors=doors,
        choices=desk_choices().of_funnels(visibility.funnels_of(by)),
        has_leads=doors[-1].count != _said(0),
    )


def _doors(
    people: LeadQuerySet, question: DeskQuestion, by: User, now: datetime
) -> Sequence[DeskDoor]:
    """The lists of the sidebar, each counted as far as MOST."""
    lists = [
        (_("To do"), DeskQuestion()),
        (_("Mine"), DeskQuestion(owner=MINE)),
        (_("Follow-ups today"), DeskQuestion(tab=FOLLOW_UPS)),
        (_("All leads"), DeskQuestion(tab=ALL)),
    ]
    here = DeskQuestion(tab=question.tab, owner=question.owner if question.owner == MINE else "")
    if here not in [door for _name, door in lists]:
        here = DeskQuestion(tab=question.tab)
    return [
        DeskDoor(
            key=f"door-{door.tab}-{door.owner}".rstrip("-"),
            name=name,
            query=door.query,
            count=_said(capped_count(chosen(people, door, by, now))),
            is_here=door == here,
        )
        for name, door in lists
    ]


def _said(count: int) -> str:
    number = number_format(min(count, MOST), use_l10n=True, force_grouping=True)
    return _("%(number)s+") % {"number": number} if count > MOST else number
