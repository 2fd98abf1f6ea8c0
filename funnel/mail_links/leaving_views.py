"""A link of a mail's text: where it leads is said first, one press counts and goes there.

The address stands in a row of ours, never in the link: nobody can make it lead elsewhere.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from funnel.journey.answering import missing
from funnel.mail_links.pages import draw, machine_of, once_more
from nurture.models import MailLink
from nurture.writing.bodylinks import leads_away
from nurture.writing.links import press


def leave(request: HttpRequest, link: MailLink) -> HttpResponse:
    if not leads_away(link.url):
        return missing(request)
    shown = {"host": urlsplit(link.url).hostname, "url": link.url}
    if request.method != "POST":
        return _allowed(draw(request, link, "leaving", **shown))
    now = timezone.now()
    if machine_of(request, link, now=now):
        return _allowed(once_more(request, link, "leaving", now=now, **shown))
    press(link=link, now=now)
    response = HttpResponseRedirect(link.url, status=303)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _allowed(response: HttpResponse) -> HttpResponse:
    """Browsers hold every redirect after a form against the page's own policy, and the other
    site may move on to further hosts. The one form of this page goes to us and holds no field."""
    policy = {"form-action": ["https:", "http:"]}
    response._csp_update = policy  # type: ignore[attr-defined]  # by django-csp
    return response
