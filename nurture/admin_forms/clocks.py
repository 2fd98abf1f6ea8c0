"""Small fields that both forms of a series share."""

from __future__ import annotations

from django import forms
from django_stubs_ext import StrOrPromise
from unfold.widgets import INPUT_CLASSES


def clock() -> forms.TimeInput:
    """The browser's own clock field, in hours and minutes."""
    return forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": " ".join(INPUT_CLASSES)})


def number(
    label: StrOrPromise, *, least: int, most: int, help_text: StrOrPromise = ""
) -> forms.IntegerField:
    """A whole number that may be left empty."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"class": " ".join(INPUT_CLASSES)}),
    )
