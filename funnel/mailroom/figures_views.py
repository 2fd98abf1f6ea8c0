"""What became of each mail of a series, in the admin's frame."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from unfold.widgets import UnfoldAdminSelectWidget

from funnel.mailroom.room import show
from nurture.models import Sequence
from nurture.telling.figures import figures_of

_PERIODS = (
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("", gettext_lazy("Since the beginning")),
)


class PeriodForm(forms.Form):
    days = forms.ChoiceField(
        label=gettext_lazy("Period"),
        required=False,
        choices=_PERIODS,
        widget=UnfoldAdminSelectWidget,
    )


@require_safe
@permission_required("nurture.view_sequence", raise_exception=True)
def series(request: HttpRequest, pk: int) -> HttpResponse:
    sequence = get_object_or_404(Sequence, pk=pk)
    now = timezone.now()
    form = PeriodForm(request.GET if "days" in request.GET else {"days": "90"})
    days = form.cleaned_data["days"] if form.is_valid() else "90"
    since = now - timedelta(days=int(days)) if days else None
    context = {
        "title": _("Mails of the series: %(series)s") % {"series": sequence.name},
        "series": sequence,
        "form": form,
        "figures": figures_of(sequence, since=since, until=now),
    }
    return show(request, "series.html", context)
