"""Mail series as marketers edit them, their published versions, and every mail on its way.

Rows are the queue: an Enrollment says when the next mail of a series is due, a Delivery is
one mail to one person and carries its state from planned to accepted.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from leads.models import EmailAddress, Lead
from quizzes.models import KeyField


class Sequence(models.Model):
    class Purpose(models.TextChoices):
        SERIES = "series", _("They asked for this series")
        MARKETING = "marketing", _("They ticked the box for further mails")

    key = KeyField()
    name = models.CharField(max_length=300)
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.MARKETING)
    window = models.JSONField(default=dict, blank=True)
    is_paused = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("mail series")
        verbose_name_plural = _("mail series")

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """One written mail of a series."""

    sequence = models.ForeignKey(Sequence, on_delete=models.CASCADE, related_name="messages")
    key = KeyField()
    subject = models.CharField(max_length=300)
    preheader = models.CharField(max_length=300, blank=True, default="")
    body = models.TextField(max_length=20_000)
    button_label = models.CharField(max_length=300)
    button_target = models.CharField(max_length=60)
    delay_days = models.PositiveSmallIntegerField(default=1)
    delay_at = models.TimeField(pgettext_lazy("a time of day", "at"), null=True, blank=True)
    show_if = models.JSONField(_("only send when"), null=True, blank=True, default=None)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["sequence", "key"], name="message_key")]

    def __str__(self) -> str:
        return self.subject


class SequenceVersion(models.Model):
    """An immutable series: the sender reads nothing else.

    `document` is the canonical JSON of {sequence, theme, time_zone, language}, `content_hash` its
    SHA-256. Publishing the same content again finds the same row.
    """

    sequence = models.ForeignKey(Sequence, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    document = models.TextField()
    created_at = models.DateTimeField()
    is_trial = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("published mail series")
        verbose_name_plural = _("published mail series")
        constraints = [
            models.UniqueConstraint(fields=["sequence", "number"], name="version_number"),
            models.UniqueConstraint(fields=["sequence", "content_hash"], name="version_content"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.number}"


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def due(self, now: datetime) -> EnrollmentQuerySet:
        """Active, its next mail's time has come, and nobody else holds it."""
        return self.filter(state=Enrollment.State.ACTIVE, due_at__lte=now).filter(
            Q(lease_until=None) | Q(lease_until__lte=now)
        )


class Enrollment(models.Model):
    class State(models.TextChoices):
        ACTIVE = "active", _("On the series")
        FINISHED = "finished", _("Finished")
        EXITED = "exited", pgettext_lazy("the mail series", "Left")

    class Exit(models.TextChoices):
        GOAL = "goal", _("Did what the series asked for")
        WON = "won", _("Won")
        DISQUALIFIED = "disqualified", _("Not a match")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
        BOUNCED = "bounced", _("The address does not exist")
        REPLACED = "replaced", _("Another series fits better")
        ERASED = "erased", _("Asked to be forgotten")

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="enrollments")
    address = models.ForeignKey(EmailAddress, on_delete=models.CASCADE, related_name="enrollments")
    sequence = models.ForeignKey(Sequence, on_delete=models.PROTECT, related_name="enrollments")
    version = models.ForeignKey(SequenceVersion, on_delete=models.PROTECT)
    funnel_id = models.BigIntegerField()
    visit_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.ACTIVE)
    exit_reason = models.CharField(max_length=20, choices=Exit, blank=True, default="")
    position = models.PositiveIntegerField(default=0, help_text=_("Index of the next mail."))
    anchor_at = models.DateTimeField(help_text=_("The next delay counts from here."))
    due_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Empty while a mail of the series is on its way.")
    )
    lease_id = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    # How many seconds a day lasts for this person; empty: as for everybody. A trial's own.
    day_seconds = models.PositiveIntegerField(null=True, blank=True)
    enrolled_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("person on a mail series")
        verbose_name_plural = _("people on a mail series")
        constraints = [
            models.UniqueConstraint(fields=["address", "sequence"], name="enrollment_once"),
            models.CheckConstraint(
                condition=Q(state="active", ended_at__isnull=True)
                | Q(~Q(state="active"), due_at__isnull=True, ended_at__isnull=False),
                name="enrollment_ended_is_not_due",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="active"), name="enrollment_due")
        ]

    def __str__(self) -> str:
        return gettext("%(lead)s on %(series)s") % {"lead": self.lead, "series": self.sequence}


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
    state = models.CharField(max_length=20, choices=State, default=State.SCHEDULED)
    held_reason = models.CharField(max_length=60, blank=True, default="")
    skipped_reason = models.CharField(max_length=60, blank=True, default="")
    error = models.CharField(max_length=500, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    resends = models.PositiveSmallIntegerField(
        default=0, help_text=_("How often it was sent again after nobody knew whether it arrived.")
    )
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_id = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=200, blank=True, default="")
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

    Targets: what nurture.document.Target allows, and `confirm` and `unsubscribe`.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="links")
    target = models.CharField(max_length=80)
    token = models.CharField(max_length=22, unique=True)
    pressed_at = models.DateTimeField(
        null=True, blank=True, help_text=_("First human act behind this link.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "target"], name="mail_link_target")
        ]

    def __str__(self) -> str:
        return self.target


class OutboxMail(models.Model):
    """A mail kept instead of sent: the embedded profile without a mail server."""

    message_id = models.CharField(max_length=200, unique=True)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=500)
    raw = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.subject


class MailStop(models.Model):
    """Everything stops while a row of this kind stands: a wrong password, an operator's stop."""

    scope = models.CharField(max_length=60, unique=True, help_text=_("'all' or a provider group"))
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.scope}: {self.reason}"
