"""Every mail on its way to one person, its links, and what its reader answered."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leads.models import EmailAddress, Lead
from nurture.models.enrollments import Enrollment


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> DeliveryQuerySet:
        return self.filter(state=Delivery.State.SCHEDULED, due_at__lte=now)

    def overdue(self, now: datetime) -> DeliveryQuerySet:
        """Held by a sender whose lease is over."""
        return self.filter(
            state__in=[Delivery.State.CLAIMED, Delivery.State.HANDED_OVER], lease_until__lte=now
        )


class Delivery(models.Model):
    class Purpose(models.TextChoices):
        REQUESTED = "requested", _("Asked for")
        SERIES = "series", _("Mail series they asked for")
        MARKETING = "marketing", _("Mail series")
        STAFF = "staff", _("To staff")

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Planned")
        CLAIMED = "claimed", _("Being prepared")
        HANDED_OVER = "handed_over", _("Being sent")
        ACCEPTED = "accepted", _("Sent")
        BOUNCED = "bounced", _("Bounced")
        COMPLAINED = "complained", _("Marked as spam")
        FAILED = "failed", _("Failed")
        PARKED = "parked", _("On hold")
        SKIPPED = "skipped", _("Skipped")
        AMBIGUOUS = "ambiguous", _("Maybe sent")
        CANCELLED = "cancelled", _("Cancelled")

    OPEN = (State.SCHEDULED, State.CLAIMED, State.HANDED_OVER)
    # Caps, windows and quiet hours are for these; what was just asked for goes out at once.
    SERIES = (Purpose.SERIES, Purpose.MARKETING)

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="deliveries")
    address = models.ForeignKey(EmailAddress, on_delete=models.CASCADE, related_name="deliveries")
    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    purpose = models.CharField(max_length=20, choices=Purpose)
    dedupe_key = models.CharField(max_length=200, unique=True)
    message_key = models.CharField(max_length=50, blank=True, default="")
    funnel_id = models.BigIntegerField(null=True, blank=True)
    visit_id = models.BigIntegerField(null=True, blank=True)
    # Which network asked for it, as a keyed hash of the day; empty where nobody pressed.
    network = models.CharField(max_length=32, blank=True, default="")
    # What a requested mail says (RequestedMail as canonical JSON); series mails read their version.
    content = models.TextField(blank=True, default="")
    # Who answers for the address: google, yahoo, microsoft, or the domain itself.
    provider_group = models.CharField(max_length=60, blank=True, default="")
    state = models.CharField(max_length=20, choices=State, default=State.SCHEDULED)
    held_reason = models.CharField(max_length=60, blank=True, default="")
    # Each reason it was held for, once in a row: [{reason, at, until}], the oldest first.
    holds = models.JSONField(default=list, blank=True)
    skipped_reason = models.CharField(max_length=60, blank=True, default="")
    error = models.CharField(max_length=500, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    resends = models.PositiveSmallIntegerField(
        default=0, help_text=_("How often it was sent again after nobody knew whether it arrived.")
    )
    created_at = models.DateTimeField()
    # When it was meant to go out; `due_at` moves on while it is held.
    planned_for = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    lease_id = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    # What the recipient's side said later, where a provider tells us.
    delivered_at = models.DateTimeField(null=True, blank=True)
    # Only of readers who agreed to it.
    opened_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=200, blank=True, default="")
    provider_id = models.CharField(
        max_length=200, blank=True, default="", help_text=_("The sending provider's own number.")
    )
    subject = models.CharField(max_length=300, blank=True, default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment"],
                condition=Q(state__in=["scheduled", "claimed", "handed_over"]),
                name="one_open_delivery",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="scheduled"), name="delivery_due"),
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["claimed", "handed_over"]),
                name="delivery_lease",
            ),
            models.Index(fields=["address", "-handed_over_at"], name="delivery_caps"),
            models.Index(fields=["provider_group", "-handed_over_at"], name="delivery_rates"),
            models.Index(
                fields=["state", "-due_at"],
                condition=Q(state__in=["ambiguous", "parked", "failed"]),
                name="delivery_stuck",
            ),
            models.Index(
                fields=["-handed_over_at"],
                condition=Q(handed_over_at__isnull=False),
                name="delivery_handed_over",
            ),
            models.Index(
                fields=["message_id"], condition=~Q(message_id=""), name="delivery_message_id"
            ),
            models.Index(
                fields=["provider_id"], condition=~Q(provider_id=""), name="delivery_provider_id"
            ),
            models.Index(fields=["enrollment", "message_key"], name="delivery_of_series"),
            models.Index(
                fields=["network", "-created_at"],
                condition=~Q(network=""),
                name="delivery_network",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(mail)s to %(address)s") % {
            "mail": self.subject or self.message_key,
            "address": self.address_id,
        }


class MailLink(models.Model):
    """One link in one mail: an opaque token, and a target only the roof can resolve.

    Targets: what nurture.document.Target allows, `choice:<key>` of a question in the mail,
    `link:<number>` for a link of its text, and `confirm`, `unsubscribe`, `preferences`, `open`.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="links")
    target = models.CharField(max_length=80)
    # Where a link of the text leads, for the target `link:<number>`.
    url = models.TextField(max_length=2_000, blank=True, default="")
    token = models.CharField(max_length=22, unique=True)
    pressed_at = models.DateTimeField(
        null=True, blank=True, help_text=_("First human act behind this link.")
    )
    # Why presses of machines were not counted, and how many; no address of them is kept.
    machine_reason = models.CharField(max_length=40, blank=True, default="")
    machine_presses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "target"], name="mail_link_target")
        ]

    def __str__(self) -> str:
        return self.target


class MailAnswer(models.Model):
    """What its reader answered to the question of a mail; the newest press counts."""

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="answer")
    choice_key = models.CharField(max_length=50)
    asked = models.CharField(max_length=300)
    said = models.CharField(max_length=300)
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.said
