"""What the desk is asked: which leads, which page."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from leads.desk import ALL, TO_DO, DeskQuestion
from quizzes.cleantext import UnreadableTextError, clean_text

_LONGEST_SEARCH = 100


class DeskForm(forms.Form):
    """Everything is optional; what cannot be understood counts as not said."""

    tab = forms.ChoiceField(choices=[(TO_DO, _("To do")), (ALL, _("All leads"))], required=False)
    q = forms.CharField(required=False, max_length=_LONGEST_SEARCH)
    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    def clean_q(self) -> str:
        try:
            return clean_text(self.cleaned_data["q"], limit=_LONGEST_SEARCH)
        except UnreadableTextError:
            return ""


def desk_question(query: QueryDict) -> DeskQuestion:
    form = DeskForm(query)
    form.is_valid()
    said = form.cleaned_data
    return DeskQuestion(
        tab=said.get("tab") or TO_DO, search=said.get("q") or "", page=said.get("page") or 1
    )
