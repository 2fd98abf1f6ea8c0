"""The marketers' pages Numbers, inside the admin's frame."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from funnel.models import Funnel
from funnel.numbers.drawing import chart
from funnel.numbers.figures import Totals
from funnel.numbers.forms import NarrowForm
from funnel.numbers.report import overview, report

# Numbers are read by whoever may see what visitors see.
may_read = permission_required("funnel.view_publication", raise_exception=True)


@require_safe
@may_read
def numbers(request: HttpRequest) -> HttpResponse:
    found = overview(now=timezone.now())
    funnels = Funnel.objects.select_related("publication").order_by("name")
    rows = [(funnel, found.get(funnel.pk, Totals())) for funnel in funnels]
    context = {**admin.site.each_context(request), "title": _("Numbers"), "rows": rows}
    return render(request, "funnel_numbers/list.html", context)


@require_safe
@may_read
def numbers_of(request: HttpRequest, pk: int) -> HttpResponse:
    funnel = get_object_or_404(Funnel.objects.select_related("publication"), pk=pk)
    now = timezone.now()
    form = NarrowForm(request.GET, funnel=funnel)
    found = report(scope=form.scope(now), now=now)
    context = {
        **admin.site.each_context(request),
        "title": _("Numbers: %(funnel)s") % {"funnel": funnel.name},
        "funnel": funnel,
        "form": form,
        "report": found,
        "chart": chart(found),
        "link": f"{settings.SITE_URL}/f/{funnel.slug}/",
        "home": reverse("funnel_numbers"),
    }
    return render(request, "funnel_numbers/report.html", context)
