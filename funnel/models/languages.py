"""A funnel's texts in further languages, as marketers write them."""

from __future__ import annotations

from django.db import models

from funnel.models.ladder import Funnel


class Translation(models.Model):
    """One text of a funnel in a further language, by its place in the document."""

    funnel = models.ForeignKey(Funnel, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=7)
    place = models.CharField(max_length=300)
    text = models.TextField(max_length=20_000)

    class Meta:
        ordering = ["language", "id"]
        constraints = [
            models.UniqueConstraint(fields=["funnel", "language", "place"], name="translation_once")
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.place}"
