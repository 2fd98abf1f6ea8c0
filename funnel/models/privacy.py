"""The fresh link by which a person sees, takes along or erases what is kept about them."""

from __future__ import annotations

from django.db import models

from leads.models import EmailAddress


class DataLink(models.Model):
    """Works once and not for long. Only a hash of its token is kept."""

    address = models.ForeignKey(EmailAddress, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
