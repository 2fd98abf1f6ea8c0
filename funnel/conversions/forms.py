"""What a signed link says, and what staff write about a sale made elsewhere."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funnel.conversions.landing import News
from funnel.conversions.telling import HookError, money
from funnel.journey.forms import CleanField
from funnel.models import Conversion

_KINDS = [
    (Conversion.Kind.BOUGHT.value, _("Bought")),
    (Conversion.Kind.BOOKED.value, _("Booked a call")),
]


class _MoneyForm(forms.Form):
    kind = forms.ChoiceField(label=_("What happened"), choices=_KINDS)
    amount = CleanField(limit=20)
    currency = CleanField(limit=20)

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = {name: cleaned.get(name) or None for name in ("amount", "currency")}
        if said["amount"] is not None:
            said["amount"] = self.number(str(said["amount"]))
        try:
            cleaned["amount"], cleaned["currency"] = money(said)
        except HookError:
            self.add_error(
                "amount",
                _("Write an amount like 49 or 49.00, and its currency in three letters, like EUR."),
            )
        return cleaned

    def number(self, written: str) -> str:
        return written


class LinkForm(_MoneyForm):
    id = CleanField(limit=150)

    def as_written(self) -> dict[str, str]:
        """The parts its signature is made of."""
        names = {"kind": "kind", "amount": "amount", "currency": "currency", "external_id": "id"}
        return {part: str(self.data.get(name, "")) for part, name in names.items()}

    def news(self, *, signature: str) -> News:
        """With the shop's own number for it the link and the shop's message land once."""
        said = self.cleaned_data
        key = f"conversion:{said['id']}" if said["id"] else f"link:{signature}"
        return News(said["kind"], key, said["amount"], said["currency"])


class ByHandForm(_MoneyForm):
    """The nonce names this one form: sent twice, it lands once."""

    note = CleanField(limit=120)
    nonce = forms.RegexField(r"^[A-Za-z0-9_-]{16,40}\Z", widget=forms.HiddenInput)

    def number(self, written: str) -> str:
        """As it is typed: 49,50 as well as 49.50."""
        return written.replace(",", ".") if "." not in written else written

    def news(self) -> News:
        said = self.cleaned_data
        return News(
            said["kind"],
            f"hand:{said['nonce']}",
            said["amount"],
            said["currency"],
            note=said["note"],
        )


def new_nonce() -> str:
    return secrets.token_urlsafe(16)
