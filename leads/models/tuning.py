"""How interest and match are counted here: every saved setting is a row of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ScoringModel(models.Model):
    """Append-only; the highest number counts. `points` and `half_lives` by key, `bands` holds
    warm_from, hot_from, hot_left_below; `fit_rules` is a list of plain rules."""

    number = models.PositiveIntegerField(unique=True)
    points = models.JSONField(default=dict)
    half_lives = models.JSONField(default=dict)
    bands = models.JSONField(default=dict)
    fit_rules = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    # Leads up to this id are counted by it; at the end nothing is left to do.
    counted_up_to = models.BigIntegerField(default=0)
    is_counted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("how interest is counted")
        verbose_name_plural = _("how interest is counted")
        ordering = ["-number"]

    def __str__(self) -> str:
        return gettext("Setting %(number)s") % {"number": self.number}
