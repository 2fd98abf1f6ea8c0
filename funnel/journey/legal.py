"""Privacy and imprint: the business's own pages, or what it wrote in its settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_stubs_ext import StrPromise

from funnel.journey.answering import page
from leads.business import business
from quizzes.markdown import to_html


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    facts = business()
    return _legal(request, _("Privacy"), facts.privacy_url, facts.privacy_text, has_ask=True)


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    facts = business()
    return _legal(request, _("Imprint"), facts.imprint_url, facts.imprint_text)


def _legal(
    request: HttpRequest, title: StrPromise, url: str, text: str, *, has_ask: bool = False
) -> HttpResponse:
    """`has_ask`: below the text one can ask for what is kept about oneself."""
    if url:
        return HttpResponseRedirect(url)
    return page(
        request, "funnel/legal.html", {"title": title, "body": to_html(text), "has_ask": has_ask}
    )
