"""Which addresses strangers reach, and which of them machines of others may post to.

Called by the other rooms of the border.
"""

from __future__ import annotations

from django.http import HttpRequest

STAFF = ("/admin/", "/leads/")
STATIC = ("/static/",)
HOOKS = "/hooks/"
MAIL_LINKS = "/e/"


def is_staff_page(request: HttpRequest) -> bool:
    return request.path_info.startswith(STAFF)


def is_public_post(request: HttpRequest) -> bool:
    return request.method == "POST" and not request.path_info.startswith(STAFF + STATIC)


def is_hook(request: HttpRequest) -> bool:
    return request.path_info.startswith(HOOKS)


def is_one_click_unsubscribe(request: HttpRequest) -> bool:
    """A mail provider's press of the unsubscribe button (RFC 8058).

    Reads the body, so a size limit has to come first.
    """
    return (
        request.path_info.startswith(MAIL_LINKS)
        and request.POST.get("List-Unsubscribe") == "One-Click"
    )
