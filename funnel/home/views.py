"""Go live: what is still missing, and a test mail."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from funnel.home.forms import ProbeForm
from funnel.home.readying import readyings
from leads.models import Business
from nurture.sending.probing import send_probe


@require_http_methods(["GET", "POST"])
@permission_required("funnel.change_funnel", raise_exception=True)
def go_live(request: HttpRequest) -> HttpResponse:
    address = getattr(request.user, "email", "")
    form = ProbeForm(request.POST or None, initial={"to": address})
    refused = ""
    if request.method == "POST" and form.is_valid():
        refused = send_probe(to=form.cleaned_data["to"], now=timezone.now())
        if not refused:
            words = _("The mail server took it. Look into the mailbox of %(address)s.")
            messages.success(request, words % {"address": form.cleaned_data["to"]})
            return redirect("home:go_live")
    context = {
        **admin.site.each_context(request),
        "title": _("Go live"),
        "readyings": readyings(Business.objects.first()),
        "form": form,
        "refused": refused,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "funnel_home/go_live.html", context, status=status)
