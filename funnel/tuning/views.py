"""The page on which marketers set how interest and match are counted."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from funnel.tuning.asked import asked_questions
from funnel.tuning.forms import TuningForm
from leads import warmth
from leads.business import business
from leads.models import ScoringModel
from leads.replaying import Replay, replay, win_rates
from leads.scoring_models import current, save_scoring, scoring_of
from leads.whereabouts import place_of

_may_change = permission_required("leads.add_scoringmodel", raise_exception=True)


@require_http_methods(["GET", "POST"])
@never_cache
@_may_change
def tune(request: HttpRequest) -> HttpResponse:
    """The first button only looks back; the second one saves."""
    scoring, now = current(), timezone.now()
    form = TuningForm(request.POST or None, scoring=scoring, questions=list(asked_questions()))
    seen = None
    if request.method == "POST" and form.is_valid():
        if "save" in request.POST:
            note = form.cleaned_data["note"]
            save_scoring(scoring=form.wanted(), note=note, by=_member(request), now=now)
            messages.success(request, _("Saved. It counts from now on; lists follow in minutes."))
            return redirect("tuning:tune")
        seen = replay(before=scoring, after=form.wanted(), now=now)
    context = {
        "title": _("What counts"),
        "form": form,
        "seen": seen,
        "grades": _grades(seen),
        "rates": win_rates(model=scoring.model, now=now),
        "history": ScoringModel.objects.select_related("by")[:20],
        "standing": ScoringModel.objects.first(),
        "is_default": scoring.model == warmth.DEFAULT,
    }
    status = 422 if request.method == "POST" and form.errors else 200
    return _show(request, context, status=status)


@require_POST
@_may_change
def again(request: HttpRequest, number: int) -> HttpResponse:
    """An earlier setting counts again, as a new row."""
    row = get_object_or_404(ScoringModel, number=number)
    note = _("As setting %(number)s") % {"number": number}
    save_scoring(scoring=scoring_of(row), note=note, by=_member(request), now=timezone.now())
    messages.success(request, _("Setting %(number)s counts again.") % {"number": number})
    return redirect("tuning:tune")


def _grades(seen: Replay | None) -> list[tuple[str, int, int]]:
    """Only where the grades differ: (grade, before, after)."""
    if seen is None:
        return []
    before, after = seen.before.grades, seen.after.grades
    both = ((grade, before.get(grade, 0), after.get(grade, 0)) for grade in "ABCD?")
    return [each for each in both if each[1] != each[2]]


def _member(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _show(request: HttpRequest, context: Mapping[str, object], *, status: int) -> HttpResponse:
    zone = business().zone
    frame = admin.site.each_context(request)
    with timezone.override(zone):
        return render(
            request,
            "funnel/tuning/page.html",
            {**frame, **context, "place": place_of(zone.key)},
            status=status,
        )
