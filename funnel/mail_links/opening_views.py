"""The one tiny picture of a mail whose reader agreed that its opening may be seen."""

from __future__ import annotations

import base64

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nurture.models import MailLink
from nurture.reader.machines import CERTAIN, signs_of, verdict
from nurture.reader.opens import record_open

# One transparent dot, always the same: what it answers tells nothing about the consent.
_DOT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def see(request: HttpRequest, link: MailLink) -> HttpResponse:
    """The one GET behind a mail that may write."""
    found = verdict(signs_of(request.headers), since_handover=None, recent=0)
    if request.method == "GET" and found not in CERTAIN:
        record_open(link=link, now=timezone.now())
    response = HttpResponse(_DOT, content_type="image/gif")
    response.headers["Cache-Control"] = "private, no-store"
    return response
