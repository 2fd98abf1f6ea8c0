"""The figures of a report as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from leads.shares import Share


@dataclass(frozen=True, slots=True)
class Totals:
    """starts = finishes + exits + in_progress; views >= starts."""

    views: int = 0
    starts: int = 0
    finishes: int = 0
    exits: int = 0
    in_progress: int = 0
    addresses: int = 0
    leads: int = 0

    @property
    def started(self) -> Share:
        return Share(self.starts, self.views)

    @property
    def finished(self) -> Share:
        return Share(self.finishes, self.starts)

    @property
    def left_address(self) -> Share:
        return Share(self.addresses, self.starts)


@dataclass(frozen=True, slots=True)
class Group:
    """One live version or one source."""

    name: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class Sales:
    """What other systems told. `booked` and `bought` count visits; `money` says the sum of each
    currency, which are never added up."""

    booked: int = 0
    bought: int = 0
    money: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SalesRow:
    """What came back to one live version, of those who started on it."""

    name: str
    sales: Sales
    totals: Totals

    @property
    def booked_share(self) -> Share:
        return Share(self.sales.booked, self.totals.starts)

    @property
    def bought_share(self) -> Share:
        return Share(self.sales.bought, self.totals.starts)


@dataclass(frozen=True, slots=True)
class ScreenCount:
    """shown = done + left + in_progress + bypassed; `yes` is part of done."""

    shown: int = 0
    done: int = 0
    yes: int = 0
    left: int = 0
    in_progress: int = 0
    bypassed: int = 0

    @property
    def skipped(self) -> int:
        return self.done - self.yes

    @property
    def done_share(self) -> Share:
        return Share(self.done, self.shown)

    @property
    def left_share(self) -> Share:
        return Share(self.left, self.shown)


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """A step with its questions, or a question (then `questions` is empty).

    `is_former`: only an earlier live version has it. `has_yes`: it can be said yes to or skipped.
    """

    key: str
    kind: str
    title: str
    count: ScreenCount
    questions: tuple[ScreenRow, ...] = ()
    is_former: bool = False
    has_yes: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    totals: Totals
    steps: tuple[ScreenRow, ...]
    by_version: tuple[Group, ...]
    by_source: tuple[Group, ...]
    sales: tuple[SalesRow, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.totals.views == 0
