"""Do not mail: who is on the list and why, one address looked up, lists in and out."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from funnel.mailroom.list_forms import AddressForm, LiftForm, ListForm
from funnel.mailroom.room import show
from leads.address_lists import written
from leads.audit import record
from leads.models import AuditEntry
from leads.suppressing import counts, entries_of, lift
from nurture.hearing.forbidding import Effect, exported, forbid, forbid_all, foretold

LOOK, ADD, PEOPLE, LIFT = (
    "nurture.view_sequence",
    "nurture.change_sequence",
    "leads.view_lead",
    "leads.change_lead",
)
# Between the two presses of an import its keyed hashes wait here, and no address.
_WAITS_SECONDS = 1_800


def _has_one(*wanted: str, request: HttpRequest) -> bool:
    return any(request.user.has_perm(each) for each in wanted)


def _demand(request: HttpRequest, *wanted: str) -> None:
    if not _has_one(*wanted, request=request):
        raise PermissionDenied


@require_http_methods(["GET", "POST"])
@never_cache
def do_not_mail(request: HttpRequest) -> HttpResponse:
    _demand(request, LOOK, PEOPLE)
    does = {
        "look": _look_up,
        "add": _add,
        "lift": _lift,
        "read": _read,
        "import": _import,
    }
    act = does.get(request.POST.get("do", "")) if request.method == "POST" else None
    return act(request) if act is not None else _page(request, {})


@require_safe
@permission_required(PEOPLE, raise_exception=True)
def export(request: HttpRequest) -> StreamingHttpResponse:
    name = f"do-not-mail-{timezone.now():%Y-%m-%d}.csv"
    record(kind=AuditEntry.Kind.LIST_EXPORTED, by=request.user, now=timezone.now(), detail=name)
    answer = StreamingHttpResponse(
        (line.encode() for line in written(exported())), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _look_up(request: HttpRequest) -> HttpResponse:
    _demand(request, PEOPLE)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, {"address_form": form}, status=422)
    return _page(request, _found(form.cleaned_data["address"]) | {"address_form": form})


def _add(request: HttpRequest) -> HttpResponse:
    _demand(request, ADD, LIFT)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, {"address_form": form}, status=422)
    address = form.cleaned_data["address"]
    effect = forbid(normalised=address, by=request.user.get_username(), now=timezone.now())
    words = _("%(address)s was on the list already.")
    if effect.new:
        words = _("%(address)s gets no mail from now on.")
    messages.success(request, words % {"address": address})
    return redirect("mailroom:do_not_mail")


def _lift(request: HttpRequest) -> HttpResponse:
    _demand(request, LIFT)
    form = LiftForm(request.POST)
    if not form.is_valid():
        bound = AddressForm(request.POST)
        found = _found(bound.cleaned_data["address"]) if bound.is_valid() else {}
        return _page(request, {"address_form": bound, **found, "lift_form": form}, status=422)
    address = form.cleaned_data["address"]
    lift(
        normalised=address,
        why=form.cleaned_data["why"],
        by=request.user.get_username(),
        now=timezone.now(),
    )
    messages.success(
        request,
        _("%(address)s is off the list. Mails go there as far as its person agreed to them.")
        % {"address": address},
    )
    return redirect("mailroom:do_not_mail")


def _read(request: HttpRequest) -> HttpResponse:
    """Reads the list and says what it would do; nothing is changed yet."""
    _demand(request, ADD, LIFT)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, {"list_form": form}, status=422)
    reason, token = form.cleaned_data["reason"], secrets.token_urlsafe(16)
    cache.set(_key(request, token), (reason, form.read.hashes), timeout=_WAITS_SECONDS)
    effect = foretold(form.read.hashes, reason)
    context = {"list_form": form, "read": form.read, "effect": effect, "token": token}
    return _page(request, context)


def _import(request: HttpRequest) -> HttpResponse:
    _demand(request, ADD, LIFT)
    key = _key(request, request.POST.get("token", "")[:40])
    waiting = cache.get(key)
    if waiting is None:
        messages.error(request, _("This list is no longer here. Please read it in once more."))
        return redirect("mailroom:do_not_mail")
    reason, hashes = waiting
    with transaction.atomic():
        effect = forbid_all(hashes=hashes, reason=reason, now=timezone.now())
        record(
            kind=AuditEntry.Kind.LIST_IMPORTED,
            by=request.user,
            now=timezone.now(),
            detail=f"do-not-mail: {len(hashes)}",
        )
    cache.delete(key)
    messages.success(request, _told(effect))
    return redirect("mailroom:do_not_mail")


def _told(effect: Effect) -> str:
    said = ngettext(
        "%(number)s address was written down.",
        "%(number)s addresses were written down.",
        effect.new,
    ) % {"number": effect.new}
    if not effect.ended:
        return said
    left = ngettext(
        "%(number)s running series was ended.",
        "%(number)s running series were ended.",
        effect.ended,
    ) % {"number": effect.ended}
    return f"{said} {left}"


def _found(address: str) -> dict[str, object]:
    return {"looked_up": address, "entries": entries_of(address), "lift_form": LiftForm()}


def _key(request: HttpRequest, token: str) -> str:
    return f"mailroom.list:{request.user.pk}:{token}"


def _page(request: HttpRequest, more: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    reasons = [(reason.label, number) for reason, number in counts().items()]
    context = {
        "title": _("Do not mail"),
        "reasons": reasons,
        "address_form": AddressForm(),
        "list_form": ListForm(),
        "sees_people": request.user.has_perm(PEOPLE),
        "may_add": _has_one(ADD, LIFT, request=request),
        "may_lift": request.user.has_perm(LIFT),
        **more,
    }
    return show(request, "do_not_mail.html", context, status=status)
