"""Mails that were kept instead of sent."""

from __future__ import annotations

from django.db import models


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
