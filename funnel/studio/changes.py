"""How many changes publishing would put live: the words on the first button of the studio's bar.

The bar fetches them on their own, so that neither the page nor saving waits for them.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from funnel.checking.faults import PublishError
from funnel.models import Funnel
from funnel.publishing.compile import compile_funnel
from funnel.publishing.loading import published
from funnel.publishing.saying_changes import say_changes
from funnel.studio.frame import get_funnel, may_change


@require_GET
@may_change
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    funnel = get_funnel(pk)
    context = {"funnel": funnel, "changes": changes_of(funnel)}
    return render(request, "studio/_publish.html", context)


def changes_of(funnel: Funnel) -> int | None:
    """As many as the page before publishing has lines; None where nothing is live, and for a
    draft that is no whole funnel yet."""
    if funnel.publication_id is None:
        return None
    try:
        document = compile_funnel(funnel)
    except PublishError:
        return None
    return len(say_changes(published(funnel.publication_id), document))
