"""What came back from outside: events of a provider, and replies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from leads.models import Lead
from nurture.models.deliveries import Delivery


class MailEvent(models.Model):
    """What a provider told us of a mail, once; kept even where we know no such mail."""

    class Kind(models.TextChoices):
        DELIVERED = "delivered", _("Delivered")
        DEFERRED = "deferred", _("Not taken yet")
        BOUNCED = "bounced", _("Bounced for good")
        SOFT_BOUNCED = "soft_bounced", _("Bounced this time")
        COMPLAINED = "complained", _("Marked as spam")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
        REJECTED = "rejected", _("Refused by the provider")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        APPLIED = "applied", _("Written down")
        UNKNOWN = "unknown", _("We know no such mail")
        IGNORED = "ignored", _("Changes nothing")

    provider = models.CharField(max_length=40)
    # The provider's own number of it, else a hash of what it says: the same again is the same row.
    event_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=20, choices=State)
    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, null=True, blank=True, related_name="events"
    )
    said = models.CharField(max_length=500, blank=True, default="")
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_key"], name="mail_event_once")
        ]
        indexes = [models.Index(fields=["kind", "-occurred_at"], name="mail_event_kinds")]

    def __str__(self) -> str:
        return f"{self.provider}: {self.get_kind_display()}"


class Reply(models.Model):
    """A mail that came back to us from a person; without a `lead` nobody is known by it."""

    class Way(models.TextChoices):
        WEBHOOK = "webhook", _("Provider")
        MAILBOX = "mailbox", _("Mailbox")
        HAND = "hand", _("Written down by staff")

    lead = models.ForeignKey(
        Lead, on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    delivery = models.ForeignKey(
        Delivery, on_delete=models.SET_NULL, null=True, blank=True, related_name="replies"
    )
    way = models.CharField(max_length=20, choices=Way)
    # Message-ID of the reply, or a hash of it: taken once, whichever way it comes.
    reply_key = models.CharField(max_length=200, unique=True)
    sender = models.CharField(max_length=254, blank=True, default="")
    subject = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField(max_length=10_000, blank=True, default="")
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return self.subject or self.reply_key
