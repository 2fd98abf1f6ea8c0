"""A page of the mail room in the admin's frame, its times in the zone of the business.

Every view of the mail room ends here, so that no page tells another clock than the next.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from leads.business import business
from leads.whereabouts import place_of


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
    is_part: bool = False,
) -> HttpResponse:
    """`is_part` of a page that is there already needs no frame."""
    zone = business().zone
    frame = {} if is_part else admin.site.each_context(request)
    with timezone.override(zone):
        return render(
            request,
            f"funnel/mailroom/{template}",
            {**frame, **context, "place": place_of(zone.key)},
            status=status,
        )
