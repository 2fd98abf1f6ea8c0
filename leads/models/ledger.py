"""What people told us and did: facts of visits, acts, and what staff should hear of."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leads.models.people import Lead


class VisitFacts(models.Model):
    """What one visit told us, written by the roof in the visitor's own transaction.

    `answers` is a list of {step, question, asked, kind, values, said}: keys beside the texts
    as they were shown, in the order of the questions; a skipped one has no values. `topics` is
    a list of {key, name, percent}, `figures` of {key, name, value, said}, `score` percent.
    Texts are in the funnel's own language; where its visitor read another, `read` stands beside
    `said` of answers and figures.
    """

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="visit_facts")
    visit_id = models.BigIntegerField()
    funnel_id = models.BigIntegerField()
    funnel_name = models.CharField(max_length=300)
    answers = models.JSONField(default=list)
    outcome_key = models.CharField(max_length=50, blank=True, default="")
    outcome_name = models.CharField(max_length=300, blank=True, default="")
    topics = models.JSONField(default=list)
    figures = models.JSONField(default=list)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    # What the page that framed the funnel sent along, by name.
    hidden = models.JSONField(default=dict)
    source = models.CharField(max_length=100, default="direct")
    last_step = models.CharField(max_length=300, blank=True, default="")
    device = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("what a visit told us")
        verbose_name_plural = _("what visits told us")
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "visit_id"], name="visit_facts_once")
        ]
        indexes = [
            models.Index(fields=["visit_id"], name="visit_facts_visit"),
            models.Index(fields=["funnel_id", "lead"], name="visit_facts_funnel"),
            models.Index(fields=["source", "lead"], name="visit_facts_source"),
        ]

    def __str__(self) -> str:
        return f"{self.funnel_name}: {self.outcome_name or gettext('no result yet')}"


class ActivityQuerySet(models.QuerySet["Activity"]):
    def of_people(self, lead_ids: Iterable[int]) -> ActivityQuerySet:
        """Acts of these people and of whoever was merged into them."""
        ids = list(lead_ids)
        return self.filter(lead__in=Lead.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids)))


class Activity(models.Model):
    """The ledger: one row per act. The sales timeline and the only source of warmth."""

    class Kind(models.TextChoices):
        POLL = "poll", _("Poll")
        MAIL = "mail", _("Mail")
        MAIL_CLICK = "mail_click", _("Came back from a mail")
        ADDRESS = "address", _("Address")
        GIFT = "gift", _("Gift")
        VIDEO = "video", _("Video")
        QUIZ = "quiz", _("Quiz")
        OFFER_SEEN = "offer_seen", _("Saw the offer")
        OFFER = "offer", _("Pressed the offer")
        REPLY = "reply", _("Reply")
        CALL = "call", _("Asked for a call")
        NOT_NOW = "not_now", _("Not now")
        STEP = "step", _("Small yes")
        DESK = "desk", _("Desk")

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=20, choices=Kind)
    subject = models.CharField(
        max_length=200, help_text=_("What it is about: funnel/step/question; one level counts.")
    )
    label = models.CharField(max_length=300, help_text=_("The line on the timeline."))
    level = models.PositiveSmallIntegerField(default=0, help_text=_("Of a video: percent."))
    points_key = models.CharField(
        max_length=40, blank=True, default="", help_text=_("Row of the points table; empty: none.")
    )
    effort = models.PositiveSmallIntegerField(default=0, help_text=_("What the yes cost."))
    occurred_at = models.DateTimeField()
    source_key = models.CharField(max_length=200, unique=True)
    visit_id = models.BigIntegerField(null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("activities")
        ordering = ["-occurred_at", "-id"]
        indexes = [models.Index(fields=["lead", "-occurred_at", "-id"], name="activity_story")]

    def __str__(self) -> str:
        return self.label
