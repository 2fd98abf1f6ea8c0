"""What is typed about a person's addresses, and which other entry is meant."""

from __future__ import annotations

from django import forms

from quizzes.cleantext import UnreadableTextError, clean_text

_LONGEST = 254


class OtherForm(forms.Form):
    other = forms.IntegerField(min_value=1, max_value=2**62)


class AddressForm(forms.Form):
    """Whether it is an address says leads.addresses; here it only becomes one readable line."""

    address = forms.CharField(max_length=_LONGEST, strip=True)

    def clean_address(self) -> str:
        try:
            return clean_text(self.cleaned_data["address"], limit=_LONGEST)
        except UnreadableTextError as fault:
            raise forms.ValidationError(str(fault)) from fault
