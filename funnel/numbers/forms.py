"""What a marketer may narrow a report to."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from funnel.models import Funnel, Publication
from funnel.numbers.report import sources_of, version_name
from funnel.numbers.scope import Scope

PERIODS = (
    ("", _("Since the beginning")),
    ("7", _("7 days")),
    ("30", _("30 days")),
    ("90", _("90 days")),
)


class NarrowForm(forms.Form):
    """Each choice may be left open; a choice that is not there (any more) counts as open."""

    version = forms.ChoiceField(
        label=_("Live version"), required=False, widget=UnfoldAdminSelectWidget
    )
    source = forms.ChoiceField(
        label=_("Where from"), required=False, widget=UnfoldAdminSelectWidget
    )
    days = forms.ChoiceField(
        label=_("Period"), required=False, choices=PERIODS, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, data: QueryDict, *, funnel: Funnel) -> None:
        super().__init__(data)
        self.funnel = funnel
        rows = Publication.objects.versions().filter(funnel=funnel)
        versions = rows.values_list("pk", "number")
        self._choose(
            "version", gettext("All"), [(str(pk), version_name(number)) for pk, number in versions]
        )
        self._choose("source", gettext("Everywhere"), [(name, name) for name in sources_of(funnel)])

    def scope(self, now: datetime) -> Scope:
        self.is_valid()
        chosen = self.cleaned_data
        version, source, days = (chosen.get(name) for name in ("version", "source", "days"))
        return Scope(
            funnel_id=self.funnel.pk,
            publication_id=int(version) if version else None,
            source=source or None,
            # Today is the last of the days.
            since=now.date() - timedelta(days=int(days) - 1) if days else None,
        )

    @property
    def is_narrowed(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())

    def _choose(self, name: str, all_of_them: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", all_of_them), *choices]
