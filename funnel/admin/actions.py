"""What the buttons of a funnel's page do. Only a POST changes anything."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from funnel.admin.desk_page import desk_page, person
from funnel.admin.state import complaints, state_of
from funnel.demo.removing import remove_demo
from funnel.journey.preview import preview_page
from funnel.models import Funnel
from funnel.portable.exporting import export_document, export_media
from funnel.portable.writing import to_zip
from funnel.publishing import RefusedError

_may_change = permission_required("funnel.change_funnel", raise_exception=True)
_may_view = permission_required("funnel.view_funnel", raise_exception=True)


@require_POST
@_may_change
def remove_demo_now(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: what it takes away was brought by one command, which brings it back."""
    get_object_or_404(Funnel, pk=pk, is_demo=True)
    remove_demo(now=timezone.now(), by=person(request))
    messages.success(request, _("The demo is gone."))
    return redirect("admin:funnel_funnel_changelist")


@require_GET
@_may_view
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What visitors would see now, a screen at a time; what is missing, where it cannot run."""
    funnel = get_object_or_404(Funnel.objects.select_related("publication", "theme"), pk=pk)
    state = state_of(funnel)
    if state.document is None:
        found = complaints(funnel, state.faults)
        return desk_page(request, funnel, "not_yet", _("Preview"), complaints=found)
    return preview_page(
        request,
        state.document,
        step_key=request.GET.get("step", ""),
        question_key=request.GET.get("question", ""),
    )


@require_GET
@_may_view
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The funnel with its files, as `manage.py funnel import` and another installation take it."""
    funnel = get_object_or_404(Funnel.objects.select_related("theme"), pk=pk)
    try:
        document = export_document(funnel)
        content = to_zip(document, export_media(document))
    except RefusedError as error:
        found = complaints(funnel, tuple(error.faults))
        return desk_page(request, funnel, "not_yet", _("Download"), complaints=found)
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{funnel.slug}.zip"'},
    )
