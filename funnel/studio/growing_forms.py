"""The one line that a new result or mail begins with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget


class AddResultForm(forms.Form):
    name = forms.CharField(
        label=_("What is it called?"),
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("A type people like to be: Planner, careful starter."),
    )


class AddMailForm(forms.Form):
    subject = forms.CharField(
        label=_("What is its subject?"),
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("One small, concrete thing. You can change it later."),
    )
