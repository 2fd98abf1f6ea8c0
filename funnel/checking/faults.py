"""What is wrong with a funnel, each fault with its place; raised together, never one by one.

A place is written as in the portable file: `steps[2].quiz.questions[0].choices[1].points.planner`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`message` is a sentence that says what to do; `path` is empty for the funnel as a whole.

    `law` names the rule of the check that it breaks, by that rule's slug; it is no part of what
    two faults have in common.
    """

    path: str
    message: str
    law: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


def named(law: str, faults: Iterable[Fault]) -> list[Fault]:
    """The same faults under this law, but for those that name one already."""
    return [fault if fault.law else replace(fault, law=law) for fault in faults]


class RefusedError(ValueError):
    """Nothing was stored. `faults` says why, in the order of the document."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class PublishError(RefusedError):
    """This draft cannot go live yet."""
