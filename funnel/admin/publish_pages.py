"""Before a funnel goes live and before it comes down: what that changes, and for whom."""

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
from funnel.admin.publish_findings import judged
from funnel.admin.schedule_form import ClosedForm
from funnel.checking.drafts import check_draft
from funnel.models import Funnel
from funnel.publishing import DraftChangedError, PublishError, publish, unpublish
from funnel.publishing.foreseeing import ahead_of

_may_change = permission_required("funnel.change_funnel", raise_exception=True)
_ask_first = require_http_methods(["GET", "POST"])


@_ask_first
@_may_change
def publish_page(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Funnel.objects.select_related("publication__published_by", "theme")
    funnel = get_object_or_404(rows, pk=pk)
    now = timezone.now()
    if request.method != "POST":
        return _ask(request, funnel, now)
    try:
        live = publish(
            funnel=funnel, now=now, by=person(request), seen=request.POST.get("seen", "")
        )
    except DraftChangedError:
        return _ask(request, funnel, now, is_stale=True)
    except PublishError:
        return _ask(request, funnel, now)
    messages.success(request, _("Version %(number)s is live.") % {"number": live.number})
    return redirect("admin:funnel_share", pk)


def _ask(
    request: HttpRequest, funnel: Funnel, now: datetime, *, is_stale: bool = False
) -> HttpResponse:
    checked = check_draft(funnel)
    document = checked.document
    return desk_page(
        request,
        funnel,
        "publish",
        _("Publish"),
        ahead=ahead_of(funnel, document, now=now) if document else None,
        check=judged(funnel, checked.report),
        is_stale=is_stale,
        now=now,
    )


@_ask_first
@_may_change
def take_down_page(request: HttpRequest, pk: int) -> HttpResponse:
    funnel = get_object_or_404(Funnel, pk=pk)
    is_post = request.method == "POST"
    form = ClosedForm(request.POST if is_post else None, instance=funnel)
    if is_post and form.is_valid():
        unpublish(funnel=funnel, by=person(request))
        if "closed_text" in request.POST:
            words = form.cleaned_data["closed_text"]
            Funnel.objects.filter(pk=pk).update(closed_text=words)
        messages.success(request, _("It is taken down. Nobody new can begin it."))
        return redirect("admin:funnel_funnel_change", pk)
    return desk_page(request, funnel, "take_down", _("Take down"), form=form)
