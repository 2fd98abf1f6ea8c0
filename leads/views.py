"""The sales desk at /leads/: a list beside one lead; HTMX swaps the lead, links work without."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leads.access import sales_only
from leads.desk import desk_list
from leads.forms import desk_question
from leads.models import Lead
from leads.sheet import sheet


@require_safe
@sales_only
def desk(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    shown = desk_list(desk_question(request.GET), now)
    return render(request, "leads/desk.html", {"desk": shown, "now": now})


@require_safe
@sales_only
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Lead, pk=pk)
    if person.merged_into_id is not None:
        return redirect("leads:lead", pk=person.merged_into_id)
    if person.erased_at is not None:
        is_part = request.headers.get("HX-Target") == "lead"
        return render(request, f"leads/{'_' if is_part else ''}forgotten.html")
    now = timezone.now()
    question = desk_question(request.GET)
    context = {"sheet": sheet(person, now), "question": question, "now": now}
    if request.headers.get("HX-Target") == "lead":
        return render(request, "leads/_lead.html", context | {"is_swap": True})
    return render(request, "leads/desk.html", context | {"desk": desk_list(question, now)})
