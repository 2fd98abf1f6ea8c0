"""What the operator's machines ask: alive, ready, how much is waiting."""

from __future__ import annotations

import hmac
import ipaddress

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from funnel.operating import readiness
from funnel.operating.metrics import metrics


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    answers = readiness.readiness()
    is_ready = set(answers.values()) == {readiness.OK}
    return JsonResponse(answers, status=200 if is_ready else 503)


@require_safe
@never_cache
def show_metrics(request: HttpRequest) -> HttpResponse:
    """404 for strangers: that there is something to read is not their business."""
    if not (_is_from_this_machine(request) or _has_token(request)):
        raise Http404
    text = metrics(now=timezone.now())
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def _is_from_this_machine(request: HttpRequest) -> bool:
    """Through a proxy every request comes from loopback, so a forwarded one never counts."""
    forwarded = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host")
    if any(name in request.headers for name in forwarded):
        return False
    try:
        return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False


def _has_token(request: HttpRequest) -> bool:
    expected = f"Bearer {settings.METRICS_TOKEN}"
    given = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(given.encode(), expected.encode())
