"""Which domain to check, and what its key is called."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

_IS_SELECTOR = RegexValidator(
    r"^[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9_-]{1,62}){0,3}$",
    _("A name like s1 or mail2026: letters, digits, hyphens."),
)


class CheckForm(forms.Form):
    domain = forms.ChoiceField(
        error_messages={"invalid_choice": _("None of your senders has this domain any more.")}
    )
    selector = forms.CharField(
        label=_("Name of your DKIM key"),
        required=False,
        max_length=200,
        validators=[_IS_SELECTOR],
        widget=UnfoldAdminTextInputWidget(
            attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
        help_text=_("Your mail provider calls it “selector”. Empty: the usual names are tried."),
    )

    def __init__(self, *args: object, domains: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["domain"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each, each) for each in domains]
