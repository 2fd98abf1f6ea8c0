"""A choice among a few, each a card with a line that says what it means. Admin forms use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django_stubs_ext import StrPromise


class CardsWidget(forms.RadioSelect):
    """`lines` maps a value to the line below its name."""

    use_fieldset = True

    def __init__(self, lines: Mapping[str, StrPromise]) -> None:
        super().__init__()
        self.lines = dict(lines)

    # Any: how Django types what a widget may be given.
    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002  # Django's signature
    ) -> SafeString:
        cards = [
            {"value": each, "label": label, "line": self.lines.get(str(each), "")}
            for each, label in self.choices
        ]
        context = {"name": name, "cards": cards, "chosen": str(value), "attrs": attrs or {}}
        return render_to_string("funnel_admin/_cards.html", context)
