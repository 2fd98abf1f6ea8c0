"""What is asked before a trial: which version, and where its mails go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funnel.trying.people import belongs_to_a_lead
from leads.addresses import AddressError, normalise
from leads.models import EmailAddress

DRAFT, LIVE = "draft", "live"


class TryForm(forms.Form):
    what = forms.ChoiceField(
        label=_("What do you want to try?"),
        choices=[(DRAFT, _("The draft, as it is now")), (LIVE, _("What is live"))],
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=_("Where do the mails go?"),
        max_length=320,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
    )

    def __init__(
        self,
        data: Any,  # Any: a request's POST
        *,
        initial: dict[str, Any],  # Any: as forms take it
        is_live: bool,
    ) -> None:
        super().__init__(data, initial=initial)
        self.is_live = is_live

    def clean_what(self) -> str:
        what = str(self.cleaned_data["what"])
        if what == LIVE and not self.is_live:
            raise forms.ValidationError(_("Nothing is live yet. Try the draft."))
        return what

    def clean_address(self) -> str:
        """As it is known by: nobody real, for a trial must not reach into anybody's story."""
        try:
            address = normalise(str(self.cleaned_data["address"]))
        except AddressError as error:
            raise forms.ValidationError(str(error)) from error
        if EmailAddress.objects.filter(normalised=address, is_test=False).exists():
            raise forms.ValidationError(belongs_to_a_lead())
        return address
