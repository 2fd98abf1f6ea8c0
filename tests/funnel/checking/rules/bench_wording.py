"""Measures the English wording rules on labelled snippets: `make bench-wording DATA=file.tsv`.

The file has the columns page_id, text, label (1 for manipulative) and a category, tabs between.
It stays outside the project; the figures stand in docs/check/.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from funnel.checking.rules.wording import tricks
from funnel.checking.rules.wording_en import EN

_LEAST_PRECISION, _LEAST_RECALL = 0.98, 0.75


@dataclass(frozen=True)
class Measured:
    """Snippets by what they are and what the rules say."""

    hits: int = 0
    false_alarms: int = 0
    missed: int = 0
    left_alone: int = 0

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + self.false_alarms)

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.hits + self.missed)

    @property
    def is_enough(self) -> bool:
        return self.precision >= _LEAST_PRECISION and self.recall >= _LEAST_RECALL

    def __str__(self) -> str:
        total = self.hits + self.false_alarms + self.missed + self.left_alone
        return (
            f"snippets {total}\n"
            f"manipulative: found {self.hits}, missed {self.missed}\n"
            f"plain: found {self.false_alarms}, left alone {self.left_alone}\n"
            f"precision {self.precision:.3f} (at least {_LEAST_PRECISION})\n"
            f"recall {self.recall:.3f} (at least {_LEAST_RECALL})"
        )


def measured(snippets: Iterable[tuple[str, bool]]) -> Measured:
    """Any rule that speaks counts as found."""
    counts = {(said, is_trick): 0 for said in (True, False) for is_trick in (True, False)}
    for text, is_trick in snippets:
        counts[any(tricks(EN, text)), is_trick] += 1
    return Measured(
        hits=counts[True, True],
        false_alarms=counts[True, False],
        missed=counts[False, True],
        left_alone=counts[False, False],
    )


def read(path: Path) -> list[tuple[str, bool]]:
    """Rows without a label of 0 or 1 are left out."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return [(row["text"], row["label"] == "1") for row in rows if row["label"] in {"0", "1"}]


if __name__ == "__main__":
    found = measured(read(Path(sys.argv[1])))
    print(found)
    sys.exit(not found.is_enough)
