"""The language of formulas: numbers, names, what combines them, and nothing else.

Formulas are read once into a tree that was checked node by node, then worked out in floats.
quizzes.formulas is who calls it; nobody else needs to.
"""

from __future__ import annotations

import ast
import keyword
import math
import operator
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise
from simpleeval import InvalidExpression, SimpleEval

from quizzes.numerals import nearest, tidy

_LONGEST = 500
_DEEPEST = 40
_LARGEST_EXPONENT = 64
_ALLOWED = (
    *(ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call),
    *(ast.Name, ast.Load, ast.Constant, ast.And, ast.Or, ast.Not, ast.UAdd, ast.USub),
    *(ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow),
    *(ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq),
)


class FormulaError(ValueError):
    """The formula cannot be read, or these numbers break it. Holds no number of a person."""

    def __init__(self, sentence: StrPromise, name: str = "") -> None:
        super().__init__()
        self._sentence, self._name = sentence, name

    def __str__(self) -> str:
        return self._sentence % {"name": self._name} if self._name else str(self._sentence)


class _UnknownError(Exception):
    """A number was asked for that nobody gave."""


def name_of(key: str) -> str:
    """How a formula calls a question or figure; q_ stands before what is no name by itself."""
    name = key.replace("-", "_")
    return f"q_{name}" if not name.isidentifier() or keyword.iskeyword(name) else name


def evaluate(formula: str, names: Mapping[str, float | None]) -> float | None:
    """The number, or None where it needs one that is unknown. Raises FormulaError."""
    tree = parsed(formula)
    token = _names.set(names)
    try:
        return _finite(float(_evaluator.eval(formula, tree)))
    except _UnknownError:
        return None
    except FormulaError:
        raise
    except ZeroDivisionError as error:
        raise FormulaError(_("it divides by zero")) from error
    except OverflowError as error:
        raise FormulaError(_("the number becomes too large")) from error
    except (ValueError, TypeError, InvalidExpression) as error:
        raise FormulaError(_("these numbers have no result")) from error
    finally:
        _names.reset(token)


def variables(formula: str) -> set[str]:
    """The names a formula uses. Raises FormulaError where it cannot be read."""
    tree = parsed(formula)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called
    }


def constants(formula: str) -> set[float]:
    """The numbers that stand in a formula: where it divides by hours - 8, 8 is worth a try."""
    return {
        float(node.value)
        for node in ast.walk(parsed(formula))
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
    }


@lru_cache(maxsize=512)
def parsed(formula: str) -> ast.expr:
    """The tree of a formula that holds nothing but numbers, names and what combines them."""
    if len(formula) > _LONGEST:
        raise FormulaError(_("it is too long"))
    try:
        tree = ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _unreadable() from error
    _check_depth(tree)
    for node in ast.walk(tree):
        _check(node)
    return tree


def _check(node: ast.AST) -> None:
    match node:
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            fewest, most = _ARGUMENTS.get(name, (1, 0))
            if name not in _ARGUMENTS:
                raise FormulaError(_("there is no function called “%(name)s”"), name)
            if not fewest <= len(args) <= most:
                raise FormulaError(_("“%(name)s” needs another number of values"), name)
        case ast.Call():
            raise _unreadable()
        case ast.Constant(value=value) if type(value) not in (int, float):
            raise _unreadable()
        case _ if not isinstance(node, _ALLOWED):
            raise _unreadable()


def _check_depth(tree: ast.expr) -> None:
    """Evaluating goes down the tree by recursion, so it must not be deep."""
    level: list[ast.AST] = [tree]
    for _depth in range(_DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return
    raise FormulaError(_("it is too deeply nested"))


def _unreadable() -> FormulaError:
    return FormulaError(
        _("it cannot be read: use numbers, names, + - * / and the functions that are listed")
    )


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise OverflowError
    return value


def _of_floats(function: Callable[..., float]) -> Callable[..., float]:
    """Only floats go in and only finite ones come out: no huge integers, no complex numbers."""

    def apply(*values: float) -> float:
        return _finite(float(function(*(float(value) for value in values))))

    return apply


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > _LARGEST_EXPONENT:
        raise OverflowError
    return math.pow(base, exponent) if base or exponent >= 0 else base**exponent


def _root(value: float) -> float:
    if value < 0:
        raise FormulaError(_("it takes the root of a number below zero"))
    return math.sqrt(value)


def _round(value: float, digits: float = 0) -> float:
    return nearest(value, 10.0 ** -max(-9, min(9, int(digits))))


_MANY = 20
_ARGUMENTS = {
    "min": (1, _MANY),
    "max": (1, _MANY),
    "abs": (1, 1),
    "round": (1, 2),
    "floor": (1, 1),
    "ceil": (1, 1),
    "sqrt": (1, 1),
    "known": (2, 2),
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
    "abs": abs,
    "round": _round,
    "floor": lambda value: math.floor(tidy(value)),
    "ceil": lambda value: math.ceil(tidy(value)),
    "sqrt": _root,
}
_OPERATORS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}

_names: ContextVar[Mapping[str, float | None]] = ContextVar("names of a formula")


class _Names:
    """The names of the evaluation that runs now, so that one evaluator serves all threads."""

    def __getitem__(self, name: str) -> float:
        names = _names.get()
        if name not in names:
            raise FormulaError(_("nothing is called “%(name)s” here"), name)
        value = names[name]
        if value is None:
            raise _UnknownError
        return float(value)


class _Evaluator(SimpleEval):  # type: ignore[misc]  # the library has no types
    def _eval_call(self, node: ast.Call) -> float:
        """known(x, otherwise) must not fail on the unknown, so it is no ordinary function."""
        assert isinstance(node.func, ast.Name)
        if node.func.id != "known":
            value: float = super()._eval_call(node)
            return value
        try:
            return float(self._eval(node.args[0]))
        except _UnknownError:
            return float(self._eval(node.args[1]))


_evaluator = _Evaluator(
    operators={kind: _of_floats(function) for kind, function in _OPERATORS.items()},
    functions={name: _of_floats(function) for name, function in _FUNCTIONS.items()},
    names=_Names(),
)
