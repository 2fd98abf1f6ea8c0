"""When a mail comes, as one choice with a number and a clock instead of five columns."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from nurture.admin_forms.clocks import clock, number
from nurture.models import Message
from quizzes.wording import LabelledForm

SAME, DAYS, WORKING, HOURS = "same", "days", "working", "hours"
# As DelayDoc has it.
_MOST = {DAYS: 365, WORKING: 365, HOURS: 720}
_LEAST = {DAYS: 1, WORKING: 0, HOURS: 1}


class TimingForm(LabelledForm[Message]):
    when = forms.ChoiceField(
        label=_("It comes"),
        choices=(
            (SAME, _("The same day")),
            (DAYS, _("Days later")),
            (WORKING, _("Working days later")),
            (HOURS, _("Hours later")),
        ),
        widget=UnfoldAdminSelectWidget,
        help_text=_("After the mail before; the first one after the series began."),
    )
    wait = number(_("How many"), least=0, most=720)
    delay_at = forms.TimeField(
        label=_("Not before"), required=False, widget=clock(), help_text=_("Empty: any open hour.")
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["when"], self.initial["wait"] = _standing(self.instance)

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        when = cleaned.get("when")
        if not when or "wait" not in cleaned:
            return cleaned
        count = 0 if when == SAME else cleaned["wait"]
        if when != SAME and not (count is not None and _LEAST[when] <= count <= _MOST[when]):
            words = {"least": _LEAST[when], "most": _MOST[when]}
            self.add_error("wait", _("Write a number from %(least)s to %(most)s.") % words)
            return cleaned
        if when == HOURS:
            cleaned["delay_at"] = None
        self._write(when, count, cleaned.get("delay_at"))
        return cleaned

    def _write(self, when: str, count: int, at: time | None) -> None:
        mail = self.instance
        mail.delay_hours = count if when == HOURS else 0
        mail.delay_days = 0 if when == HOURS else count
        mail.is_working_days = when == WORKING
        mail.delay_at = at


def _standing(mail: Message) -> tuple[str, int]:
    if mail.delay_hours:
        return HOURS, mail.delay_hours
    if mail.is_working_days:
        return WORKING, mail.delay_days
    return (DAYS, mail.delay_days) if mail.delay_days else (SAME, 1)
