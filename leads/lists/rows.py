"""One row of a list: cleaned, or refused with a sentence. Formulas stay the text they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leads.addresses import AddressError, normalise
from leads.lists.reading import FIELDS, column
from leads.names import NameRefusedError, clean_company, clean_name
from leads.phones import PhoneError, read_phone

# The last four are those of East Asia's wide letters.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True, slots=True)
class Row:
    """`normalised` is '' for somebody who has a phone alone; `phone` is E.164."""

    number: int
    name: str
    address: str
    normalised: str
    phone: str
    company: str


@dataclass(frozen=True, slots=True)
class Refused:
    number: int
    why: str


def read_row(
    number: int, cells: Sequence[str], mapping: Mapping[str, int], country: str
) -> Row | Refused:
    """`mapping` is field to column; `country` is where a phone without a country is dialled."""
    said = {name: column(cells, mapping.get(name)) for name in FIELDS}
    if not said["address"] and not said["phone"]:
        return Refused(number, _("Neither an address nor a phone"))
    try:
        normalised = normalise(said["address"]) if said["address"] else ""
    except AddressError:
        return Refused(number, _("The address is none"))
    try:
        phone = read_phone(said["phone"], country) if said["phone"] else ""
    except PhoneError:
        if not normalised:
            return Refused(number, _("The phone number is none"))
        # With an address they can be reached; a number that cannot be dialled helps nobody.
        phone = ""
    try:
        name, company = clean_name(said["name"]), clean_company(said["company"])
    except NameRefusedError:
        return Refused(number, _("The name is none"))
    return Row(number, name, said["address"], normalised, phone, company)


def harmless(cell: str) -> str:
    """As it goes into a file: a spreadsheet runs what begins like a formula, after spaces, too,
    and in the wide letters of East Asia."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell.startswith(_FORMULA) else cell
