"""A page of one funnel inside the admin's frame. Its views call it."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from funnel.models import Funnel
from leads.business import business


def desk_page(
    request: HttpRequest, funnel: Funnel, template: str, title: str, **more: object
) -> HttpResponse:
    """Moments stand on the clock of the business. A page that answers a form says with 422 that
    nothing was done."""
    status = 422 if request.method == "POST" else 200
    context = {
        **admin.site.each_context(request),
        "funnel": funnel,
        "opts": Funnel._meta,
        "title": f"{title}: {funnel.name}",
        **more,
    }
    with timezone.override(business().zone):
        return render(request, f"funnel_admin/{template}.html", context, status=status)


def person(request: HttpRequest) -> User:
    """Who is logged in."""
    assert isinstance(request.user, User)
    return request.user
