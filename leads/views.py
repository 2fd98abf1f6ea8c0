"""The sales desk at /leads/: a list beside one lead; HTMX swaps the lead, links work without.

The list asks every few seconds whether it changed; an unchanged one is answered with nothing.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leads.access import LIST_PART, member, sales_only
from leads.acting.showing import show_person
from leads.desk import desk_list
from leads.forms import desk_question
from leads.visibility import person_of


@require_safe
@sales_only
def desk(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    shown = desk_list(member(request), desk_question(request.GET), now)
    context = {"desk": shown, "now": now}
    if request.headers.get("HX-Target") != LIST_PART:
        return render(request, "leads/desk.html", context)
    if request.GET.get("v") == shown.version:
        return HttpResponse(status=204)
    return render(request, "leads/_list_part.html", context)


@require_safe
@sales_only
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request.user, pk)
    if person.pk != pk:
        return redirect("leads:lead", pk=person.pk)
    if person.erased_at is not None:
        is_part = request.headers.get("HX-Target") == "lead"
        return render(request, f"leads/{'_' if is_part else ''}forgotten.html")
    return show_person(request, person)
