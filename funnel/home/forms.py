"""Where a test mail goes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminEmailInputWidget


class ProbeForm(forms.Form):
    to = forms.EmailField(
        label=_("Your address"),
        max_length=254,
        widget=UnfoldAdminEmailInputWidget,
        help_text=_("The test mail goes here, and nowhere else."),
    )
