"""The one field of this room: an address, cleaned as everywhere."""

from __future__ import annotations

from django import forms

from funnel.journey.forms import CleanField
from leads.addresses import AddressError, normalise


class AddressForm(forms.Form):
    email = CleanField(limit=320)

    def clean_email(self) -> str:
        try:
            return normalise(str(self.cleaned_data["email"]))
        except AddressError as error:
            raise forms.ValidationError(str(error)) from None
