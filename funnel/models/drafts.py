"""What is kept of the work on a draft: edits with their way back, who is at it, what is ignored."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from funnel.models.ladder import Funnel


class Edit(models.Model):
    """One change of a draft, row by row, so that it can be taken back and made again.

    `changes` lists {row, before, after}: `row` is "app.model:pk", the values are those of its
    columns, None where the row is not there. `piece` is what was edited, "question-12"; changes of
    the same piece by the same person within a few minutes become one edit.
    """

    funnel = models.ForeignKey(Funnel, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    piece = models.CharField(max_length=60, blank=True, default="")
    words = models.CharField(max_length=300)
    changes = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    is_undone = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("edit")
        verbose_name_plural = _("edits")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["funnel", "number"], name="edit_number")]

    def __str__(self) -> str:
        return self.words


class Presence(models.Model):
    """Who works on which piece of a funnel, refreshed while the page is open."""

    funnel = models.ForeignKey(Funnel, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    piece = models.CharField(max_length=60, blank=True, default="")
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("somebody at work")
        verbose_name_plural = _("people at work")
        constraints = [models.UniqueConstraint(fields=["funnel", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.piece}"


class Waiver(models.Model):
    """A finding of the check that does not count here, and why.

    `place` is made of stable keys (`steps.quiz.questions.rate.text`), empty for the whole funnel.
    """

    funnel = models.ForeignKey(Funnel, on_delete=models.CASCADE, related_name="waivers")
    code = models.CharField(max_length=10)
    place = models.CharField(max_length=300, blank=True, default="")
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )

    class Meta:
        verbose_name = _("ignored finding")
        verbose_name_plural = _("ignored findings")
        ordering = ["code", "place"]
        constraints = [
            models.UniqueConstraint(fields=["funnel", "code", "place"], name="waiver_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="waiver_has_reason"),
        ]

    def __str__(self) -> str:
        return self.reason
