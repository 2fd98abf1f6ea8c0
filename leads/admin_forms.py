"""The form for the business in the admin; those for gifts are in leads.gift_forms."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise
from unfold.widgets import UnfoldAdminSelect2Widget, UnfoldAdminSelectWidget

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
        "sender_name": (_("Sender name"), _("Mails come from this name.")),
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
            _("What you keep, what for, how long, and whom to ask."),
        ),
        "imprint_url": (
            _("Imprint page"),
            _("The address of your own page, or write the text below."),
        ),
        "imprint_text": (_("Imprint text"), _("Who is responsible, and how to reach them.")),
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
        zones = {zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone}
        self._offer(
            "time_zone", [(zone, zone.replace("_", " ")) for zone in sorted(zones | {"UTC"})]
        )
        self._offer("country", list(COUNTRIES))

    def _offer(self, name: str, choices: list[tuple[str, StrOrPromise]]) -> None:
        """What stands in the row is always among the choices, wherever it came from."""
        field, now = self.fields[name], self.initial.get(name)
        assert isinstance(field, forms.ChoiceField)
        if now and now not in dict(choices):
            choices = [*choices, (now, now)]
        field.choices = choices
