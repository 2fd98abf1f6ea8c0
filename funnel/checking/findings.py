"""What the check says: rules, what they hit, and what is made of it for people.

A rule looks at a document and yields hits; `report` gathers them, knows what is set aside, and
puts the worst first. Rules stand in `rules/`, one module per subject, each with `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django_stubs_ext import StrPromise

from funnel.checking.subject import Subject
from funnel.document import FunnelDocument


class Severity(StrEnum):
    """An error keeps a funnel from going live, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Family(StrEnum):
    STRUCTURE = "structure"
    EASY = "easy"
    VALUE = "value"
    NEXT = "next"
    HONEST = "honest"
    READABLE = "readable"


@dataclass(frozen=True, slots=True)
class Fix:
    """A mechanical way out: `words` stand on the button, `apply` makes the mended document."""

    words: str
    apply: Callable[[FunnelDocument], FunnelDocument]


@dataclass(frozen=True, slots=True)
class Hit:
    """`path` as faults write it (`steps[0].quiz.questions[2].text`), empty for the whole funnel.

    `message` is one sentence with what to do; `weight` orders hits of one severity, high first.
    """

    path: str
    message: str
    weight: int = 0
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """`code` is what reports and waivers name, `slug` its page under docs/check/.

    A rule about wording names the `languages` it has examples for; in others it does not run,
    and the report says so. `is_law`: the product could not serve such a funnel, so it cannot be
    set aside.
    """

    code: str
    slug: str
    family: Family
    severity: Severity
    title: StrPromise
    find: Callable[[Subject], Iterable[Hit]]
    languages: frozenset[str] | None = None
    is_law: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One hit of one rule. `place` is `path` in stable keys; `ignored_because` is the reason
    somebody gave, empty where the finding counts."""

    rule: Rule
    path: str
    place: str
    message: str
    weight: int = 0
    fix: Fix | None = None
    ignored_because: str = ""

    @property
    def blocks(self) -> bool:
        return self.rule.severity is Severity.ERROR and not self.ignored_because
