"""The first page of the admin: each funnel, how it stands, and the next thing to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from funnel.admin.state import state_of
from funnel.models import Funnel
from funnel.sidebar import navigation
from leads.models import Business

_MOST = 20


# Any: the context of Unfold's index page.
def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Called by Unfold for /admin/."""
    context["doors"] = navigation(request)[0]["items"]
    context["title"] = _("Home")
    if request.user.has_perm("funnel.view_funnel"):
        funnels = Funnel.objects.select_related("publication__published_by", "theme")
        context["states"] = [state_of(funnel) for funnel in funnels.order_by("-pk")[:_MOST]]
        context["lacks_business"] = not Business.objects.filter(is_demo=False).exists()
    return context
