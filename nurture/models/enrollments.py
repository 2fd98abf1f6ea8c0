"""People on their way through a mail series: when the next mail is due."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from leads.models import EmailAddress, Lead
from nurture.models.series import Sequence, SequenceVersion


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
        STOPPED = "stopped", _("Stopped by staff")

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="enrollments")
    address = models.ForeignKey(EmailAddress, on_delete=models.CASCADE, related_name="enrollments")
    sequence = models.ForeignKey(Sequence, on_delete=models.PROTECT, related_name="enrollments")
    version = models.ForeignKey(SequenceVersion, on_delete=models.PROTECT)
    funnel_id = models.BigIntegerField()
    visit_id = models.BigIntegerField(null=True, blank=True)
    # Coming back after the end of a run is a row of its own.
    run = models.PositiveSmallIntegerField(default=1)
    # That of its version, for deciding between two series of one person in SQL.
    priority = models.PositiveSmallIntegerField(default=5)
    state = models.CharField(max_length=20, choices=State, default=State.ACTIVE)
    exit_reason = models.CharField(max_length=20, choices=Exit, blank=True, default="")
    position = models.PositiveIntegerField(default=0, help_text=_("Index of the next mail."))
    anchor_at = models.DateTimeField(help_text=_("The next delay counts from here."))
    due_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Empty while a mail of the series is on its way.")
    )
    waiting_since = models.DateTimeField(
        null=True, blank=True, help_text=_("The next mail waits for its condition since then.")
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
            models.UniqueConstraint(fields=["address", "sequence", "run"], name="enrollment_run"),
            models.UniqueConstraint(
                fields=["address", "sequence"],
                condition=Q(state="active"),
                name="enrollment_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="active", ended_at__isnull=True)
                | Q(~Q(state="active"), due_at__isnull=True, ended_at__isnull=False),
                name="enrollment_ended_is_not_due",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="active"), name="enrollment_due"),
            # Who has to follow a newer version.
            models.Index(
                fields=["version"], condition=Q(state="active"), name="enrollment_version"
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(lead)s on %(series)s") % {"lead": self.lead, "series": self.sequence}
