"""What the desk is asked: which leads, which page."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from leads.desk_choices import FITS
from leads.desk_question import ALL, FOLLOW_UPS, FREE, MINE, MOST_PAGES, TO_DO, DeskQuestion
from quizzes.cleantext import UnreadableTextError, clean_text

_LONGEST_SEARCH = 100
_LARGEST_ID = 2**63 - 1


class DeskForm(forms.Form):
    """Everything is optional; what cannot be understood counts as not said."""

    tab = forms.ChoiceField(
        choices=[
            (TO_DO, _("To do")),
            (FOLLOW_UPS, _("Follow-ups today")),
            (ALL, _("All leads")),
        ],
        required=False,
    )
    owner = forms.ChoiceField(choices=[(MINE, _("Mine")), (FREE, _("Unclaimed"))], required=False)
    funnel = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST_ID)
    source = forms.CharField(required=False, max_length=_LONGEST_SEARCH)
    fit = forms.ChoiceField(choices=FITS, required=False)
    overdue = forms.ChoiceField(choices=[("1", _("Overdue"))], required=False)
    q = forms.CharField(required=False, max_length=_LONGEST_SEARCH)
    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    def clean_source(self) -> str:
        return _cleaned(self.cleaned_data["source"])

    def clean_q(self) -> str:
        return _cleaned(self.cleaned_data["q"])


def desk_question(query: QueryDict) -> DeskQuestion:
    """A search looks everywhere, whichever list it was typed beside."""
    form = DeskForm(query)
    form.is_valid()
    said = form.cleaned_data
    search = said.get("q") or ""
    return DeskQuestion(
        tab=ALL if search else said.get("tab") or TO_DO,
        owner=said.get("owner") or "",
        funnel=said.get("funnel") or 0,
        source=said.get("source") or "",
        fit=said.get("fit") or "",
        is_overdue=bool(said.get("overdue")),
        search=search,
        page=min(said.get("page") or 1, MOST_PAGES),
    )


def _cleaned(text: str) -> str:
    try:
        return clean_text(text, limit=_LONGEST_SEARCH)
    except UnreadableTextError:
        return ""
