"""The fields of the gate: how each is drawn, what it takes, and what of it is kept.

gate_screen draws with it, opting_in reads a press with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django_stubs_ext import StrPromise

from funnel.document import FieldDoc, OptInStep
from funnel.journey.mailboxes import address_errors, chosen_address
from funnel.journey.presses import Press
from leads.business import business
from leads.details import DetailRefusedError, clean_detail
from leads.names import NameRefusedError, clean_company, clean_name
from leads.phones import PhoneError, read_phone

CONTACTS = ("email", "phone")


@dataclass(frozen=True, slots=True)
class Shown:
    """One field on the screen; `name` is that of its input, `hint` stands beside its label."""

    name: str
    label: str
    hint: str
    is_required: bool
    value: str
    error: str | StrPromise
    type: str
    autocomplete: str
    inputmode: str
    longest: int


@dataclass(frozen=True, slots=True)
class Given:
    """What a press left, checked: an address or a phone (E.164) is there."""

    address: str
    phone: str
    first_name: str
    company: str
    details: dict[str, str]


def input_name(field: FieldDoc) -> str:
    return f"detail_{field.key}" if field.kind == "text" else field.kind


def label_of(field: FieldDoc) -> str:
    """The marketer's words, else the house's."""
    if field.label:
        return field.label
    house = {
        "email": _("E-mail"),
        "phone": _("Phone"),
        "first_name": _("First name"),
        "company": _("Company"),
    }
    return house.get(field.kind, field.key or "")


def is_either(step: OptInStep) -> bool:
    """An address or a number: both are asked for, and one of them is enough."""
    contacts = [each for each in step.fields if each.kind in CONTACTS]
    return len(contacts) > 1 and not any(each.is_required for each in contacts)


def is_required(step: OptInStep, field: FieldDoc) -> bool:
    """The only way to reach a person is needed, whatever the marketer ticked."""
    contacts = [each for each in step.fields if each.kind in CONTACTS]
    return field.is_required or (len(contacts) == 1 and field in contacts)


def hint_of(step: OptInStep, field: FieldDoc) -> str:
    if is_either(step) and field.kind in CONTACTS:
        return _("one of the two is enough")
    return "" if is_required(step, field) else _("if you like")


def read_given(press: Press, step: OptInStep) -> tuple[Given, dict[str, str]]:
    """What was left, and what is wrong with it by the name of its field: all of it at once."""
    errors: dict[str, str] = {}
    texts = {input_name(field): _typed(press, field) for field in step.fields}
    cleaned = {
        name: _read(name, field, texts[name], press, errors)
        for field in step.fields
        for name in [input_name(field)]
    }
    errors |= dict(_missing(step, texts, errors))
    return Given(
        address=cleaned.get("email", ""),
        phone=cleaned.get("phone", ""),
        first_name=cleaned.get("first_name", ""),
        company=cleaned.get("company", ""),
        details={
            field.key: cleaned[input_name(field)]
            for field in step.fields
            if field.kind == "text" and field.key
        },
    ), errors


def _typed(press: Press, field: FieldDoc) -> str:
    if field.kind == "text":
        return press.details.get(field.key or "", "")
    return {
        "email": press.email,
        "phone": press.phone,
        "first_name": press.first_name,
        "company": press.company,
    }[field.kind]


def _read(name: str, field: FieldDoc, text: str, press: Press, errors: dict[str, str]) -> str:
    if not text:
        return ""
    try:
        match field.kind:
            case "email":
                errors |= address_errors(press)
                return chosen_address(press)
            case "phone":
                return read_phone(text, business().country)
            case "first_name":
                return clean_name(text)
            case "company":
                return clean_company(text)
        return clean_detail(text)
    except (PhoneError, NameRefusedError, DetailRefusedError) as error:
        errors[name] = str(error)
        return ""


def _missing(
    step: OptInStep, texts: dict[str, str], errors: dict[str, str]
) -> Iterator[tuple[str, str]]:
    for field in step.fields:
        name = input_name(field)
        if is_required(step, field) and not texts[name] and name not in errors:
            yield name, _left_empty(field)
    if is_either(step) and not any(texts[kind] for kind in CONTACTS):
        first = next(field.kind for field in step.fields if field.kind in CONTACTS)
        yield first, _("Leave an address or a number, one is enough.")


def _left_empty(field: FieldDoc) -> str:
    return {
        "email": _("Please write your e-mail address."),
        "phone": _("Please write your phone number."),
        "first_name": _("Please write your first name."),
        "company": _("Please write the name of your company."),
        "text": _("Please fill this in."),
    }[field.kind]
