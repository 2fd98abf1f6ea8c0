"""The forms that bring a funnel into being: seven answers, or a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from funnel.starts.gallery import Start
from funnel.starts.questions import QUESTIONS, StartQuestion, fault_of
from leads.models import Business

# Beyond this an answer is written in an area and not in a line.
_ONE_LINE = 100


class StartForm(forms.Form):
    """Nothing is required: what stays empty is marked and keeps the funnel from going live."""

    # Any: as Django declares a form's arguments.
    def __init__(self, *args: Any, start: Start, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.key] = _field(question, start.example_answers[question.key])

    def clean(self) -> dict[str, str]:
        for question in QUESTIONS:
            fault = fault_of(question, self.data.get(question.key, ""))
            if fault:
                self.add_error(question.key, fault)
        return self.cleaned_data

    @property
    def answers(self) -> dict[str, str]:
        return {each.key: str(self.data.get(each.key, "")) for each in QUESTIONS}


class ImportForm(forms.Form):
    """`taken` is asked only where a funnel stands at the file's address."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("A .zip as the download gives it, or a .yaml without media. At most 100 MB."),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".zip,.yaml,.yml"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
    taken = forms.ChoiceField(
        label=_("What shall become of it?"),
        required=False,
        choices=(
            ("new", _("Bring it in beside the other one, at an address of its own")),
            ("replace", _("Write over the draft that stands; this can be undone")),
        ),
        widget=UnfoldAdminRadioSelectWidget,
        error_messages={"invalid_choice": _("Choose one of the two.")},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not str(file.name).lower().endswith((".zip", ".yaml", ".yml")):
            raise forms.ValidationError(
                _("This is neither a .zip nor a .yaml file. Choose another one.")
            )
        return file


def sender_of_the_business() -> str:
    """Who signs, as far as it is known: the person, or else the name mails come from."""
    row = Business.objects.first()
    return (row.person or row.sender_name)[:60] if row else ""


def _field(question: StartQuestion, example: str) -> forms.CharField:
    is_long = question.longest > _ONE_LINE
    widget = (
        UnfoldAdminTextareaWidget(attrs={"rows": 3}) if is_long else UnfoldAdminTextInputWidget()
    )
    words = _("%(help)s For example: “%(example)s”")
    return forms.CharField(
        label=question.label,
        required=False,
        help_text=str(words) % {"help": question.help, "example": example},
        widget=widget,
    )
