"""Whatever planning and sending can write down as a reason has words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import nurture
from nurture.models import Enrollment, MailStop
from nurture.planning import deciding
from nurture.sending.stopping import HELD_BY_STOPS, STOPPED_MAIL
from nurture.telling.reasons import exit_words, held_words, is_told, never_words
from nurture.writing.bombing import ADDRESS_CAP, NETWORK_CAP

ROOMS = ("planning", "sending", "writing", "reader", "hearing")
FIELDS = ("reason", "held_reason", "skipped_reason")
# Built with a reason as their first word.
MAKERS = ("Guard", "Limit", "Hold")
# What leads.permission answers, and a name that stands for whatever it answers.
REFUSALS = ("bounced", "suppressed", "merged", "disqualified", "no_consent", "not_confirmed")
PLACEHOLDERS = {"permission"}
UNSAID = "the reason was not written down"


def trees() -> Iterator[ast.Module]:
    root = Path(nurture.__file__).parent
    for room in ROOMS:
        for file in sorted((root / room).glob("*.py")):
            yield ast.parse(file.read_text())


def constants(tree: ast.Module) -> dict[str, str]:
    """Names a module gives to words, one by one or several at once."""
    found: dict[str, str] = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign):
            continue
        target, value = node.targets[0], node.value
        pairs = (
            zip(target.elts, value.elts, strict=False)
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            else [(target, value)]
        )
        for name, said in pairs:
            if isinstance(name, ast.Name) and isinstance(said, ast.Constant):
                found[name.id] = str(said.value)
    return found


def written() -> set[str]:
    found: set[str] = set()
    for tree in trees():
        names = constants(tree)
        tables = {
            name.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for name in node.targets
            if isinstance(name, ast.Name)
        }
        for node in ast.walk(tree):
            for value in [*reasons_in(node), *reasons_of_loop(node, tables)]:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found.add(value.value)
                elif isinstance(value, ast.Name) and value.id in names:
                    found.add(names[value.id])
    return found


def reasons_in(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        is_model = isinstance(node.func, ast.Attribute) and node.func.attr == "update_or_create"
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in MAKERS and node.args:
            yield node.args[0]
        if name == "_hold" and len(node.args) > 2:
            yield node.args[2]
        if not is_model and name != "MailStop":
            yield from (each.value for each in node.keywords if each.arg in FIELDS)
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Attribute) and target.attr in FIELDS:
                yield node.value


def reasons_of_loop(node: ast.AST, tables: dict[str, ast.expr]) -> Iterator[ast.expr]:
    """`for reason, span, most in (...)`: the first of each row."""
    if not (isinstance(node, ast.For) and isinstance(node.target, ast.Tuple)):
        return
    first = node.target.elts[0]
    if not (isinstance(first, ast.Name) and first.id == "reason"):
        return
    table = tables.get(node.iter.id) if isinstance(node.iter, ast.Name) else node.iter
    for row in table.elts if isinstance(table, ast.Tuple) else []:
        if isinstance(row, ast.Tuple):
            yield row.elts[0]


def test_reasons_that_planning_and_sending_write_have_words() -> None:
    found = written()
    assert {"quiet_hours", "cap_day", "expired", "server_refused", "maybe_sent"} <= found
    assert sorted(code for code in found - PLACEHOLDERS if not is_told(code)) == []


@pytest.mark.parametrize(
    "code",
    sorted(
        {
            *HELD_BY_STOPS,
            *(str(each.value) for each in Enrollment.Exit),
            *(f"stop_{kind.value}" for kind in MailStop.Kind),
            *(deciding.NOT_MET, deciding.WAITED, STOPPED_MAIL, ADDRESS_CAP, NETWORK_CAP),
            *REFUSALS,
            "",
        }
    ),
)
def test_reason_of_a_known_list_has_words(code: str) -> None:
    assert is_told(code)
    assert UNSAID not in (held_words(code), never_words(code))


def test_reason_nobody_knows_is_said_to_be_unknown() -> None:
    assert not is_told("moon")
    assert (held_words("moon"), never_words("moon"), exit_words("moon")) == (UNSAID,) * 3
