"""Every rule has a bad example that it finds and a good one that it leaves alone.

Rules of structure are held by test_seeding.py: each is seeded (bad), none is invented in whole
funnels (good). The others are asked by code in tests/funnel/checking/rules/, where this looks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from funnel.checking.findings import Family, Rule
from funnel.checking.rules import RULES
from tests.funnel.checking.seeding import SEEDS

_TESTS = Path(__file__).parent / "rules"
_ASKING = {"paths", "hits", "hits_in"}
# Tables whose rows begin with the code; whether what they hold is bad.
_TABLES = {"TRICKS": True, "PLAIN": False}
# What cannot even be read: tests of the report and of the command break files on purpose.
_UNREADABLE = "S100"


@cache
def examples() -> frozenset[tuple[str, bool]]:
    """Codes with whether something is found there."""
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in _TESTS.glob("test_*.py"))
    return frozenset(each for tree in trees for node in ast.walk(tree) for each in _seen(node))


def _seen(node: ast.AST) -> Iterator[tuple[str, bool]]:
    match node:
        case ast.Compare(left=ast.Call() as call, comparators=[ast.List(elts=found)]):
            yield from ((code, bool(found)) for code in _asked(call))
        case ast.Assign(targets=[ast.List() | ast.Tuple()], value=ast.Call() as call):
            yield from ((code, True) for code in _asked(call))
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.List(elts=rows)) if name in _TABLES:
            for row in rows:
                assert isinstance(row, ast.Tuple)
                yield ast.literal_eval(row.elts[0]), _TABLES[name]


def _asked(call: ast.Call) -> Iterator[str]:
    """The code that this call asks for, written out."""
    match call:
        case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(code)), *_]):
            if name in _ASKING:
                yield code


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_bad_and_a_good_example(rule: Rule) -> None:
    if rule.family is Family.STRUCTURE:
        assert rule.code in {*SEEDS, _UNREADABLE}
        return
    assert {(rule.code, True), (rule.code, False)} - examples() == set()
