"""The rules for mails of this installation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from funnel.mailroom.room import show
from funnel.mailroom.rules_forms import RulesForm
from nurture.models import MailRules
from nurture.rules import save_rules


@require_http_methods(["GET", "POST"])
@never_cache
@permission_required("nurture.change_sequence", raise_exception=True)
def rules(request: HttpRequest) -> HttpResponse:
    row = MailRules.objects.first() or MailRules(pk=1)
    form = RulesForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        save_rules(form.save(commit=False))
        messages.success(request, _("Saved. The rules count at once."))
        return redirect("mailroom:rules")
    context = {
        "title": _("Rules for mails"),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return show(request, "rules.html", context, status=status)
