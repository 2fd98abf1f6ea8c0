"""The form for the business in the admin; those for gifts are in leads.gift_forms."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise
from unfold.widgets import UnfoldAdminSelect2Widget, UnfoldAdminSelectWidget

from leads.first_papers import first_imprint
from leads.models import Business
from leads.picture_forms import PictureField, PictureForm
from quizzes.wording import LabelledForm

COUNTRIES = (
    ("AT", _("Austria")),
    ("AU", _("Australia")),
    ("BE", _("Belgium")),
    ("BR", _("Brazil")),
    ("CA", _("Canada")),
    ("CH", _("Switzerland")),
    ("CZ", _("Czechia")),
    ("DE", _("Germany")),
    ("DK", _("Denmark")),
    ("ES", _("Spain")),
    ("FI", _("Finland")),
    ("FR", _("France")),
    ("GB", _("United Kingdom")),
    ("IE", _("Ireland")),
    ("IN", _("India")),
    ("IT", _("Italy")),
    ("LU", _("Luxembourg")),
    ("MX", _("Mexico")),
    ("NL", _("Netherlands")),
    ("NO", _("Norway")),
    ("NZ", _("New Zealand")),
    ("PL", _("Poland")),
    ("PT", _("Portugal")),
    ("SE", _("Sweden")),
    ("SG", _("Singapore")),
    ("US", _("United States")),
    ("ZA", _("South Africa")),
)


class BusinessForm(PictureForm, LabelledForm[Business]):
    words = {
        "name": (_("Business"), _("Stands on every page and in every mail.")),
        "person": (_("Your name"), _("People trust a face and a name.")),
        "role": (_("Role"), _("For example: bookkeeper")),
        "sender_name": (
            _("Sender name"),
            _("Mails come from this name. Empty: from the name of your business."),
        ),
        "sender_email": (_("Sender address"), _("Mails come from this address.")),
        "postal_address": (
            _("Postal address"),
            _("Stands at the foot of every mail; the law asks for it."),
        ),
        "reply_to": (_("Answers go to"), _("Empty: to the address above.")),
        "privacy_url": (
            _("Privacy page"),
            _("The address of your own page, or write the text below."),
        ),
        "privacy_text": (
            _("Privacy text"),
            _("What this software keeps is written down already. Add what else you do."),
        ),
        "imprint_url": (
            _("Imprint page"),
            _("The address of your own page, or write the text below."),
        ),
        "imprint_text": (
            _("Imprint text"),
            _("Who is responsible. Empty: your business, your name and both addresses above."),
        ),
    }

    face = PictureField(
        label=_("Your picture"),
        help_text=_("A friendly face, looking at the reader. A square works best."),
        asks_alt=True,
    )
    logo = PictureField(
        label=_("Your logo"),
        help_text=_("Stands at the top of every funnel without one of its own."),
    )
    country = forms.ChoiceField(
        label=_("Country"),
        widget=UnfoldAdminSelectWidget,
        help_text=_("Where your business sits: its rules apply."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        widget=UnfoldAdminSelect2Widget,
        help_text=_("Mails keep to office hours of this place."),
    )

    # Any: forwarded to ModelForm untouched.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender_name"].required = False
        self.fields["postal_address"].widget.attrs["rows"] = 4
        for name in ("country", "time_zone"):
            # A new row has its defaults, too; else the first of the list would be chosen.
            self.initial.setdefault(name, getattr(self.instance, name))
        zones = {zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone}
        self._offer(
            "time_zone", [(zone, zone.replace("_", " ")) for zone in sorted(zones | {"UTC"})]
        )
        self._offer("country", list(COUNTRIES))

    # Any: cleaned_data of forms is untyped.
    def clean(self) -> dict[str, Any]:
        """What was left out and follows from the rest."""
        said = super().clean() or self.cleaned_data
        if not said.get("sender_name"):
            said["sender_name"] = said.get("name", "")
        if not (said.get("imprint_url") or said.get("imprint_text")):
            said["imprint_text"] = first_imprint(
                **{
                    name: str(said.get(name) or "")
                    for name in ("name", "person", "postal_address", "sender_email")
                }
            )
        return said

    def _offer(self, name: str, choices: list[tuple[str, StrOrPromise]]) -> None:
        """What stands in the row is always among the choices, wherever it came from."""
        field, now = self.fields[name], self.initial.get(name)
        assert isinstance(field, forms.ChoiceField)
        if now and now not in dict(choices):
            choices = [*choices, (now, now)]
        field.choices = choices
