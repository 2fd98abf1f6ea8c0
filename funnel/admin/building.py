"""Pages that add a step or a mail series, each with the content it needs."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from funnel.admin.kept_edits import kept_as_edit
from funnel.admin.places import content_address
from funnel.admin_forms import STEP_KINDS, AddSeriesForm, AddStepForm
from funnel.ladder import add_series, add_step
from funnel.models import Funnel, Step
from leads.models import Lead

_may_add = permission_required("funnel.add_step", raise_exception=True)
_may_view = permission_required("funnel.view_funnel", raise_exception=True)
_form_page = require_http_methods(["GET", "POST"])


@_form_page
@_may_add
def add_step_page(request: HttpRequest, pk: int) -> HttpResponse:
    funnel = get_object_or_404(Funnel, pk=pk)
    form = AddStepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind, title = Step.Kind(form.cleaned_data["kind"]), form.cleaned_data["title"]
        with kept_as_edit(request, funnel, _("step added")):
            step = add_step(funnel=funnel, kind=kind, title=title)
        messages.success(request, _("%(kind)s added. Now write it.") % {"kind": kind.label})
        return redirect(content_address(step))
    chosen = form.data.get("kind", "")
    kinds = [
        {"value": kind.value, "label": kind.label, "icon": icon, "gives": gives, "ask": ask}
        for kind, icon, gives, ask in STEP_KINDS
    ]
    return _page(request, funnel, form, "add_step", _("Add a step"), kinds=kinds, chosen=chosen)


@_form_page
@_may_add
def add_series_page(request: HttpRequest, pk: int) -> HttpResponse:
    funnel = get_object_or_404(Funnel, pk=pk)
    form = AddSeriesForm(request.POST or None, funnel=funnel)
    if request.method == "POST" and form.is_valid():
        result, name = form.cleaned_data["result"], form.cleaned_data["name"]
        with kept_as_edit(request, funnel, _("mail series added")):
            rule = add_series(funnel=funnel, result=result, name=name)
        messages.success(request, _("Mail series added. Its first mail waits for your words."))
        return redirect("admin:nurture_sequence_change", rule.sequence_id)
    return _page(request, funnel, form, "add_series", _("Add a mail series"))


@require_GET
@_may_view
def people_page(request: HttpRequest) -> HttpResponse:
    """How many people there are, for those who may not see who they are."""
    counts = Lead.objects.people().aggregate(
        everybody=Count("pk"),
        hot=Count("pk", filter=Q(band=Lead.Band.HOT)),
        warm=Count("pk", filter=Q(band=Lead.Band.WARM)),
        cold=Count("pk", filter=Q(band=Lead.Band.COLD)),
    )
    context = {**admin.site.each_context(request), "title": _("Leads"), "counts": counts}
    return render(request, "funnel_admin/people.html", context)


def _page(
    request: HttpRequest,
    funnel: Funnel,
    form: AddStepForm | AddSeriesForm,
    template: str,
    title: str,
    **more: object,
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "funnel": funnel,
        "form": form,
        "opts": Funnel._meta,
        "title": f"{title}: {funnel.name}",
        **more,
    }
    status = 422 if form.errors else 200
    return render(request, f"funnel_admin/{template}.html", context, status=status)
