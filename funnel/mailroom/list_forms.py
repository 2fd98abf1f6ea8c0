"""What staff write on the do-not-mail page: an address, a reason, a list."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from leads.address_lists import MOST_BYTES, ListError, ReadList, read_bytes, read_list
from leads.addresses import AddressError, normalise
from leads.models import Suppression

_TOO_LONG = {
    "lines": _("A list may have 100,000 lines. Cut it in two and read in one after the other."),
    "bytes": _("This file is larger than 12 MB. Keep only the column with the addresses."),
}
# What a list from elsewhere can say; being forgotten is asked for here and nowhere else.
_REASONS = [
    (Suppression.Reason.DO_NOT_CONTACT.value, _("Do not contact: no mail at all")),
    (Suppression.Reason.UNSUBSCRIBED.value, _("Unsubscribed: no series, until they ask anew")),
    (Suppression.Reason.BOUNCED.value, _("Bounced: the address does not exist")),
    (Suppression.Reason.COMPLAINED.value, _("Marked a mail as spam")),
]


class AddressForm(forms.Form):
    """`address` comes out normalised."""

    address = forms.CharField(
        label=_("E-mail address"),
        max_length=300,
        error_messages={"required": _("Write the address.")},
        widget=forms.EmailInput(attrs={"class": "y-input", "autocomplete": "off"}),
    )

    def clean_address(self) -> str:
        try:
            return normalise(self.cleaned_data["address"])
        except AddressError as error:
            raise forms.ValidationError(str(error)) from None


class LiftForm(AddressForm):
    why = forms.CharField(
        label=_("Why may we write to them again?"),
        max_length=150,
        error_messages={"required": _("Say why, in a few words. It stands in their story.")},
        widget=forms.TextInput(attrs={"class": "y-input", "autocomplete": "off"}),
    )


class ListForm(forms.Form):
    """`read` is what stood in it, once the form is valid."""

    file = forms.FileField(label=_("A file: CSV or plain text"), required=False)
    lines = forms.CharField(
        label=_("Or paste them here, one address a line"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "y-input", "rows": 5, "spellcheck": "false"}),
    )
    reason = forms.ChoiceField(
        label=_("What holds for all of them"),
        choices=_REASONS,
        widget=forms.Select(attrs={"class": "y-select"}),
    )
    read: ReadList

    def clean(self) -> dict[str, object]:
        file, lines = self.cleaned_data.get("file"), self.cleaned_data.get("lines") or ""
        try:
            self.read = _read(file) if file else read_list(lines)
        except ListError as error:
            raise forms.ValidationError(_TOO_LONG[error.why]) from None
        if not self.read.hashes:
            raise forms.ValidationError(_("There is no address in it. Nothing was changed."))
        return self.cleaned_data


def _read(file: UploadedFile[bytes]) -> ReadList:
    if (file.size or 0) > MOST_BYTES:
        raise ListError("bytes")
    return read_bytes(file.read())
