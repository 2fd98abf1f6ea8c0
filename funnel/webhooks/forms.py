"""One webhook: a name, an address that may be called, and what it is told of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.hooks.bodies import EVENTS
from leads.hooks.targets import TargetError, check_target
from leads.models import Happening, Webhook
from quizzes.wording import LabelledForm


class WebhookForm(LabelledForm[Webhook]):
    words = {
        "name": (_("Name"), _("What you call that system: CRM, Zapier, our sheet.")),
        "url": (_("Address"), _("The other system gives it to you. It begins with https://")),
        "is_on": (_("On"), _("Off: nothing is sent, and what happens meanwhile is not kept.")),
    }
    events = forms.MultipleChoiceField(
        label=_("It is told when"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, kind.label) for kind in Happening.Kind if kind.value in EVENTS],
        error_messages={"required": _("Tick at least one.")},
    )

    class Meta:
        model = Webhook
        fields = ("name", "url", "events", "is_on")

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].widget.attrs |= {"dir": "ltr", "inputmode": "url"}

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip()
        try:
            check_target(url)
        except TargetError as error:
            raise forms.ValidationError(str(error)) from None
        return url
