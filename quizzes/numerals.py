"""Numbers as people write and read them: any script's digits, either decimal sign, exact.

Answers are read with readings(), said with number_said(); formulas round with nearest().
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import get_format, number_format

_LONGEST = 40
_GROUP_MARKS = "\u0020\u00a0\u202f\u2009'\u2019\u066c"
_GROUPED = re.compile(rf"(?<=\d)[{_GROUP_MARKS}](?=\d{{3}}(?!\d))")
_MINUS = str.maketrans("\u2212\u2013", "--")
_ARABIC_SIGN = "\u066b"
_PLAIN = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,10})?")
# Floats carry fifteen digits faithfully; what stands behind them is noise (0.1 + 0.2).
_FAITHFUL = 15


def ascii_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9."""
    return "".join(
        str(unicodedata.decimal(char)) if unicodedata.decimal(char, None) is not None else char
        for char in text
    )


def readings(text: str, language: str) -> list[Decimal]:
    """What the text may mean, the language's own way of writing first; empty for no number.

    In German “1.234” is a thousand first and one and a bit second; “12.5” is only the latter.
    """
    sign = "," if get_format("DECIMAL_SEPARATOR", language or "en") == "," else "."
    other = "." if sign == "," else ","
    text = ascii_digits(text[:_LONGEST]).translate(_MINUS).strip()
    text = _GROUPED.sub("", text).replace(_ARABIC_SIGN, sign)
    found = [
        _read(text, group=other, sign=sign),
        _read(text, group="", sign=other),
        _read(text, group=sign, sign=other) if sign in text and other in text else None,
    ]
    return [number for number in found if number is not None]


def _read(text: str, *, group: str, sign: str) -> Decimal | None:
    whole, _, rest = text.partition(sign)
    if group and group in whole:
        if not re.fullmatch(rf"-?\d{{1,3}}({re.escape(group)}\d{{3}})+", whole):
            return None
        whole = whole.replace(group, "")
    return decimal_of(f"{whole}.{rest}" if sign in text else whole)


def decimal_of(text: str) -> Decimal | None:
    """The number of a plain text like -12.5; None for anything else."""
    return Decimal(text) if _PLAIN.fullmatch(text) else None


def exact(value: float) -> Decimal:
    """What the shortest text of the float says."""
    return Decimal(repr(value))


def plain(number: Decimal) -> str:
    """Canonical: no exponent, no zeros that say nothing, no minus before zero."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def nearest(value: float, step: float) -> float:
    """The multiple of `step` nearest to the value, halves away from zero, exact in decimals."""
    each = exact(float(step))
    count = tidy(value) / each
    return float(count.to_integral_value(ROUND_HALF_UP) * each)


def tidy(value: float) -> Decimal:
    """The value without the noise of binary fractions."""
    return Decimal(f"{value:.{_FAITHFUL}g}")


def percent(part: int, whole: int) -> int:
    """Whole percent, halves up: what pages show is what rules compare."""
    return (200 * part + whole) // (2 * whole)


def digits_of(step: float) -> int:
    """Digits after the decimal sign that this number has, and one that is rounded to it."""
    return len(plain(exact(float(step))).partition(".")[2])


def number_said(value: float | Decimal, *, digits: int | None = None, group: bool = True) -> str:
    """The number in the active language; `digits` None shows those it has."""
    number = value if isinstance(value, Decimal) else exact(value)
    text = plain(number) if digits is None else f"{number:.{digits}f}"
    return number_format(Decimal(text), decimal_pos=digits, force_grouping=group)
