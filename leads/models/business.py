"""Who is asking."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Business(models.Model):
    """Who is asking. One row per installation; public pages and mails read it."""

    name = models.CharField(max_length=120)
    person = models.CharField(
        _("your name"), max_length=120, blank=True, help_text=_("People trust a face and a name.")
    )
    role = models.CharField(max_length=120, blank=True, help_text=_("For example: bookkeeper"))
    face = models.ForeignKey(
        "leads.MediaFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    logo = models.ForeignKey(
        "leads.MediaFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sender_name = models.CharField(max_length=120, help_text=_("Mails come from this name."))
    sender_email = models.EmailField(help_text=_("Mails come from this address."))
    reply_to = models.EmailField(blank=True, help_text=_("Answers go here; empty: the sender."))
    postal_address = models.TextField(
        max_length=500, help_text=_("Stands at the foot of every mail; the law asks for it.")
    )
    privacy_url = models.URLField(blank=True, help_text=_("Your own page, or write it below."))
    privacy_text = models.TextField(blank=True, max_length=50_000)
    imprint_url = models.URLField(blank=True, help_text=_("Your own page, or write it below."))
    imprint_text = models.TextField(blank=True, max_length=50_000)
    country = models.CharField(max_length=2, default="DE", help_text=_("Two letters: DE, SE, US"))
    time_zone = models.CharField(max_length=64, default="Europe/Berlin")
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("your business")
        verbose_name_plural = _("your business")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="business_is_one")]

    CACHE_KEY = "leads.business"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:  # as Django declares it
        self.pk = 1
        super().save(*args, **kwargs)
        self._forget()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:  # as above
        deleted = super().delete(*args, **kwargs)
        self._forget()
        return deleted

    @classmethod
    def _forget(cls) -> None:
        """Now, for this transaction, and after it, for whoever cached the old row meanwhile."""
        cache.delete(cls.CACHE_KEY)
        transaction.on_commit(lambda: cache.delete(cls.CACHE_KEY))
