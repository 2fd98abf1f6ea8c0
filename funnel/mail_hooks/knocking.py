"""Which of Anymail's doors is open: that of the chosen provider, and only behind a lock.

Without a secret or a key that proves who knocks, nobody is let in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import resolve

Door = Callable[[HttpRequest], HttpResponseBase]
TRACKING, INBOUND = "tracking", "inbound"
_SECRET = "WEBHOOK_SECRET"  # noqa: S105  # the name of one
# What proves the sender, by provider and way: any one of these is enough. The rest has to bring
# the secret along, which is no signature but as good as a password.
_LOCKS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("mailersend", TRACKING): ("MAILERSEND_SIGNING_SECRET",),
    ("mailersend", INBOUND): ("MAILERSEND_INBOUND_SECRET",),
    ("mailgun", TRACKING): ("MAILGUN_WEBHOOK_SIGNING_KEY", "MAILGUN_API_KEY"),
    ("mailgun", INBOUND): ("MAILGUN_WEBHOOK_SIGNING_KEY", "MAILGUN_API_KEY"),
    ("mailtrap", TRACKING): (_SECRET, "MAILTRAP_TRACKING_SECRET"),
    ("mailtrap", INBOUND): (_SECRET, "MAILTRAP_INBOUND_SECRET"),
    ("mandrill", TRACKING): ("MANDRILL_WEBHOOK_KEY",),
    ("mandrill", INBOUND): ("MANDRILL_WEBHOOK_KEY",),
    ("postal", TRACKING): ("POSTAL_WEBHOOK_KEY",),
    ("postal", INBOUND): ("POSTAL_WEBHOOK_KEY",),
    ("resend", TRACKING): (_SECRET, "RESEND_SIGNING_SECRET"),
    ("resend", INBOUND): (_SECRET, "RESEND_INBOUND_SECRET"),
    ("sendgrid", TRACKING): (_SECRET, "SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY"),
    ("unisender_go", TRACKING): ("UNISENDER_GO_API_KEY",),
}
# One address for both ways: its provider signs the address it was given.
_COMBINED = ("mandrill",)


def door_of(provider: str, way: str) -> Door:
    """Anymail's own view. Raises Http404 where this installation does not listen."""
    if not provider or provider != settings.MAIL_PROVIDER or not is_locked(provider, way):
        raise Http404
    path = f"/{provider}/" if provider in _COMBINED else f"/{provider}/{way}/"
    found: Door = resolve(path, "anymail.urls").func
    return found


def is_locked(provider: str, way: str) -> bool:
    """Whether what is set proves who sends: see the table above."""
    given: Mapping[str, object] = settings.ANYMAIL
    return any(given.get(name) for name in _LOCKS.get((provider, way), (_SECRET,)))
