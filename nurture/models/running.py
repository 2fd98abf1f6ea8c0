"""How the engine runs here: its rules, its stops, and what staff have to hear of it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MailRules(models.Model):
    """One row per installation; what it does not hold yet runs with these defaults."""

    cap_day = models.PositiveSmallIntegerField(default=1)
    cap_week = models.PositiveSmallIntegerField(default=3)
    # Mails of all series together in 24 hours; empty: as many as are due.
    most_a_day = models.PositiveIntegerField(null=True, blank=True)
    # Mails of series a minute to one provider group; empty: no limit.
    google_a_minute = models.PositiveIntegerField(null=True, blank=True)
    yahoo_a_minute = models.PositiveIntegerField(null=True, blank=True)
    microsoft_a_minute = models.PositiveIntegerField(null=True, blank=True)
    others_a_minute = models.PositiveIntegerField(null=True, blank=True)
    slowed_an_hour = models.PositiveSmallIntegerField(default=20)
    resends_requested = models.BooleanField(default=True)
    resends_series = models.BooleanField(default=False)
    reply_rests_days = models.PositiveSmallIntegerField(default=7)
    asks_for_opens = models.BooleanField(default=False)
    alert_email = models.EmailField(blank=True, default="")
    alert_after_minutes = models.PositiveSmallIntegerField(default=15)

    class Meta:
        verbose_name = _("rules for mails")
        verbose_name_plural = _("rules for mails")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="mail_rules_are_one"),
            models.CheckConstraint(
                condition=Q(cap_day__gte=1, cap_week__gte=1), name="mail_rules_caps"
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class MailStopQuerySet(models.QuerySet["MailStop"]):
    def standing(self, now: datetime) -> MailStopQuerySet:
        return self.filter(Q(until=None) | Q(until__gt=now))


class MailStop(models.Model):
    """What its scope covers waits while such a row stands; of kind `stopped` it never goes out."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("Paused by staff")
        STOPPED = "stopped", _("Stopped by staff")
        LOGIN = "login", _("The mail server refused the password")
        REFUSED = "refused", _("The provider refused our mails")
        AWAY = "away", _("The mail server did not answer")
        TEXT = "text", _("Its text cannot be made")
        COMPLAINTS = "complaints", _("Too many marked it as spam")

    # all; server; group:<provider group>; mail:<series id>:<key>; lead:<id>
    scope = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.STAFF)
    # How often in a row the same trouble came: each time the pause grows.
    failures = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = MailStopQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.scope}: {self.reason}"


class Notice(models.Model):
    """What the operator or the marketers have to hear of; sent once, kept for the desk."""

    class Kind(models.TextChoices):
        LATE = "late", _("Mails wait too long")
        TEXT = "text", _("A mail cannot be made")
        COMPLAINTS = "complaints", _("Too many complaints")
        STOP = "stop", _("Mails stopped")

    kind = models.CharField(max_length=20, choices=Kind)
    # Names the incident: told once, however often it is found.
    key = models.CharField(max_length=200, unique=True)
    subject = models.CharField(max_length=300)
    text = models.TextField(max_length=5_000)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.subject


class DomainReport(models.Model):
    """What the DNS said of the sender's domain when it was last asked: findings as plain values."""

    domain = models.CharField(max_length=254, unique=True)
    findings = models.JSONField(default=list)
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.domain


class MailboxMark(models.Model):
    """How far the mailbox of replies was read; one row per mailbox."""

    mailbox = models.CharField(max_length=64, unique=True, help_text=_("Hash of its address."))
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True, default="")

    def __str__(self) -> str:
        return self.mailbox
