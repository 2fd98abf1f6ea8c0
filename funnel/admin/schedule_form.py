"""The form of a funnel's times, and of the words for those who come while it is closed."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funnel.models import Funnel
from funnel.publishing.scheduling import on_the_clock
from leads.business import business
from quizzes.cleantext import UnreadableTextError, clean_text

_FORMAT = "%Y-%m-%dT%H:%M"
_UNREADABLE = _("Give a day and a time, like 2027-03-01 09:00.")
_UNTYPED = _("This text has characters in it that no keyboard makes.")


class MomentField(forms.CharField):
    """A day and a time of day on the clock of the business. Cleans to an aware moment or None."""

    widget = forms.TextInput(attrs={"type": "datetime-local"})

    # Any: as Django types a field's value.
    def clean(self, value: object) -> datetime | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            local = datetime.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0)
        except ValueError:
            raise ValidationError(_UNREADABLE) from None
        return _moment(local)

    def prepare_value(self, value: object) -> object:
        if isinstance(value, datetime):
            return value.astimezone(business().zone).strftime(_FORMAT)
        return value


def _moment(local: datetime) -> datetime:
    zone = business().zone
    try:
        moment = on_the_clock(local, zone)
    except OverflowError:
        moment = None
    if moment is None:
        sentence = gettext(
            "That night the clocks go forward and leave %(time)s out. Choose a time an hour later."
        )
        raise ValidationError(sentence % {"time": f"{local:%H:%M}"})
    if not 1970 < local.year < 9000:
        raise ValidationError(_UNREADABLE)
    return moment


class ClosedForm(forms.ModelForm[Funnel]):
    """What people read who come while the funnel is closed."""

    closed_text = forms.CharField(
        label=_("Words for those who come while it is closed"),
        help_text=_("Empty: a friendly line of ours, in the language of the funnel."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Funnel
        fields = ("closed_text",)

    def clean_closed_text(self) -> str:
        try:
            return clean_text(self.cleaned_data["closed_text"], limit=500)
        except UnreadableTextError as error:
            raise ValidationError(_UNTYPED) from error


class ScheduleForm(ClosedForm):
    goes_live_at = MomentField(label=_("Goes live"), required=False)
    comes_down_at = MomentField(label=_("Comes down"), required=False)
    field_order = ("goes_live_at", "comes_down_at", "closed_text")
