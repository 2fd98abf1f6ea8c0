"""Phone numbers: read as people write them, kept in one spelling, said as people dial them.

The gate, the call form and capture read with it; the desk says with it.
"""

from __future__ import annotations

import re

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

LONGEST = 32
# The library would read a word on the keys of a telephone and drop what stands behind a number.
_WRITTEN = re.compile(r"^[+\uff0b]?[\d\s()/.\u2010-\u2015-]+\Z")
# Where the business has no country we know, the example has to carry its own.
_EXAMPLE = "+46 70 123 45 67"


class PhoneError(ValueError):
    """Not a number that can be dialled; str() is a sentence for the visitor."""


def read_phone(text: str, country: str) -> str:
    """The number in E.164, like +46701234567. `country` (two letters) is where a number without
    a country's code is dialled; '' takes only numbers that begin with +. Idempotent.

    Raises PhoneError. Which numbers exist is the knowledge of Google's libphonenumber.
    """
    typed = text.strip()
    number = _parsed(typed, country) if _WRITTEN.match(typed) and len(typed) <= LONGEST else None
    if number is None or not phonenumbers.is_valid_number(number):
        raise PhoneError(_refusal(typed, country))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def phone_said(e164: str, country: str) -> str:
    """As it is dialled from there: without its code at home, with it elsewhere. What is no
    number (an older note) stays as it is."""
    number = _parsed(e164, country)
    if number is None:
        return e164
    is_home = phonenumbers.region_code_for_number(number) == country.upper()
    style = PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def example_phone(country: str) -> str:
    """A number of that country that shows how to write one; it belongs to nobody."""
    example = phonenumbers.example_number_for_type(country.upper(), PhoneNumberType.MOBILE)
    if example is None:
        return _EXAMPLE
    return phonenumbers.format_number(example, PhoneNumberFormat.NATIONAL)


def _parsed(text: str, country: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, country.upper() or None)
    except NumberParseException:
        return None


def _refusal(typed: str, country: str) -> str:
    if not typed:
        return _("Please write your phone number.")
    example = example_phone(country)
    if example.startswith("+"):
        return _("Please write the number with its country code, like %(example)s.") % {
            "example": _isolated(example)
        }
    return _(
        "We cannot dial this number. Please write it like %(example)s, "
        "or with its country code, like %(abroad)s."
    ) % {"example": _isolated(example), "abroad": _isolated(_EXAMPLE)}


def _isolated(number: str) -> str:
    """On one line and from left to right, in a sentence from right to left too."""
    return f"\u2066{number.replace(' ', chr(0xA0))}\u2069"
