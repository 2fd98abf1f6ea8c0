"""Mail series as marketers edit them, and their published versions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quizzes.models import KeyField


def usual_goals() -> list[str]:
    return ["offer", "call"]


class Sequence(models.Model):
    class Purpose(models.TextChoices):
        SERIES = "series", _("They asked for this series")
        MARKETING = "marketing", _("They ticked the box for further mails")

    key = KeyField()
    name = models.CharField(max_length=300)
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.MARKETING)
    window = models.JSONField(default=dict, blank=True)
    sender_name = models.CharField(max_length=120, blank=True, default="")
    sender_email = models.EmailField(blank=True, default="")
    reply_to = models.EmailField(blank=True, default="")
    goals = models.JSONField(default=usual_goals, blank=True)
    reentry_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Days after the end of a run; empty: never again.")
    )
    priority = models.PositiveSmallIntegerField(
        default=5, help_text=_("1 goes first where two mails to one person are due.")
    )
    counts_links = models.BooleanField(
        default=False, help_text=_("Links in the texts lead over a page of our own.")
    )
    is_paused = models.BooleanField(default=False)
    # '' for staff's own; `complaints` where the guard rail did it.
    pause_reason = models.CharField(max_length=20, blank=True, default="")
    # Set by the guard rail over complaints: few mails an hour until somebody takes it back.
    slowed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mail series")
        verbose_name_plural = _("mail series")
        constraints = [
            models.CheckConstraint(
                condition=Q(priority__gte=1, priority__lte=9), name="sequence_priority_range"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """One written mail of a series."""

    class IfUnmet(models.TextChoices):
        SKIP = "skip", _("Leave this mail out")
        WAIT = "wait", _("Wait until it fits")

    sequence = models.ForeignKey(Sequence, on_delete=models.CASCADE, related_name="messages")
    key = KeyField()
    subject = models.CharField(max_length=300)
    preheader = models.CharField(max_length=300, blank=True, default="")
    body = models.TextField(max_length=20_000)
    button_label = models.CharField(max_length=300)
    button_target = models.CharField(max_length=60)
    delay_days = models.PositiveSmallIntegerField(default=1)
    delay_at = models.TimeField(pgettext_lazy("a time of day", "at"), null=True, blank=True)
    # Instead of days: so many hours by the clock after the mail before.
    delay_hours = models.PositiveSmallIntegerField(default=0)
    is_working_days = models.BooleanField(
        default=False, help_text=_("Saturdays, Sundays and holidays are not counted.")
    )
    show_if = models.JSONField(_("only send when"), null=True, blank=True, default=None)
    if_unmet = models.CharField(max_length=10, choices=IfUnmet, default=IfUnmet.SKIP)
    wait_days = models.PositiveSmallIntegerField(default=7)
    expires_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # Of a poll or a question at the end of a mail: [{key, label}].
    choices = models.JSONField(default=list, blank=True)
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
    language = models.CharField(max_length=10, blank=True, default="")
    # The one people on their way follow; the others were live before.
    is_current = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("published mail series")
        verbose_name_plural = _("published mail series")
        constraints = [
            models.UniqueConstraint(fields=["sequence", "number"], name="version_number"),
            models.UniqueConstraint(fields=["sequence", "content_hash"], name="version_content"),
            models.UniqueConstraint(
                fields=["sequence", "language"],
                condition=Q(is_current=True),
                name="version_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.number}"
