"""Their own page: what they hear of, how and when."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from leads.access import member, sales_only
from leads.models import Alert, AlertChoice
from nurture.alerting.choosing import choice_of
from nurture.alerting.composing import sample_words
from nurture.alerting.delivering import UndeliveredError, deliver
from nurture.alerting.forms import ChoiceForm


@require_http_methods(["GET", "POST"])
@sales_only
def choices(request: HttpRequest) -> HttpResponse:
    """The second button saves as well, then sends a message at once and says what came back."""
    by = member(request)
    form = ChoiceForm(request.POST or None, instance=choice_of(by), user=by)
    if request.method == "POST" and form.is_valid():
        choice = form.save()
        if "test" in request.POST:
            _try(request, choice)
        else:
            messages.success(request, _("Saved. It counts from now on."))
        return redirect("alerting:choices")
    lost = Alert.objects.filter(user=by, state=Alert.State.FAILED).first()
    context = {"form": form, "lost": lost, "is_staff_page": True}
    status = 422 if request.method == "POST" else 200
    return render(request, "leads/alerts.html", context, status=status)


def _try(request: HttpRequest, choice: AlertChoice) -> None:
    by = member(request)
    try:
        deliver(user=by, choice=choice, words=sample_words(), now=timezone.now())
    except UndeliveredError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved, and a test is on its way. Look there."))
