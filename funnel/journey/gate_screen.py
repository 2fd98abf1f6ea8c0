"""What the gate shows: what arrives, its fields, its two buttons."""

from __future__ import annotations

from funnel.document import FieldDoc, OptInStep
from funnel.journey.gate_fields import (
    CONTACTS,
    Shown,
    hint_of,
    input_name,
    is_either,
    is_required,
    label_of,
)
from funnel.journey.mailboxes import suggested_address
from funnel.journey.place import Context, Place
from leads import addresses, details, names, phones

# What browsers and telephones know to fill in: type, autocomplete, inputmode, longest.
_INPUTS = {
    "email": ("email", "email", "email", addresses.LONGEST),
    "phone": ("tel", "tel", "tel", phones.LONGEST),
    "first_name": ("text", "given-name", "", names.LONGEST),
    "company": ("text", "organization", "", names.LONGEST_COMPANY),
    "text": ("text", "off", "", details.LONGEST),
}


def gate_context(place: Place, step: OptInStep) -> Context:
    return {
        "title": place.line(step.title),
        "body": place.text(step.body),
        "gate_fields": [_shown(place, step, field) for field in step.fields],
        "noted": _noted(step),
        "meant_address": suggested_address(place.typed.get("email", "")),
    }


def beside_fields(step: OptInStep) -> set[str]:
    """The errors that stand beside a field of this gate, not at its top."""
    return {"meant", *(input_name(field) for field in step.fields)}


def _noted(step: OptInStep) -> str:
    """The field below which the two ways to be reached are told apart; '' where there is one."""
    contacts = [input_name(field) for field in step.fields if field.kind in CONTACTS]
    return contacts[-1] if is_either(step) else ""


def _shown(place: Place, step: OptInStep, field: FieldDoc) -> Shown:
    name = input_name(field)
    kind, autocomplete, inputmode, longest = _INPUTS[field.kind]
    return Shown(
        name=name,
        label=place.line(label_of(field)),
        hint=hint_of(step, field),
        is_required=is_required(step, field),
        value=place.typed.get(name, ""),
        error=place.errors.get(name, ""),
        type=kind,
        autocomplete=autocomplete,
        inputmode=inputmode,
        longest=longest,
    )
