"""The door of the sales desk: staff who may see leads, in the business's own time zone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

from leads.business import business

View = Callable[..., HttpResponse]

PERMISSION = "leads.view_lead"
# The id of the list, which asks for itself every few seconds.
LIST_PART = "queue"


def sales_only(view: View) -> View:
    """Strangers meet the staff login, staff without the permission a page that says so (403)."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.is_active and request.user.is_staff):
            return _to_login(request)
        if not request.user.has_perm(PERMISSION):
            return render(request, "leads/no_access.html", status=403)
        with timezone.override(business().zone):
            response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    return guarded


def member(request: HttpRequest) -> User:
    """Who asks, behind sales_only()."""
    assert isinstance(request.user, User)
    return request.user


def _to_login(request: HttpRequest) -> HttpResponse:
    """A swap of one pane cannot hold a login page, so HTMX is sent there as a whole; but never
    by the list's own clock, which would take away what somebody is writing."""
    if request.headers.get("HX-Target") == LIST_PART:
        return HttpResponse(status=204)
    login = redirect_to_login(request.get_full_path(), resolve_url("admin:login"))
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(login.url)
    return login
