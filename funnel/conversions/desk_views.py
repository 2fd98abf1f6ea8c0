"""A sale or a booking that sales heard of, written down on the person's page."""

from __future__ import annotations

from contextlib import suppress

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from funnel.conversions.forms import ByHandForm, new_nonce
from funnel.conversions.landing import OtherContentError, land_by_hand
from leads.access import sales_only
from leads.visibility import visible_to

_PERMISSION = "leads.change_lead"


@require_http_methods(["GET", "HEAD", "POST"])
@sales_only
def by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """GET is the form (HTMX takes it into the person's page), POST writes it down."""
    if not request.user.has_perm(_PERMISSION):
        return render(request, "leads/no_access.html", status=403)
    person = get_object_or_404(visible_to(request.user), pk=pk, erased_at=None)
    if person.merged_into_id is not None:
        return redirect("conversions:by_hand", pk=person.merged_into_id)
    form = ByHandForm(request.POST or None, initial={"nonce": new_nonce()})
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        # A form that was changed and sent again: what landed first stands.
        with suppress(OtherContentError):
            land_by_hand(lead=person, news=form.news(), by=request.user, now=timezone.now())
        return redirect("leads:lead", pk=person.pk)
    is_part = bool(request.headers.get("HX-Request"))
    template = "_by_hand.html" if is_part else "by_hand.html"
    context = {"form": form, "person": person}
    return render(request, f"funnel/conversions/{template}", context)
