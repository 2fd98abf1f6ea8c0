"""What sales presses and types about one person, read once."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from leads.models import Lead, Touch
from leads.pipeline.hours import next_opening
from leads.pipeline.rules import desk_rules
from quizzes.cleantext import UnreadableTextError, clean_text

_HOUR, _AFTERNOON, _TOMORROW = "hour", "afternoon", "tomorrow"


class CleanField(forms.CharField):
    """One readable text; what no database stores is refused in words."""

    def clean(self, value: object) -> str:
        text = str(super().clean(value) or "")
        try:
            return clean_text(text, limit=self.max_length or 300)
        except UnreadableTextError as fault:
            raise forms.ValidationError(
                _("This text cannot be read. Please type it again.")
            ) from fault


class KeyedForm(forms.Form):
    """`key` was made with the page: pressed twice, it is one act."""

    key = forms.RegexField(r"^[A-Za-z0-9_-]{10,64}$")

    def first_error(self) -> str:
        """A sentence; about the form's own key, to open the page anew."""
        for name, errors in self.errors.items():
            if name != "key":
                return str(errors[0])
        return _("Please open this page once more.")


class TouchForm(KeyedForm):
    outcome = forms.ChoiceField(choices=Touch.Outcome.choices)
    note = CleanField(max_length=2_000, required=False)
    preset = forms.ChoiceField(
        choices=[(each, each) for each in (_HOUR, _AFTERNOON, _TOMORROW)], required=False
    )
    at = forms.DateTimeField(
        required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
    )

    def call_back_at(self, now: datetime) -> datetime | None:
        """What was picked, in the zone of the business; None where nothing was."""
        at = self.cleaned_data["at"]
        if isinstance(at, datetime):
            return at
        match self.cleaned_data["preset"]:
            case "hour":
                return now + timedelta(hours=1)
            case "afternoon":
                here = timezone.localtime(now)
                return datetime.combine(here.date(), time(15), here.tzinfo)
            case "tomorrow":
                return next_opening(now, desk_rules().hours)
        return None


class NoteForm(KeyedForm):
    text = CleanField(max_length=5_000)


class TaskForm(KeyedForm):
    text = CleanField(max_length=300)
    due_on = forms.DateField(required=False)

    def due_at(self) -> datetime | None:
        """The morning of that day, where the business is."""
        day = self.cleaned_data["due_on"]
        return timezone.make_aware(datetime.combine(day, time(9))) if day else None


class StageForm(KeyedForm):
    stage = forms.ChoiceField(choices=Lead.Stage.choices)
    reason = CleanField(max_length=300, required=False)
    amount = forms.DecimalField(max_digits=12, decimal_places=2, required=False)
    currency = CleanField(max_length=3, required=False)
    until = forms.DateField(required=False)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def until_at(self) -> datetime | None:
        day = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(day, time(9))) if day else None


class WhichForm(forms.Form):
    """A row of this person."""

    which = forms.IntegerField(min_value=1, max_value=2**62)
