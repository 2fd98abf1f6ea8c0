"""What we may do with an address, and the proof of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from leads.models.people import EmailAddress


class Consent(models.Model):
    """Append-only: each moment of giving, confirming and withdrawing is a row of its own."""

    class Purpose(models.TextChoices):
        REQUESTED = "requested", _("What they asked for")
        SERIES = "series", _("The mail series they asked for")
        MARKETING = "marketing", _("Further mails")
        OPENS = "opens", _("Seeing whether mails are opened")

    class Moment(models.TextChoices):
        GIVEN = "given", _("Given")
        CONFIRMED = "confirmed", _("Confirmed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    address = models.ForeignKey(EmailAddress, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    moment = models.CharField(max_length=20, choices=Moment)
    needs_confirmation = models.BooleanField(
        default=True, help_text=_("Counts only once the person pressed confirm in a mail.")
    )
    # One of several series; empty: all of this purpose. Opaque here, nurture writes it.
    topic = models.CharField(max_length=60, blank=True, default="")
    text = models.TextField(max_length=2_000, help_text=_("Exactly what was shown."))
    version = models.CharField(
        max_length=80, blank=True, default="", help_text=_("The live version that showed it.")
    )
    language = models.CharField(max_length=10)
    url = models.CharField(max_length=500, blank=True, default="")
    channel = models.CharField(max_length=20, help_text=_("Where: page, mail, header, desk"))
    occurred_at = models.DateTimeField()

    class Meta:
        ordering = ["occurred_at", "id"]
        indexes = [models.Index(fields=["address", "purpose", "-id"], name="consent_latest")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_moment_display()}"


class Suppression(models.Model):
    """Do not mail. A keyed hash, so that it survives the erasure of the address itself."""

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
        ERASED = "erased", _("Asked to be forgotten")
        BOUNCED = "bounced", _("The address does not exist")
        COMPLAINED = "complained", _("Marked a mail as spam")
        DO_NOT_CONTACT = "do_not_contact", _("Do not contact")

    # Reasons that a new confirmed opt-in lifts; the rest only staff can lift.
    LIFTED_BY_OPT_IN = (Reason.UNSUBSCRIBED, Reason.ERASED)

    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=20, choices=Reason)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("do-not-mail entry")
        verbose_name_plural = _("do-not-mail entries")
        constraints = [
            models.UniqueConstraint(fields=["address_hash", "reason"], name="suppression_once")
        ]

    def __str__(self) -> str:
        return self.get_reason_display()
