"""Other systems that tell us of bookings and purchases, and what they told."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from funnel.models.visits import Conversion


def new_secret() -> str:
    return secrets.token_urlsafe(32)


class Connection(models.Model):
    """Who may tell us, and the secret that proves it is them. One per kind of sender."""

    class Kind(models.TextChoices):
        CONVERSION = "conversion", _("Your own shop or page")
        STRIPE = "stripe", _("Stripe")
        CAL = "cal", _("Cal.com")
        CALENDLY = "calendly", _("Calendly")

    kind = models.CharField(max_length=20, choices=Kind, unique=True)
    secret = models.CharField(max_length=200, default=new_secret)
    is_on = models.BooleanField(_("is listened to"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")

    def __str__(self) -> str:
        return self.get_kind_display()


class HookEvent(models.Model):
    """One thing told by another system, once, whether it found its visit or not. No personal data.

    `told` is what we read of it: kind, amount, currency and the key it named.
    """

    class State(models.TextChoices):
        LANDED = "landed", _("Landed")
        UNKNOWN = "unknown", _("Names nobody we know")
        IGNORED = "ignored", _("Not about a booking or purchase")

    connection = models.CharField(max_length=20, choices=Connection.Kind)
    external_id = models.CharField(max_length=180)
    state = models.CharField(max_length=20, choices=State)
    told = models.JSONField(default=dict)
    conversion = models.ForeignKey(
        Conversion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("message from a connection")
        verbose_name_plural = _("messages from connections")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["connection", "external_id"], name="hook_event_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_connection_display()}: {self.external_id}"
