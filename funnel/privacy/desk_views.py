"""Forgetting a person from the sales desk: somebody asked for it by phone or by letter."""

from __future__ import annotations

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from funnel.privacy.erasing import erase_person
from leads.access import sales_only
from leads.desk import shown_name
from leads.models import EmailAddress, Lead
from leads.visibility import visible_to

_PERMISSION = "leads.delete_lead"


@require_http_methods(["GET", "HEAD", "POST"])
@sales_only
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says what goes and what stays; the press there does it."""
    if not request.user.has_perm(_PERMISSION):
        return render(request, "leads/no_access.html", status=403)
    person = get_object_or_404(visible_to(request.user), pk=pk)
    if person.merged_into_id is not None:
        return redirect("privacy:erase_at_desk", pk=person.merged_into_id)
    if person.erased_at is not None:
        return redirect("leads:lead", pk=person.pk)
    if request.method == "POST":
        assert isinstance(request.user, User)
        _erase(person, request.user)
        return redirect("leads:lead", pk=person.pk)
    context = {"person": person, "title": shown_name(person, _addresses(person))}
    return render(request, "funnel/privacy/erase_at_desk.html", context)


@transaction.atomic
def _erase(person: Lead, by: User) -> None:
    """Who did it is written down; whom it was about is a number."""
    erase_person(lead_id=person.pk, now=timezone.now())
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Lead),
        object_id=str(person.pk),
        object_repr=str(Lead(pk=person.pk)),
        action_flag=DELETION,
    )


def _addresses(person: Lead) -> list[EmailAddress]:
    theirs = Q(lead=person) | Q(lead__merged_into=person)
    return list(EmailAddress.objects.filter(theirs).order_by("pk"))
