"""The outbox pages. They exist only where mails are kept instead of sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from nurture.models import OutboxMail
from nurture.sending.reading import read

_P = ParamSpec("_P")
_View = Callable[Concatenate[HttpRequest, _P], HttpResponse]

SHOWN = 100
PARTS = {"html": _("As it looks"), "text": _("Plain text"), "headers": _("Headers")}
_MAIL_CSP = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "frame-ancestors": [SELF],
    "form-action": [NONE],
    # The frame says the same; this holds for whoever opens the mail's address by itself.
    "sandbox": [
        "allow-popups",
        "allow-popups-to-escape-sandbox",
        "allow-top-navigation-by-user-activation",
    ],
}


def _where_mails_are_kept(view: _View[_P]) -> _View[_P]:
    """404 wherever mails really go out: nobody reads other people's mail there."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        if not settings.IS_EMBEDDED or settings.EMAIL_URL or settings.MAIL_PROVIDER:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@_where_mails_are_kept
def outbox(request: HttpRequest) -> HttpResponse:
    return _page(request, OutboxMail.objects.first(), is_list=True)


@require_safe
@_where_mails_are_kept
def outbox_mail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(OutboxMail, pk=pk), is_list=False)


@require_safe
@xframe_options_sameorigin
@csp(_MAIL_CSP)  # type: ignore[arg-type]  # typed for views without arguments only
@_where_mails_are_kept
def outbox_html(request: HttpRequest, pk: int) -> HttpResponse:
    mail = read(get_object_or_404(OutboxMail, pk=pk))
    return render(request, "nurture/outbox_html.html", {"mail": mail})


def _page(request: HttpRequest, chosen: OutboxMail | None, *, is_list: bool) -> HttpResponse:
    part = request.GET.get("part", "html")
    context = {
        "mails": [(mail, read(mail)) for mail in OutboxMail.objects.all()[:SHOWN]],
        "total": OutboxMail.objects.count(),
        "chosen": chosen,
        "mail": read(chosen) if chosen else None,
        "is_list": is_list,
        "parts": PARTS,
        "part": part if part in PARTS else "html",
    }
    return render(request, "nurture/outbox.html", context)
