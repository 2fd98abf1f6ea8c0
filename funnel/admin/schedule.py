"""When a funnel goes live and comes down by itself."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from funnel.admin.desk_page import desk_page, person
from funnel.admin.publish_findings import complaints_of
from funnel.admin.schedule_form import ScheduleForm
from funnel.checking.drafts import check_draft
from funnel.models import Funnel
from funnel.publishing.scheduling import RefusedTimeError, missed, plans, schedule
from leads.business import business

_may_change = permission_required("funnel.change_funnel", raise_exception=True)


@require_http_methods(["GET", "POST"])
@_may_change
def schedule_page(request: HttpRequest, pk: int) -> HttpResponse:
    funnel = get_object_or_404(Funnel.objects.select_related("publication", "theme"), pk=pk)
    now = timezone.now()
    is_post = request.method == "POST"
    form = ScheduleForm(
        request.POST if is_post else None, instance=funnel, initial=_now_set(funnel)
    )
    if is_post and form.is_valid() and _keep(request, funnel, form, now):
        messages.success(request, "; ".join(plans(funnel, now=now)) or _("No time is set."))
        return redirect("admin:funnel_funnel_change", pk)
    return desk_page(
        request,
        Funnel.objects.select_related("publication", "theme").get(pk=pk),
        "schedule",
        _("Times"),
        form=form,
        missed=missed(funnel),
        complaints=complaints_of(funnel, check_draft(funnel).report),
        zone=business().time_zone.replace("_", " "),
        # Without its zone, or the template would turn it to the zone of the server.
        here=timezone.make_naive(now, business().zone),
    )


def _now_set(funnel: Funnel) -> dict[str, object]:
    return {"goes_live_at": funnel.goes_live_at, "comes_down_at": funnel.comes_down_at}


def _keep(request: HttpRequest, funnel: Funnel, form: ScheduleForm, now: datetime) -> bool:
    """Whether the times could be set; otherwise the form says what is wrong, nothing is stored."""
    try:
        schedule(
            funnel=funnel,
            goes_live_at=form.cleaned_data["goes_live_at"],
            comes_down_at=form.cleaned_data["comes_down_at"],
            now=now,
            by=person(request),
        )
    except RefusedTimeError as refused:
        form.add_error(refused.field, str(refused))
        return False
    words = form.cleaned_data["closed_text"]
    Funnel.objects.filter(pk=funnel.pk).update(closed_text=words)
    return True
