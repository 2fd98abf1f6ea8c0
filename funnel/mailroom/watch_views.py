"""Mails on their way: what waits, what is stuck, how fast it goes, and the switches."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from funnel.mailroom.acting import act as press
from funnel.mailroom.noting import note_press
from funnel.mailroom.overview import headline, held_rows, silence, standings
from funnel.mailroom.room import show
from funnel.mailroom.waiting import PER_PAGE, VIEWS, in_state, rows_of, same_mail
from funnel.mailroom.watch_forms import ActForm, StopForm, is_scope, stop_word
from nurture.models import Enrollment, Sequence
from nurture.sending.stopping import stop
from nurture.telling.reasons import held_words
from nurture.watching.queue import queue_report

may_look = permission_required("nurture.view_sequence", raise_exception=True)
may_act = permission_required("nurture.change_sequence", raise_exception=True)


@require_safe
@never_cache
@may_look
def watch(request: HttpRequest) -> HttpResponse:
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # its middleware sets it
    report = queue_report(timezone.now())
    context: dict[str, object] = {
        "report": report,
        "headline": headline(report, silent=silence(report.now)),
        "held": held_rows(report),
    }
    if htmx:
        return show(request, "_figures.html", context, is_part=True)
    context |= {
        "title": _("Mails on their way"),
        "standings": standings(report),
        "series": Sequence.objects.prefetch_related("messages").order_by("name")[:100],
    }
    return show(request, "watch.html", context)


@require_safe
@never_cache
@may_look
def listed(request: HttpRequest, state: str) -> HttpResponse:
    if state not in VIEWS:
        raise Http404
    now, why = timezone.now(), request.GET.get("why", "")[:60]
    mails = in_state(state, why=why, now=now).select_related(
        "lead", "address", "enrollment__sequence"
    )
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": VIEWS[state].title,
        "view": VIEWS[state],
        "state": state,
        "why": why,
        "why_words": held_words(why) if why else "",
        "page": page,
        "rows": rows_of(list(page), sees_people=request.user.has_perm("leads.view_lead")),
        "same": same_mail(now) if state == "on-hold" else (),
    }
    return show(request, "listed.html", context)


@require_POST
@may_act
def act(request: HttpRequest) -> HttpResponse:
    form = ActForm(request.POST)
    if form.is_valid():
        said = press(
            do=form.cleaned_data["do"],
            scope=form.cleaned_data["scope"],
            ids=[int(each) for each in form.cleaned_data["ids"]],
            by=request.user.get_username(),
            now=timezone.now(),
        )
        note_press(by=request.user, did=form.cleaned_data["do"], scope=form.cleaned_data["scope"])
        messages.success(request, said)
    else:
        wrong = next(iter(form.errors.values()))
        messages.error(request, str(wrong[0]))
    back = request.POST.get("back", "")
    return redirect("mailroom:listed", back) if back in VIEWS else redirect("mailroom:watch")


@require_http_methods(["GET", "POST"])
@may_act
def stop_all(request: HttpRequest) -> HttpResponse:
    """Stops everything, or one series or mail, behind a word that is typed."""
    scope = request.POST.get("scope") or request.GET.get("scope") or "all"
    if scope.startswith(("group:", "server")) or not is_scope(scope):
        raise Http404
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = stop(scope=scope, by=request.user.get_username(), now=timezone.now())
        note_press(by=request.user, did="stop", scope=scope)
        words = ngettext(
            "Stopped. %(number)s person is off.", "Stopped. %(number)s people are off.", number
        )
        messages.success(request, words % {"number": number})
        return redirect("mailroom:watch")
    context = {
        "title": _("Stop for good"),
        "form": form,
        "scope": scope,
        "word": stop_word(),
        "number": _people_on(scope),
    }
    status = 422 if request.method == "POST" else 200
    return show(request, "stop.html", context, status=status)


def _people_on(scope: str) -> int:
    head, _colon, rest = scope.partition(":")
    found = Enrollment.objects.filter(state=Enrollment.State.ACTIVE)
    if head in ("series", "mail"):
        found = found.filter(sequence_id=int(rest.partition(":")[0]))
    elif head == "lead":
        found = found.filter(lead_id=int(rest))
    return found.count()
