"""What a check of the sender's domain found: a verdict by name, its facts, and what to paste.

Plain values, kept as JSON in DomainReport; nurture.watching.domain_words says them in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    GOOD = "good"
    HINT = "hint"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Record:
    """One line for the DNS, letter by letter."""

    kind: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`topic` is what was looked at (spf, dkim ...), `verdict` which of its answers was found."""

    topic: str
    verdict: str
    state: State
    facts: Mapping[str, str] = field(default_factory=dict)
    record: Record | None = None

    def to_json(self) -> dict[str, object]:
        record = self.record
        return {
            "topic": self.topic,
            "verdict": self.verdict,
            "state": str(self.state),
            "facts": dict(self.facts),
            "record": [record.kind, record.name, record.value] if record else None,
        }


# Any row that an older release wrote may lack what this one reads.
def from_json(row: Mapping[str, object]) -> Finding | None:
    """None where the row is not one of ours."""
    facts, record = row.get("facts"), row.get("record")
    try:
        state = State(str(row.get("state")))
    except ValueError:
        return None
    return Finding(
        topic=str(row.get("topic", "")),
        verdict=str(row.get("verdict", "")),
        state=state,
        facts={str(k): str(v) for k, v in facts.items()} if isinstance(facts, dict) else {},
        record=Record(*map(str, record)) if isinstance(record, list) and len(record) == 3 else None,
    )
