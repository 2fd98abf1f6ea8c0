"""Replies of people we do not know yet, and how replies come in here."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from funnel.mailroom.reply_forms import AssignForm
from funnel.mailroom.room import show
from funnel.mailroom.ways_in import ways_in
from nurture.hearing.replies import assign_reply, delete_reply
from nurture.models import Reply

PER_PAGE = 25
LOOK, PEOPLE, CHANGE = "nurture.view_sequence", "leads.view_lead", "leads.change_lead"


@require_http_methods(["GET", "POST"])
@never_cache
def replies(request: HttpRequest) -> HttpResponse:
    """How they come in is for marketing, too; what people wrote only for who may see people."""
    user = request.user
    if not (user.has_perm(LOOK) or user.has_perm(PEOPLE)):
        raise PermissionDenied
    if request.method == "POST":
        if not user.has_perm(CHANGE):
            raise PermissionDenied
        return _deleted(request) if request.POST.get("do") == "delete" else _assigned(request)
    return _page(request)


def _assigned(request: HttpRequest) -> HttpResponse:
    form = AssignForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    lead, now = form.cleaned_data["who"], timezone.now()
    if assign_reply(reply_id=form.cleaned_data["reply"], lead=lead, now=now):
        messages.success(request, _("It stands in the story of %(who)s now.") % {"who": lead})
    else:
        messages.info(request, _("Somebody was faster: this reply has found its person."))
    return redirect("mailroom:replies")


def _deleted(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("reply", "")
    if number.isascii() and number.isdigit() and delete_reply(reply_id=int(number[:15])):
        messages.success(request, _("The reply is gone."))
    return redirect("mailroom:replies")


def _page(
    request: HttpRequest, *, form: AssignForm | None = None, status: int = 200
) -> HttpResponse:
    sees_people = request.user.has_perm(PEOPLE)
    unmatched = Reply.objects.filter(lead=None)
    if not sees_people:
        unmatched = unmatched.none()
    context = {
        "title": _("Replies"),
        "ways": ways_in(),
        "sees_people": sees_people,
        "may_change": request.user.has_perm(CHANGE),
        "page": Paginator(unmatched, PER_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "wrong": form.data.get("reply") if form is not None else "",
    }
    return show(request, "replies.html", context, status=status)
