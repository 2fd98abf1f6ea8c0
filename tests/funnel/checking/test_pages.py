"""Every rule has a code, a slug and a page of its own."""

from __future__ import annotations

import re

import pytest

from funnel.checking.findings import Family, Rule
from funnel.checking.pages import PAGES, page_of
from funnel.checking.rules import RULES

_PREFIX = {
    Family.STRUCTURE: "S1",
    Family.EASY: "E",
    Family.VALUE: "V",
    Family.NEXT: "N",
    Family.HONEST: "H",
    Family.READABLE: "R",
}


def test_codes_and_slugs_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.slug for rule in RULES}) == len(RULES)
    assert [rule.code for rule in RULES if not re.fullmatch("[A-Z][0-9]{3}", rule.code)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_title_and_a_page(rule: Rule) -> None:
    assert str(rule.title).strip()
    assert rule.code.startswith(_PREFIX[rule.family])
    page = page_of(rule)
    assert "## Why" in page
    assert len(page) > 200


def test_no_page_is_without_a_rule_and_the_list_names_each() -> None:
    pages = {file.stem for file in PAGES.glob("*.md")} - {"README"}
    assert pages - {rule.slug for rule in RULES} == set()
    listed = (PAGES / "README.md").read_text(encoding="utf-8")
    assert [rule.slug for rule in RULES if f"({rule.slug}.md)" not in listed] == []
