"""Good work is left in peace: no rule about quality speaks on the demo funnels."""

from __future__ import annotations

from pathlib import Path

import pytest

from funnel.checking.pages import page_of
from funnel.checking.rules import easy, honest, next_step, readable, value
from funnel.checking.subject import Subject
from funnel.demo.loading import FUNNEL_FILES
from funnel.portable.reading import read_portable

RULES = (*easy.RULES, *value.RULES, *next_step.RULES, *honest.RULES, *readable.RULES)


@pytest.mark.parametrize("file", FUNNEL_FILES, ids=lambda file: file.parent.name)
def test_demo_has_no_findings(file: Path) -> None:
    subject = Subject(read_portable(file).document)
    assert [(rule.code, hit.path) for rule in RULES for hit in rule.find(subject)] == []


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_rule_has_its_page(code: str) -> None:
    rule = next(each for each in RULES if each.code == code)
    page = page_of(rule)
    assert all(part in page for part in ("## Why", "Not so: ", "But so: ", "## Ignoring it"))


def test_codes_and_pages_are_each_ones_own() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.slug for rule in RULES}) == len(RULES)
