"""The panel “Same person?” on a lead's page: suggestions, merge, undo, a second address."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leads.access import sales_only
from leads.addresses import AddressError
from leads.models import Lead, Merge
from leads.same.addresses import (
    AddressKeptError,
    AddressTakenError,
    add_address,
    remove_address,
)
from leads.same.forms import AddressForm, OtherForm
from leads.same.merging import MergeError, merge, not_same, undo
from leads.same.panel import panel_of
from leads.visibility import person_of

_CHANGE = "leads.change_lead"
_REFUSALS = (MergeError, AddressError, AddressTakenError, AddressKeptError)


@require_safe
@sales_only
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, person_of(request.user, pk))


@require_POST
@sales_only
def merge_with(request: HttpRequest, pk: int) -> HttpResponse:
    """The other entry becomes part of this one."""

    def act(person: Lead, by: User) -> None:
        other = person_of(by, _other(request))
        merge(root_id=person.pk, merged_id=other.pk, by=by, now=timezone.now())

    return _acted(request, pk, act)


@require_POST
@sales_only
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a merge back; `other` is the merge."""

    def act(person: Lead, by: User) -> None:
        row = get_object_or_404(Merge, pk=_other(request))
        if person_of(by, row.root_id).pk != person.pk:
            raise Http404
        undo(merge_id=row.pk, by=by, now=timezone.now())

    return _acted(request, pk, act)


@require_POST
@sales_only
def two_people(request: HttpRequest, pk: int) -> HttpResponse:
    def act(person: Lead, by: User) -> None:
        other = person_of(by, _other(request))
        not_same(lead_id=person.pk, other_id=other.pk, by=by, now=timezone.now())

    return _acted(request, pk, act)


@require_POST
@sales_only
def new_address(request: HttpRequest, pk: int) -> HttpResponse:
    def act(person: Lead, by: User) -> None:
        form = AddressForm(request.POST)
        if not form.is_valid():
            raise AddressError(next(iter(form.errors["address"])))
        written = form.cleaned_data["address"]
        add_address(lead=person, address=written, by=by, now=timezone.now())

    return _acted(request, pk, act)


@require_POST
@sales_only
def drop_address(request: HttpRequest, pk: int) -> HttpResponse:
    def act(person: Lead, by: User) -> None:
        remove_address(lead=person, address_id=_other(request), by=by, now=timezone.now())

    return _acted(request, pk, act)


def _acted(request: HttpRequest, pk: int, act: Callable[[Lead, User], None]) -> HttpResponse:
    """Done: the page anew, so that every number follows. Refused: the panel with the reason."""
    assert isinstance(request.user, User)
    if not request.user.has_perm(_CHANGE):
        return render(request, "leads/no_access.html", status=403)
    person = person_of(request.user, pk)
    try:
        act(person, request.user)
    except _REFUSALS as refusal:
        return _show(request, person, refusal, status=422)
    if request.headers.get("HX-Request"):
        answer = _show(request, person)
        answer.headers["HX-Trigger"] = "desk-changed, lead-changed"
        return answer
    return redirect("leads:lead", pk=person.pk)


def _show(
    request: HttpRequest, person: Lead, refusal: Exception | None = None, *, status: int = 200
) -> HttpResponse:
    is_part = bool(request.headers.get("HX-Request"))
    context = {
        "panel": panel_of(person, request.user),
        "person": person,
        "refusal": refusal,
        "typed": request.POST.get("address", "")[:254] if refusal else "",
        "may_change": request.user.has_perm(_CHANGE),
    }
    # HTMX swaps only what succeeded: the refusal travels in a page that did.
    code = 200 if is_part else status
    name = "_panel.html" if is_part else "panel.html"
    return render(request, f"leads/same/{name}", context, status=code)


def _other(request: HttpRequest) -> int:
    form = OtherForm(request.POST)
    if not form.is_valid():
        raise Http404
    return int(form.cleaned_data["other"])
