"""What sales did with a person: touches, notes, tasks, stages; and what sales promised."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leads.models.people import Lead

_MINUTES = [MinValueValidator(5), MaxValueValidator(60 * 24 * 14)]


class DeskRules(models.Model):
    """How soon this business answers, and when it works. One row per installation."""

    call_minutes = models.PositiveIntegerField(
        _("asked for a call"), default=30, validators=_MINUTES
    )
    hot_minutes = models.PositiveIntegerField(_("hot"), default=60, validators=_MINUTES)
    warm_minutes = models.PositiveIntegerField(_("warm"), default=480, validators=_MINUTES)
    # Monday is 0, as Python counts.
    work_days = models.JSONField(default=list)
    work_from = models.TimeField(_("from"), default=time(9))
    work_until = models.TimeField(_("until"), default=time(17))

    class Meta:
        verbose_name = _("promises of the desk")
        verbose_name_plural = _("promises of the desk")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="desk_rules_are_one"),
            models.CheckConstraint(
                condition=Q(work_from__lt=models.F("work_until")), name="desk_rules_hours"
            ),
        ]

    def __str__(self) -> str:
        return str(_("promises of the desk"))


class Touch(models.Model):
    """One contact and what came of it. `before` is what it changed of the lead, to take it back."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        NO_ANSWER = "no_answer", _("No answer")
        WRONG_NUMBER = "wrong_number", _("Wrong number")
        CALL_BACK = "call_back", _("Call back")

    class Channel(models.TextChoices):
        PHONE = "phone", _("Phone")
        MAIL = "mail", _("Mail")
        WHATSAPP = "whatsapp", _("WhatsApp")

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="touches")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=20, choices=Outcome)
    channel = models.CharField(max_length=20, choices=Channel, default=Channel.PHONE)
    note = models.TextField(max_length=2_000, blank=True, default="")
    # The form's own key: the same press twice is one touch.
    key = models.CharField(max_length=64, unique=True)
    before = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Note(models.Model):
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(max_length=5_000)
    key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.text[:60]


class Task(models.Model):
    """Something to do for a person, until it is done."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="tasks")
    text = models.CharField(max_length=300)
    due_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["done_at", "due_at", "id"]

    def __str__(self) -> str:
        return self.text


class StageChange(models.Model):
    """One step of the pipeline; `by` is empty where the clock did it."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="stage_changes")
    before = models.CharField(max_length=20, choices=Lead.Stage)
    after = models.CharField(max_length=20, choices=Lead.Stage)
    reason = models.CharField(max_length=300, blank=True, default="")
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="")
                | (Q(amount__isnull=False) & ~Q(currency="")),
                name="stage_change_amount_has_currency",
            )
        ]

    def __str__(self) -> str:
        return self.get_after_display()


class FunnelAccess(models.Model):
    """Whose leads somebody of sales sees, the funnel as a plain id; without a row, those of all."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="funnel_access"
    )
    funnel_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("funnel of a salesperson")
        verbose_name_plural = _("funnels of salespeople")
        constraints = [
            models.UniqueConstraint(fields=["user", "funnel_id"], name="funnel_access_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.funnel_id}"
