"""Who is at the door: the address a request really comes from, and limits on what it may send."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest, *_credentials: object) -> str:
    """The nearest address that none of our own proxies wrote.

    With TRUSTED_PROXIES = n the n-th entry of X-Forwarded-For from the right; what a client
    puts further left is never believed.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop]
    count: int = settings.TRUSTED_PROXIES
    if not count or len(hops) < count:
        return peer
    return str(hops[-count])
