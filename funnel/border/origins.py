"""Refuses posts that another site made a visitor's browser send.

Public forms read no cookie and carry no CSRF token; this is what stands in its place.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from funnel.border.paths import is_hook, is_one_click_unsubscribe, is_public_post
from funnel.border.refusals import Answer, refuse


def own_posts(get_response: Answer) -> Answer:
    """403 for a post from elsewhere. Hooks and one-click unsubscribe are meant for machines."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if is_public_post(request) and is_from_elsewhere(request) and not _is_for_machines(request):
            return refuse(
                request,
                status=403,
                title=_("This came from another site"),
                text=_("For your safety we only take answers given on our own pages."),
            )
        return get_response(request)

    return middleware


def is_from_elsewhere(request: HttpRequest) -> bool:
    """By the browser's own word; old browsers and programs send neither header and pass."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        # "same-site" is another host of the same domain, which may belong to somebody else.
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    return bool(origin) and origin not in {
        settings.SITE_URL,
        f"{request.scheme}://{request.get_host()}",
    }


def _is_for_machines(request: HttpRequest) -> bool:
    return is_hook(request) or is_one_click_unsubscribe(request)
