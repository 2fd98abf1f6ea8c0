"""Checks at the start: mails carry links of a length that mailbox providers accept."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning  # noqa: A004  # Django's name for it

# A longer List-Unsubscribe is folded or encoded on its way, and the button disappears.
HEADER_OCTETS = 77
_REST = len("<") + len("/e/") + 22 + len("/>")


def check_site_url(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001  # Django hands it to every check
    **kwargs: object,  # noqa: ARG001
) -> list[CheckMessage]:
    """SITE_URL leaves room for an unsubscribe link of at most 77 characters."""
    most = HEADER_OCTETS - _REST
    if len(settings.SITE_URL) <= most:
        return []
    return [
        Warning(
            f"SITE_URL is {len(settings.SITE_URL)} characters long, so mail readers may not show"
            " the unsubscribe button.",
            hint=f"Use an address of at most {most} characters.",
            id="nurture.W001",
        )
    ]
