"""The pages of the rules, for marketers who ask why."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from funnel.checking.pages import page_of, rules_by_family
from funnel.checking.report import rule_at
from quizzes.markdown import to_html

_may_view = permission_required("funnel.view_funnel", raise_exception=True)


@require_GET
@_may_view
def rules_page(request: HttpRequest) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("What the check looks at"),
        "families": rules_by_family(),
    }
    return render(request, "checking/rules.html", context)


@require_GET
@_may_view
def rule_page(request: HttpRequest, slug: str) -> HttpResponse:
    rule = rule_at(slug)
    if rule is None:
        raise Http404
    context = {
        **admin.site.each_context(request),
        "title": rule.title,
        "rule": rule,
        "page": to_html(page_of(rule)),
    }
    return render(request, "checking/rule.html", context)
