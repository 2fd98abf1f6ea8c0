"""The page of one person: whole, or the pane alone for HTMX."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from leads.access import member
from leads.acting.side import side_of
from leads.desk import desk_list
from leads.forms import desk_question
from leads.models import Lead
from leads.sheet import sheet


def show_person(
    request: HttpRequest, person: Lead, *, refusal: str = "", is_private_shown: bool = False
) -> HttpResponse:
    """`person` is a root that this member of staff may see. A press tells the list to look again;
    a refusal is a page of its own (422), in a pane it takes the pane's place."""
    by, now = member(request), timezone.now()
    question = desk_question(request.GET)
    shown = sheet(person, now, is_private_shown=is_private_shown)
    context = {
        "sheet": shown,
        "side": side_of(shown, by, now),
        "question": question,
        "now": now,
        "refusal": refusal,
    }
    if request.headers.get("HX-Target") == "lead":
        answer = render(request, "leads/_lead.html", context | {"is_swap": True})
        if request.method == "POST":
            answer.headers["HX-Trigger"] = "desk-changed"
        return answer
    listed = {"desk": desk_list(by, question, now)}
    return render(request, "leads/desk.html", context | listed, status=422 if refusal else 200)
