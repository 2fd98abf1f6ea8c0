"""Which pages of others may show one of ours in a frame: those that its funnel lists, no others.

Called where an answer is made; whatever is not called with it stays closed to every frame.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse


def allow_frames(response: HttpResponse, origins: Sequence[str]) -> None:
    """`origins` as a browser's policy writes them (`https://example.com`); none changes nothing."""
    if not origins:
        return
    # X-Frame-Options knows no list, and browsers that know the policy go by the policy.
    response.xframe_options_exempt = True
    response._csp_replace = {"frame-ancestors": list(origins)}  # type: ignore[attr-defined]  # by django-csp
