"""Which addresses strangers reach, and which of them machines of others may post to.

Called by the other rooms of the border.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

STAFF = ("/admin/", "/leads/")
STATIC = ("/static/",)
HOOKS = "/hooks/"
MAIL_HOOKS = "/hooks/mail/"
MAIL_LINKS = "/e/"


def is_staff_page(request: HttpRequest) -> bool:
    return request.path_info.startswith(STAFF)


def is_public_post(request: HttpRequest) -> bool:
    return request.method == "POST" and not request.path_info.startswith(STAFF + STATIC)


def is_hook(request: HttpRequest) -> bool:
    return request.path_info.startswith(HOOKS)


def is_mail_hook(request: HttpRequest) -> bool:
    """Where the mail provider that this installation has chosen reports, and no other."""
    provider: str = settings.MAIL_PROVIDER
    return bool(provider) and request.path_info.startswith(f"{MAIL_HOOKS}{provider}/")


def is_one_click_unsubscribe(request: HttpRequest) -> bool:
    """A mail provider's press of the unsubscribe button (RFC 8058).

    Reads the body, so a size limit has to come first.
    """
    return (
        request.path_info.startswith(MAIL_LINKS)
        and request.POST.get("List-Unsubscribe") == "One-Click"
    )
