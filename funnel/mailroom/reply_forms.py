"""Whose reply it is, as staff write it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.addresses import AddressError, normalise
from leads.models import EmailAddress, Lead


class AssignForm(forms.Form):
    """`who` comes out as the lead: by an address of theirs, or by their number."""

    reply = forms.IntegerField(min_value=1, max_value=2**53)
    who = forms.CharField(
        label=_("Whose reply is it?"),
        max_length=300,
        error_messages={"required": _("Write their address, or the number of the lead.")},
    )

    def clean_who(self) -> Lead:
        text = self.cleaned_data["who"].strip().lstrip("#")
        lead = _by_number(text) if text.isascii() and text.isdigit() else _by_address(text)
        if lead is None:
            raise forms.ValidationError(_("Nobody here has this address or number."))
        return lead


def _by_number(text: str) -> Lead | None:
    return Lead.objects.filter(pk=int(text[:15]), erased_at=None).first()


def _by_address(text: str) -> Lead | None:
    try:
        normalised = normalise(text)
    except AddressError:
        return None
    row = EmailAddress.objects.select_related("lead").filter(normalised=normalised).first()
    return row.lead if row is not None else None
