"""One person's mails on the desk: what was sent and why, what comes next, and what if."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from funnel.mailroom.lead_acts import do
from funnel.mailroom.lead_forms import ActForm, WhatIfForm
from funnel.mailroom.lead_page import page_of
from leads.access import member, sales_only
from leads.desk import desk_list
from leads.forms import desk_question
from leads.visibility import person_of, visible_to

_PARTS = ("lead", "what-if")


@require_safe
@sales_only
def mails(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request.user, pk)
    if person.pk != pk:
        return redirect("lead_mails:mails", pk=person.pk)
    if person.erased_at is not None:
        is_part = request.headers.get("HX-Target") in _PARTS
        return render(request, f"leads/{'_' if is_part else ''}forgotten.html")
    now, question = timezone.now(), desk_question(request.GET)
    page = page_of(person, WhatIfForm(request.GET, lead=person, now=now), now=now)
    context = {"page": page, "sheet": page, "question": question, "now": now}
    if request.headers.get("HX-Target") in _PARTS:
        return render(request, "leads/_mails_page.html", context | {"is_swap": True})
    shown = desk_list(member(request), question, now)
    return render(request, "leads/mails.html", context | {"desk": shown})


@require_POST
@sales_only
@permission_required("leads.change_lead", raise_exception=True)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(visible_to(request.user), pk=pk, merged_into=None, erased_at=None)
    form = ActForm(request.POST)
    if form.is_valid():
        assert request.user.is_authenticated  # sales_only lets nobody else in
        by = str(request.user.get_full_name() or request.user.get_username())
        do(form.cleaned_data["act"], lead=person, by=by, now=timezone.now())
    return redirect("lead_mails:mails", pk=pk)
