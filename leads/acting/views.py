"""What sales does with one person: each press writes one thing and shows the person anew."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leads.access import member, sales_only
from leads.acting.forms import NoteForm, StageForm, TaskForm, TouchForm, WhichForm
from leads.acting.showing import show_person
from leads.audit import record
from leads.models import AuditEntry, Lead, Task, Touch
from leads.pipeline import claiming, noting, stages, touching
from leads.pipeline.standing import DeskError, called
from leads.visibility import person_of

_CHANGE = "leads.change_lead"
_SEE_PRIVATE = "leads.see_sensitive_answers"
Act = Callable[[Lead, User], object]


@require_POST
@sales_only
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    def act(person: Lead, by: User) -> None:
        claimed = claiming.claim(lead_id=person.pk, by=by, now=timezone.now())
        if not claimed.is_mine:
            raise DeskError(_("%(name)s was quicker.") % {"name": called(claimed.owner)})

    return _acted(request, pk, act)


@require_POST
@sales_only
def release(request: HttpRequest, pk: int) -> HttpResponse:
    return _acted(
        request,
        pk,
        lambda person, by: claiming.release(lead_id=person.pk, by=by, now=timezone.now()),
    )


@require_POST
@sales_only
def touch(request: HttpRequest, pk: int) -> HttpResponse:
    def act(person: Lead, by: User) -> None:
        form, now = TouchForm(request.POST), timezone.now()
        if not form.is_valid():
            raise DeskError(form.first_error())
        touching.log_touch(
            lead_id=person.pk,
            by=by,
            outcome=form.cleaned_data["outcome"],
            note=form.cleaned_data["note"],
            call_back_at=form.call_back_at(now),
            key=form.cleaned_data["key"],
            now=now,
        )

    return _acted(request, pk, act)


@require_POST
@sales_only
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    def act(person: Lead, by: User) -> None:
        row = get_object_or_404(Touch, pk=_which(request), lead=person)
        touching.take_back(touch_id=row.pk, by=by, now=timezone.now())

    return _acted(request, pk, act)


@require_POST
@sales_only
def note(request: HttpRequest, pk: int) -> HttpResponse:
    def act(person: Lead, by: User) -> None:
        form = NoteForm(request.POST)
        if not form.is_valid():
            raise DeskError(form.first_error())
        said = form.cleaned_data
        noting.add_note(
            lead_id=person.pk, by=by, text=said["text"], key=said["key"], now=timezone.now()
        )

    return _acted(request, pk, act)


@require_POST
@sales_only
def task(request: HttpRequest, pk: int) -> HttpResponse:
    def act(person: Lead, by: User) -> None:
        form = TaskForm(request.POST)
        if not form.is_valid():
            raise DeskError(form.first_error())
        said = form.cleaned_data
        noting.add_task(
            lead_id=person.pk,
            by=by,
            text=said["text"],
            due_at=form.due_at(),
            key=said["key"],
            now=timezone.now(),
        )

    return _acted(request, pk, act)


@require_POST
@sales_only
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    def act(person: Lead, by: User) -> None:
        row = get_object_or_404(Task, pk=_which(request))
        if (row.lead.merged_into_id or row.lead_id) != person.pk:
            raise Http404
        noting.finish_task(task_id=row.pk, by=by, now=timezone.now())

    return _acted(request, pk, act)


@require_POST
@sales_only
def move(request: HttpRequest, pk: int) -> HttpResponse:
    def act(person: Lead, by: User) -> None:
        form = StageForm(request.POST)
        if not form.is_valid():
            raise DeskError(form.first_error())
        said = form.cleaned_data
        stages.move(
            lead_id=person.pk,
            stage=said["stage"],
            reason=said["reason"],
            amount=said["amount"],
            currency=said["currency"],
            until=form.until_at(),
            by=by,
            now=timezone.now(),
        )

    return _acted(request, pk, act)


@require_POST
@sales_only
def show_private(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens the private answers of one person for this one look, which the audit log keeps."""
    by = member(request)
    if not by.has_perm(_SEE_PRIVATE):
        return render(request, "leads/no_access.html", status=403)
    person = person_of(by, pk)
    record(kind=AuditEntry.Kind.SENSITIVE_SEEN, by=by, now=timezone.now(), lead_id=person.pk)
    return show_person(request, person, is_private_shown=True)


def _acted(request: HttpRequest, pk: int, act: Act) -> HttpResponse:
    """The person anew; what was refused with its sentence, and nothing stored."""
    assert isinstance(request.user, User)
    if not request.user.has_perm(_CHANGE):
        return render(request, "leads/no_access.html", status=403)
    person = person_of(request.user, pk)
    refusal = ""
    try:
        act(person, request.user)
    except DeskError as error:
        refusal = str(error)
    if refusal or request.headers.get("HX-Request"):
        return show_person(request, person_of(request.user, person.pk), refusal=refusal)
    return redirect("leads:lead", pk=person.pk)


def _which(request: HttpRequest) -> int:
    form = WhichForm(request.POST)
    if not form.is_valid():
        raise Http404
    return int(form.cleaned_data["which"])
