"""The Try page: choose the draft or what is live, walk through it, delete what was tried."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funnel.admin.state import complaints
from funnel.checking.faults import PublishError
from funnel.models import Funnel
from funnel.sharing.codes import svg
from funnel.studio.try_form import DRAFT, LIVE, TryForm
from funnel.trying.drafts import trial_publication
from funnel.trying.forgetting import forget_trials
from funnel.trying.story import coming_mails, trials_of
from funnel.trying.tokens import TRY, Pass, address_mark, new_mark, read_pass, sign_pass

_may_try = permission_required("funnel.change_funnel", raise_exception=True)


@never_cache
@require_http_methods(["GET", "POST"])
@_may_try
def try_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A press makes a link that is good for a day, and leads there or to its code for a phone."""
    funnel = get_object_or_404(Funnel.objects.select_related("publication", "theme"), pk=pk)
    user = request.user
    assert isinstance(user, User)
    usual = {"what": LIVE if request.GET.get("what") == LIVE else DRAFT, "address": user.email}
    form = TryForm(request.POST or None, initial=usual, is_live=funnel.publication_id is not None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, funnel, form)
    try:
        token = sign_pass(_pass(funnel, form, user))
    except PublishError as error:
        return _page(request, funnel, form, missing=complaints(funnel, tuple(error.faults)))
    query = urlencode({TRY: token})
    if request.POST.get("way") == "phone":
        return redirect(f"{request.path}?{query}#phone")
    return redirect(f"{reverse('journey:landing', args=[funnel.slug])}?{query}")


@never_cache
@require_GET
@_may_try
def try_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The link of a trial as a square to scan."""
    funnel = get_object_or_404(Funnel, pk=pk)
    link = _phone_link(request, funnel)
    if not link:
        raise Http404
    return HttpResponse(svg(link), content_type="image/svg+xml")


@require_POST
@_may_try
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    count = forget_trials(funnel=get_object_or_404(Funnel, pk=pk))
    said = ngettext(
        "%(count)s trial is deleted, with its mails.",
        "%(count)s trials are deleted, with their mails.",
        count,
    )
    words = said % {"count": count} if count else _("There was no trial to delete.")
    messages.success(request, words)
    return redirect("studio:try", pk)


@never_cache
@require_GET
def own_browser(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The mark for this browser's storage; who sees the admin at all is staff."""
    return HttpResponse(new_mark(), content_type="text/plain")


def _pass(funnel: Funnel, form: TryForm, user: User) -> Pass:
    """Writes the draft as a trial where that is what is tried. Raises PublishError."""
    publication_id = None
    if form.cleaned_data["what"] == DRAFT:
        publication_id = trial_publication(funnel=funnel, now=timezone.now(), by=user).pk
    return Pass(user.pk, funnel.pk, publication_id, address_mark(form.cleaned_data["address"]))


def _phone_link(request: HttpRequest, funnel: Funnel) -> str:
    """'' where no good link stands in the address."""
    token = request.GET.get(TRY, "")
    allowed = read_pass(token)
    if allowed is None or allowed.funnel_id != funnel.pk:
        return ""
    landing = reverse("journey:landing", args=[funnel.slug])
    return f"{settings.SITE_URL}{landing}?{urlencode({TRY: token})}"


def _page(request: HttpRequest, funnel: Funnel, form: TryForm, **more: object) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "funnel": funnel,
        "opts": Funnel._meta,
        "title": f"{_('Try it as a visitor')}: {funnel.name}",
        "form": form,
        "mails": coming_mails(funnel),
        "trials": trials_of(funnel),
        "site": settings.SITE_URL,
        "phone_link": _phone_link(request, funnel),
        "phone_query": urlencode({TRY: request.GET.get(TRY, "")}),
        **more,
    }
    status = 422 if form.errors or "missing" in more else 200
    return render(request, "studio/try.html", context, status=status)
