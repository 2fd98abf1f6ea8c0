"""A gate is fair and can be filled in: it says what arrives, names its fields, and lets people
reach the other side where it promises to."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.document import FieldDoc, FunnelDocument, OptInStep


def gate_faults(document: FunnelDocument) -> list[Fault]:
    found: list[Fault] = []
    for index, step in enumerate(document.steps):
        if isinstance(step, OptInStep):
            found += [*_words(f"steps[{index}]", step), *_fields(f"steps[{index}]", step)]
    return found


def _words(path: str, step: OptInStep) -> Iterator[Fault]:
    if not step.body.strip():
        yield Fault(f"{path}.body", _("Say what arrives, how often, and how to stop."))
    if step.is_skippable and not step.skip_label.strip():
        yield Fault(f"{path}.skip_label", _("People may skip this: give that button its words."))


def _fields(path: str, step: OptInStep) -> Iterator[Fault]:
    if step.field("email") is None and step.field("phone") is None:
        yield Fault(f"{path}.fields", _("Ask for an address or a phone: nobody can be reached."))
    seen = set[str]()
    for number, field in enumerate(step.fields):
        place = f"{path}.fields[{number}]"
        if field.kind == "text":
            yield from _own_field(place, field)
        name = f"text {field.key}" if field.kind == "text" else field.kind
        if name in seen:
            yield Fault(place, _("This field is asked for twice. Keep one."))
        seen.add(name)


def _own_field(place: str, field: FieldDoc) -> Iterator[Fault]:
    if not field.label.strip():
        yield Fault(f"{place}.label", _("Write the words beside this field."))
    if not field.key:
        yield Fault(f"{place}.key", _("A field of your own needs a key, like team-size."))
