"""Fields of the studio's forms: those of the admin's forms, without their frame's clothes.

A draft may be unfinished, so texts may be empty here; the check says what visitors would miss.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from leads.upload_forms import FileWidget
from quizzes.wording import SpokenForm
from quizzes.wording.cards import CardsWidget
from quizzes.wording.picturing import PictureWidget
from quizzes.wording.when import ConditionWidget

# Any: forms of many models pass through here.
AnyForm = forms.ModelForm[Any]
Lines = tuple[str | tuple[str, ...], ...]

# What other things are called by or found by is never empty.
_NEEDED = frozenset({"name", "source", "formula"})
# Short by nature; other texts of one line grow with what is written.
_SHORT = frozenset(
    {
        *("sender_name", "name", "unit", "label", "low_label", "high_label", "price", "source"),
        *("button", "skip_label", "not_now", "mail_button_label", "button_label"),
    }
)
# A field that only some values of another one need.
_ONLY: Mapping[str, Mapping[str, str]] = {
    "action": {
        "url": "link booking",
        "key_name": "link booking",
        "whatsapp": "whatsapp",
        "whatsapp_text": "whatsapp",
    },
    "source": {"url": "url", "new_video": "file", "new_captions": "file"},
    "tie": {"tie_question": "question"},
    # Of a mail and a series.
    "when": {"wait": "days working hours", "delay_at": "same days working"},
    "button_target": {"answers": "poll"},
    "if_unmet": {"wait_days": "wait"},
    "comes_back": {"pause_between": "after"},
}
_PLAIN: tuple[
    tuple[
        type[forms.Widget], type[forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple]
    ],
    ...,
] = (
    (forms.CheckboxSelectMultiple, forms.CheckboxSelectMultiple),
    (forms.RadioSelect, forms.RadioSelect),
    (forms.Select, forms.Select),
)


class LineWidget(forms.Textarea):
    """A text without line breaks that may be longer than its box is wide."""

    # Any: the attributes of Django's widgets.
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 1, "data-line": "", **(attrs or {})})

    # Any: as Django types what a form was sent.
    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return " ".join(value.splitlines()) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as the templates want it. `kind`: text, check, group, picture or file; `tools`:
    text where Markdown is written, line where only something can be inserted; `only` says with
    which values of the field `of` it is needed."""

    bound: BoundField
    kind: str
    tools: str = ""
    of: str = ""
    only: str = ""
    is_label_hidden: bool = False

    @property
    def name(self) -> str:
        return self.bound.html_name


# Any: the options of a model's field.
def plain_field(column: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """The form field of a model's column, as modelform_factory asks for it."""
    if isinstance(column, models.URLField):
        # An address typed without its beginning means https.
        return column.formfield(**options, assume_scheme="https")
    if isinstance(column, models.TextField):
        return column.formfield(**options, widget=forms.Textarea({"rows": 6}))
    is_line = isinstance(column, models.CharField) and (column.max_length or 0) >= 300
    if is_line and not column.choices and column.name not in _SHORT:
        return column.formfield(**options, widget=LineWidget())
    return column.formfield(**options)


def calm(form: AnyForm) -> None:
    """Takes the frame's classes off, lets texts be empty and ties each field to its two lines."""
    form.use_required_attribute = False
    for name, field in form.fields.items():
        widget = field.widget
        is_number = "points" in str(widget.attrs.pop("class", ""))
        if is_number or isinstance(field, forms.IntegerField):
            widget.attrs["class"] = "s-number"
        for kind, plain in _PLAIN:
            if isinstance(widget, kind) and not isinstance(widget, CardsWidget):
                widget.template_name = plain.template_name
                widget.option_template_name = plain.option_template_name  # type: ignore[attr-defined]  # every ChoiceWidget has it
                break
        if type(field) is forms.CharField and name not in _NEEDED:
            field.required = False
        own = form[name].auto_id
        about = f"{own}_help " if field.help_text else ""
        widget.attrs["aria-describedby"] = f"{about}{own}_error"


def view_of(form: AnyForm, name: str) -> FieldView:
    bound = form[name]
    widget = bound.field.widget
    kind = "text"
    if isinstance(widget, forms.CheckboxInput):
        kind = "check"
    elif isinstance(widget, PictureWidget):
        kind = "picture"
    elif isinstance(widget, FileWidget):
        kind = "file"
    elif isinstance(widget, ConditionWidget) or widget.use_fieldset:
        kind = "group"
    of = next((of for of in _ONLY if of in form.fields and name in _ONLY[of]), "")
    only = _ONLY[of][name] if of else ""
    return FieldView(bound, kind, _tools(form, name), form.add_prefix(of) if of else "", only)


def _tools(form: AnyForm, name: str) -> str:
    is_spoken = isinstance(form, SpokenForm) and name in form.spoken_fields
    widget = form.fields[name].widget
    is_long = isinstance(widget, forms.Textarea) and not isinstance(widget, LineWidget)
    if is_long and (is_spoken or name == "interpretation"):
        return "text"
    return "line" if is_spoken else ""


def names_in(lines: Lines) -> Iterator[str]:
    for line in lines:
        yield from (line,) if isinstance(line, str) else line


def refuse_braces(form: AnyForm) -> None:
    """Nobody types braces: what they stand for is inserted. Those that stood already may stay."""
    if not isinstance(form, SpokenForm):
        return
    for name in form.spoken_fields:
        if name not in form.fields or name in form.errors:
            continue
        before, now = str(form.initial.get(name) or ""), str(form[name].data or "")
        if any(now.count(mark) > before.count(mark) for mark in ("{{", "{%")):
            form.add_error(
                name, _("Leave the braces out: press Insert to bring in a name or an answer.")
            )
