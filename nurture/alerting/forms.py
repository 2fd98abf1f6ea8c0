"""What somebody hears of, how and when: their own form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from leads.hooks.targets import TargetError, check_target
from leads.models import AlertChoice
from quizzes.wording import LabelledForm

Way = AlertChoice.Way


class ChoiceForm(LabelledForm[AlertChoice]):
    words = {
        "is_told_of_new": (_("Every new lead"), ""),
        "is_told_of_hot": (_("Somebody turns hot"), ""),
        "is_told_of_calls": (_("Somebody asks for a call"), ""),
        "way": (_("How"), ""),
        "chat_url": (
            _("Address of the chat"),
            _("Make an incoming webhook in your chat and paste its address here."),
        ),
        "digest_at": (_("The daily mail comes at"), ""),
        "quiet_from": (_("Quiet from"), ""),
        "quiet_until": (_("Quiet until"), _("What happens in between waits until then.")),
    }
    email = forms.EmailField(label=_("Your mail address"), required=False, max_length=254)

    class Meta:
        model = AlertChoice
        fields = (
            "is_told_of_new",
            "is_told_of_hot",
            "is_told_of_calls",
            "way",
            "email",
            "chat_url",
            "digest_at",
            "quiet_from",
            "quiet_until",
        )
        widgets = {
            "way": forms.RadioSelect,
            "digest_at": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "quiet_from": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "quiet_until": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial["email"] = user.email
        self.fields["chat_url"].widget.attrs["inputmode"] = "url"
        self.fields["chat_url"].widget.attrs["dir"] = "ltr"

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("way") == Way.CHAT:
            self._check_chat(said.get("chat_url") or "")
        elif not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("Without an address no mail can come."))
        return said

    def _check_chat(self, url: str) -> None:
        try:
            check_target(url)
        except TargetError as error:
            self.add_error("chat_url", str(error))

    def save(self, commit: bool = True) -> AlertChoice:
        self.instance.user = self.user
        email = self.cleaned_data["email"]
        if email and email != self.user.email:
            self.user.email = email
            self.user.save(update_fields=["email"])
        return super().save(commit)
