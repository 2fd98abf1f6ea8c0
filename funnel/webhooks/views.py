"""The pages of webhooks in the admin's frame."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from funnel.webhooks.forms import WebhookForm
from leads.business import business
from leads.hooks.calling import resend, send_test
from leads.hooks.signing import new_secret
from leads.models import Webhook, WebhookCall
from leads.whereabouts import place_of

_may_look = permission_required("leads.view_webhook", raise_exception=True)
_may_change = permission_required("leads.change_webhook", raise_exception=True)
_SHOWN = 50


@require_safe
@never_cache
@_may_look
def index(request: HttpRequest) -> HttpResponse:
    rows = [(row, _last(row)) for row in Webhook.objects.all()]
    return _show(request, "index.html", {"title": _("Webhooks"), "rows": rows})


@require_http_methods(["GET", "POST"])
@never_cache
@_may_change
def add(request: HttpRequest) -> HttpResponse:
    row = Webhook(secret=new_secret(), created_at=timezone.now())
    form = WebhookForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("It stands. Send it a test now."))
        return redirect("webhooks:one", row.pk)
    status = 422 if request.method == "POST" else 200
    return _show(request, "add.html", {"title": _("New webhook"), "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@never_cache
@_may_change
def one(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Webhook, pk=pk)
    form = WebhookForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        saved = form.save(commit=False)
        if saved.is_on:
            saved.off_reason = ""
        saved.save()
        messages.success(request, _("Saved."))
        return redirect("webhooks:one", pk)
    calls = WebhookCall.objects.filter(webhook=pk).prefetch_related("tries")[:_SHOWN]
    lost = WebhookCall.objects.filter(webhook=pk, state=WebhookCall.State.FAILED)
    context = {
        "title": Webhook.objects.get(pk=pk).name,
        "row": Webhook.objects.get(pk=pk),
        "form": form,
        "calls": calls,
        "lost": lost.exclude(happening=None).count(),
    }
    return _show(request, "one.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@_may_change
def try_it(request: HttpRequest, pk: int) -> HttpResponse:
    tried = send_test(webhook=get_object_or_404(Webhook, pk=pk), now=timezone.now())
    said = {"status": tried.status, "ms": tried.milliseconds, "text": tried.said[:200]}
    if tried.is_ok:
        told = _("It took the test: %(status)s after %(ms)s ms.") % said
        messages.success(request, told)
    elif tried.status:
        messages.error(request, _("It answered %(status)s: %(text)s") % said)
    else:
        messages.error(request, tried.said)
    return redirect("webhooks:one", pk)


@require_POST
@_may_change
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery, or with none named all that were given up."""
    calls = WebhookCall.objects.filter(webhook=get_object_or_404(Webhook, pk=pk))
    named = request.POST.get("call", "")
    if named.isdecimal() and len(named) < 19:  # digits that fit a key
        calls = calls.filter(pk=int(named))
    else:
        calls = calls.filter(state=WebhookCall.State.FAILED)
    number = resend(calls=list(calls.values_list("pk", flat=True)), now=timezone.now())
    words = ngettext(
        "%(number)s goes out again in a moment.", "%(number)s go out again in a moment.", number
    )
    messages.success(request, words % {"number": number})
    return redirect("webhooks:one", pk)


@require_POST
@_may_change
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    Webhook.objects.filter(pk=pk).update(secret=new_secret())
    messages.success(request, _("A new secret counts from now on. Give it to the other system."))
    return redirect("webhooks:one", pk)


@require_http_methods(["GET", "POST"])
@never_cache
@permission_required("leads.delete_webhook", raise_exception=True)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Webhook, pk=pk)
    if request.method == "POST":
        row.delete()
        messages.success(request, _("%(name)s is told of nothing any more.") % {"name": row.name})
        return redirect("webhooks:index")
    return _show(request, "drop.html", {"title": row.name, "row": row})


def _last(row: Webhook) -> WebhookCall | None:
    done = row.calls.filter(state=WebhookCall.State.DELIVERED)
    return done.order_by("-delivered_at").first()


def _show(
    request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    zone = business().zone
    frame = admin.site.each_context(request)
    with timezone.override(zone):
        return render(
            request,
            f"funnel/webhooks/{template}",
            {**frame, **context, "place": place_of(zone.key)},
            status=status,
        )
