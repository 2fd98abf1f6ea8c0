"""The form of what sales promises: minutes for each kind of lead, and when the business works."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from leads.models import DeskRules
from leads.pipeline.rules import MONDAY_TO_FRIDAY
from quizzes.wording import LabelledForm


class DeskRulesForm(LabelledForm[DeskRules]):
    words = {
        "call_minutes": (
            _("After a wish for a call"),
            _("So many working minutes until somebody calls."),
        ),
        "hot_minutes": (
            _("To a hot lead"),
            _("So many working minutes until somebody is in touch."),
        ),
        "warm_minutes": (_("To a warm lead"), _("480 is a working day of eight hours.")),
        "work_from": (_("You work from"), ""),
        "work_until": (_("You work until"), ""),
    }
    work_days = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("Public holidays of your country do not count."),
    )

    class Meta:
        model = DeskRules
        fields = (
            "call_minutes",
            "hot_minutes",
            "warm_minutes",
            "work_days",
            "work_from",
            "work_until",
        )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["work_days"] = self.instance.work_days or list(MONDAY_TO_FRIDAY)

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        begin, end = said.get("work_from"), said.get("work_until")
        if begin and end and begin >= end:
            self.add_error("work_until", _("You have to work until later than you begin."))
        return said
