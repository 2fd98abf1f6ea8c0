"""The rules for mails in plain words, with bounds, and with what a number means."""

from __future__ import annotations

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminTextInputWidget

from nurture.models import MailRules

_MANY = 10_000
_BOUNDS = {
    "cap_day": (1, 10),
    "cap_week": (1, 50),
    "most_a_day": (1, 10_000_000),
    "google_a_minute": (1, 10_000),
    "yahoo_a_minute": (1, 10_000),
    "microsoft_a_minute": (1, 10_000),
    "others_a_minute": (1, 10_000),
    "slowed_an_hour": (1, 1_000),
    "reply_rests_days": (0, 90),
    "alert_after_minutes": (5, 1_440),
}
_RATES = ("google_a_minute", "yahoo_a_minute", "microsoft_a_minute", "others_a_minute")
_LABELS: dict[str, tuple[StrPromise, StrPromise]] = {
    "cap_day": (
        gettext_lazy("Mails a day to one person"),
        gettext_lazy("All series together. What somebody asks for does not count."),
    ),
    "cap_week": (
        gettext_lazy("Mails a week to one person"),
        gettext_lazy("All series together; what is over it waits."),
    ),
    "reply_rests_days": (
        gettext_lazy("Days of rest after a reply"),
        gettext_lazy("Who replied gets no mail of a series for so long. 0: no rest."),
    ),
    "google_a_minute": (gettext_lazy("To Google, a minute"), gettext_lazy("Empty: no limit.")),
    "yahoo_a_minute": (gettext_lazy("To Yahoo, a minute"), gettext_lazy("Empty: no limit.")),
    "microsoft_a_minute": (
        gettext_lazy("To Microsoft, a minute"),
        gettext_lazy("Empty: no limit."),
    ),
    "others_a_minute": (
        gettext_lazy("To all others together, a minute"),
        gettext_lazy("Empty: no limit."),
    ),
    "most_a_day": (
        gettext_lazy("Mails of all series in 24 hours"),
        gettext_lazy("Empty: as many as are due. A new domain does well to begin with 50 to 200."),
    ),
    "slowed_an_hour": (
        gettext_lazy("An hour, for a series slowed down after complaints"),
        gettext_lazy("More than 1 in 1,000 marked it as spam. At 3 in 1,000 it stops."),
    ),
    "resends_requested": (
        gettext_lazy("Send what somebody asked for once more"),
        gettext_lazy("A gift twice is better than never."),
    ),
    "resends_series": (
        gettext_lazy("Send mails of a series once more"),
        gettext_lazy("Off is kinder: some would get the same mail twice."),
    ),
    "asks_for_opens": (
        gettext_lazy("Ask people whether their opening of mails may be counted"),
        gettext_lazy(
            "Adds a box to tick where people leave their address. Only of those who tick it is"
            " anything counted, and nothing depends on it: mail programs open mails by themselves,"
            " so the number says little. Presses on the button are counted either way."
        ),
    ),
    "alert_email": (
        gettext_lazy("Alerts go to"),
        gettext_lazy("Empty: where answers to your mails go."),
    ),
    "alert_after_minutes": (
        gettext_lazy("Minutes a mail may wait"),
        gettext_lazy("Longer than this and you get one mail about it."),
    ),
}
GROUPS: tuple[tuple[StrPromise, StrPromise, tuple[str, ...]], ...] = (
    (
        gettext_lazy("For the reader"),
        gettext_lazy("Nobody unsubscribes from mails that come seldom."),
        ("cap_day", "cap_week", "reply_rests_days"),
    ),
    (
        gettext_lazy("How fast mails go out"),
        gettext_lazy("For mails of series. What somebody just asked for always goes at once."),
        (*_RATES, "most_a_day", "slowed_an_hour"),
    ),
    (
        gettext_lazy("When nobody knows whether a mail arrived"),
        gettext_lazy("It happens when the connection breaks after the last line."),
        ("resends_requested", "resends_series"),
    ),
    (gettext_lazy("Opened mails"), gettext_lazy("Off unless you say so."), ("asks_for_opens",)),
    (
        gettext_lazy("When something is wrong"),
        gettext_lazy("The alert goes past the queue, straight to the mail server."),
        ("alert_email", "alert_after_minutes"),
    ),
)


class RulesForm(forms.ModelForm[MailRules]):
    class Meta:
        model = MailRules
        fields = tuple(_LABELS)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        for name, field in self.fields.items():
            field.label, field.help_text = _LABELS[name]
            if name in _BOUNDS:
                _bind(field, *_BOUNDS[name])
        self.fields["alert_email"].widget = UnfoldAdminEmailInputWidget()

    def clean(self) -> dict[str, object] | None:
        data = super().clean()
        day, week = self.cleaned_data.get("cap_day"), self.cleaned_data.get("cap_week")
        if day is not None and week is not None and week < day:
            self.add_error("cap_week", _("A week cannot hold fewer mails than one of its days."))
        return data

    def groups(self) -> list[tuple[str, str, list[tuple[forms.BoundField, str]]]]:
        """As the page shows them: title, lead, and fields with what their number means."""
        return [
            (str(title), str(lead), [(self[name], self._means(name)) for name in names])
            for title, lead, names in GROUPS
        ]

    def _means(self, name: str) -> str:
        value = getattr(self.instance, name)
        if name in _RATES and value:
            words = _("At %(rate)s a minute, 10,000 mails take %(time)s.")
            return words % {"rate": value, "time": duration(_MANY / value)}
        if name == "most_a_day" and value:
            days = -(-_MANY // value)
            words = ngettext(
                "10,000 mails take %(days)s day.", "10,000 mails take %(days)s days.", days
            )
            return words % {"days": days}
        return ""


def duration(minutes: float) -> str:
    """As people say it: 2 h 47 min."""
    whole = max(1, round(minutes))
    hours, rest = divmod(whole, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def _bind(field: forms.Field, least: int, most: int) -> None:
    words = gettext_lazy("A whole number from %(least)s to %(most)s.")
    said = words % {"least": f"{least:,}", "most": f"{most:,}"}
    field.validators = [MinValueValidator(least, said), MaxValueValidator(most, said)]
    field.error_messages["invalid"] = said
    attributes = {"inputmode": "numeric", "class": "m-short", "autocomplete": "off"}
    field.widget = UnfoldAdminTextInputWidget(attrs=attributes)
