"""What visitors see: published once, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funnel.models.ladder import Funnel


class PublicationQuerySet(models.QuerySet["Publication"]):
    def versions(self) -> PublicationQuerySet:
        """Those that were ever meant for visitors; trials are not."""
        return self.filter(is_trial=False)


class Publication(models.Model):
    """What visitors see: immutable. `document` is canonical JSON, `content_hash` its SHA-256.

    `versions` maps a sequence's key to {id, content_hash} of the SequenceVersion written with it
    and, under `languages`, by their code to those of further languages; `files` the hash of each
    media file to the name it is stored under. A trial is what its marketer alone walks through; it
    has the number 0.
    """

    funnel = models.ForeignKey(Funnel, on_delete=models.CASCADE, related_name="publications")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    document = models.TextField()
    versions = models.JSONField(default=dict)
    files = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )

    is_trial = models.BooleanField(default=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("live version")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["funnel", "number"],
                condition=models.Q(is_trial=False),
                name="publication_number",
            )
        ]

    def __str__(self) -> str:
        return gettext("Version %(number)s") % {"number": self.number}
