"""What happened that somebody wants to hear of: alerts to staff, webhooks to other systems."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leads.models.people import Lead


class Happening(models.Model):
    """Written in the transaction of what happened; who is told of it follows from this row.

    `details` are plain values for other systems: question and answer texts, gift, offer, amount.
    """

    class Kind(models.TextChoices):
        NEW_LEAD = "new_lead", _("New lead")
        CONFIRMED = "confirmed", _("Address confirmed")
        QUIZ_FINISHED = "quiz_finished", _("Quiz finished")
        GIFT_TAKEN = "gift_taken", _("Gift taken")
        OFFER_PRESSED = "offer_pressed", _("Offer pressed")
        CALL_ASKED = "call_asked", _("Call asked for")
        WON = "won", _("Won")
        HOT = "hot", _("Hot")

    kind = models.CharField(max_length=20, choices=Kind)
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="happenings")
    funnel_id = models.BigIntegerField(null=True, blank=True)
    visit_id = models.BigIntegerField(null=True, blank=True)
    details = models.JSONField(default=dict)
    # Names it for ever: the same thing twice is told once.
    source_key = models.CharField(max_length=200, unique=True)
    occurred_at = models.DateTimeField()
    # When alerts and calls were made of it; empty: still to do.
    queued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")
        ordering = ["-occurred_at", "-id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(queued_at=None), name="happening_to_queue")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class AlertChoice(models.Model):
    """What one person of the staff hears of, how and when. Without a row: every new lead, hot
    ones and calls, by mail at once, not at night."""

    class Way(models.TextChoices):
        MAIL = "mail", _("A mail at once")
        DIGEST = "digest", _("One mail a day")
        CHAT = "chat", _("Slack, Teams or Mattermost")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alert_choice"
    )
    is_told_of_new = models.BooleanField(_("every new lead"), default=True)
    is_told_of_hot = models.BooleanField(_("a lead turns hot"), default=True)
    is_told_of_calls = models.BooleanField(_("somebody asks for a call"), default=True)
    way = models.CharField(max_length=10, choices=Way, default=Way.MAIL)
    chat_url = models.CharField(max_length=500, blank=True, default="")
    digest_at = models.TimeField(_("time of the daily mail"), default=time(8))
    quiet_from = models.TimeField(default=time(20))
    quiet_until = models.TimeField(default=time(7))
    # The day whose daily mail is out: taken by one conditional update, so that it goes once.
    digest_sent_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("what somebody is told")
        verbose_name_plural = _("what people are told")

    def __str__(self) -> str:
        return str(self.user_id)


class Alert(models.Model):
    """One thing to tell one person of the staff; rows are the queue."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alerts"
    )
    happening = models.ForeignKey(Happening, on_delete=models.CASCADE, related_name="alerts")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "happening"], name="alert_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="alert_due")]

    def __str__(self) -> str:
        return self.get_state_display()


class Webhook(models.Model):
    """Another system that hears of what happens, by signed posts."""

    name = models.CharField(max_length=100)
    url = models.CharField(_("address"), max_length=500)
    secret = models.CharField(max_length=64)
    events = models.JSONField(default=list)
    is_on = models.BooleanField(default=True)
    # The first refusal since the last success; a day of them and somebody has to look.
    failing_since = models.DateTimeField(null=True, blank=True)
    # Why it was turned off by itself, for whoever turns it on again.
    off_reason = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class WebhookCall(models.Model):
    """One thing to tell one system; `happening` is empty for a test."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Given up")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="calls")
    happening = models.ForeignKey(
        Happening, on_delete=models.CASCADE, null=True, related_name="calls"
    )
    event = models.CharField(max_length=20)
    # Names it to the other side, so that they can tell a repetition.
    key = models.CharField(max_length=64, unique=True)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("delivery of a webhook")
        verbose_name_plural = _("deliveries of webhooks")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="webhook_call_due")
        ]

    def __str__(self) -> str:
        return self.event


class WebhookAttempt(models.Model):
    """One try: `status` is 0 where no answer came, `answer` its first characters or the fault."""

    call = models.ForeignKey(WebhookCall, on_delete=models.CASCADE, related_name="tries")
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=500, blank=True, default="")
    milliseconds = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("try")
        verbose_name_plural = _("tries")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.status)
