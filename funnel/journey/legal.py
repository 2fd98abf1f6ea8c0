"""Privacy and imprint: the business's own pages, or what it wrote in its settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from funnel.journey.answering import page
from leads.business import business
from quizzes.markdown import to_html


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    facts = business()
    return _legal(request, "Privacy", facts.privacy_url, facts.privacy_text)


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    facts = business()
    return _legal(request, "Imprint", facts.imprint_url, facts.imprint_text)


def _legal(request: HttpRequest, title: str, url: str, text: str) -> HttpResponse:
    if url:
        return HttpResponseRedirect(url)
    return page(request, "funnel/legal.html", {"title": title, "body": to_html(text)})
