"""Leads and the addresses they are known by."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class LeadQuerySet(models.QuerySet["Lead"]):
    def people(self) -> LeadQuerySet:
        """One row per person: merged rows, test persons and who was forgotten aside."""
        return self.filter(merged_into=None, is_test=False, erased_at=None)

    def warm(self) -> LeadQuerySet:
        return self.filter(band__in=[Lead.Band.WARM, Lead.Band.HOT])

    def to_do(self) -> LeadQuerySet:
        """Warm, hot or asked for a call, and still open."""
        waiting = Q(band__in=[Lead.Band.WARM, Lead.Band.HOT]) | Q(call_asked_at__isnull=False)
        return self.filter(waiting, stage__in=Lead.OPEN_STAGES)

    def found(self, text: str) -> LeadQuerySet:
        """Whose name or one of whose addresses contains the text."""
        addresses = EmailAddress.objects.filter(
            Q(lead=OuterRef("pk")) | Q(lead__merged_into=OuterRef("pk")),
            Q(normalised__icontains=text) | Q(address__icontains=text),
        )
        return self.filter(Q(name__icontains=text) | Exists(addresses))

    def queued(self) -> LeadQuerySet:
        """In the order of the desk: who waits for a call first, then the warmest."""
        waits = Case(
            When(call_asked_at__isnull=False, stage__in=Lead.OPEN_STAGES, then=Value(0)),
            default=Value(1),
        )
        return self.order_by(waits, "-warmth", "-last_act_at", "-id")

    def stale(self, now: datetime) -> LeadQuerySet:
        """Leads whose stored warmth has to be computed again for ordering."""
        return self.filter(stale_at__lte=now)


class Lead(models.Model):
    """A person, known by an address or a phone."""

    class Stage(models.TextChoices):
        NEW = "new", _("New")
        CLAIMED = "claimed", _("Claimed")
        CONTACTED = "contacted", _("Contacted")
        QUALIFIED = "qualified", _("Qualified")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")
        NURTURE = "nurture", _("Later")
        DISQUALIFIED = "disqualified", _("Not a match")

    class Band(models.TextChoices):
        COLD = "cold", _("Cold")
        WARM = "warm", _("Warm")
        HOT = "hot", _("Hot")

    # Somebody still has to do something; the others are decided.
    OPEN_STAGES = (Stage.NEW, Stage.CLAIMED, Stage.CONTACTED, Stage.QUALIFIED, Stage.NURTURE)

    name = models.CharField(max_length=60, blank=True, default="")
    company = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=32, blank=True, default="")
    # As their browser names it; what nobody knows counts as none.
    time_zone = models.CharField(max_length=64, blank=True, default="")
    # E.164, of somebody who left a phone and no address: asking again finds the same person.
    known_by_phone = models.CharField(max_length=32, unique=True, null=True, blank=True)
    created_at = models.DateTimeField()
    last_act_at = models.DateTimeField()
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    is_test = models.BooleanField(default=False)
    # Forgotten: what counts stays, nothing of the person does.
    erased_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.NEW)
    stage_changed_at = models.DateTimeField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    call_asked_at = models.DateTimeField(null=True, blank=True)
    # Stored for ordering only; screens compute the number from the ledger.
    warmth = models.PositiveSmallIntegerField(default=0)
    band = models.CharField(max_length=10, choices=Band, default=Band.COLD)
    stale_at = models.DateTimeField(null=True, blank=True)
    depth = models.PositiveIntegerField(_("small yeses so far"), default=0)
    fit = models.CharField(max_length=1, default="?")

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["-warmth", "-last_act_at", "-id"]
        indexes = [
            models.Index(
                fields=["-warmth", "-last_act_at", "-id"],
                condition=Q(merged_into=None, is_test=False, erased_at=None),
                name="lead_queue",
            ),
            models.Index(fields=["stale_at"], name="lead_stale"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")) | Q(merged_into=None),
                name="lead_not_merged_into_itself",
            ),
            models.CheckConstraint(condition=Q(warmth__lte=100), name="lead_warmth_range"),
        ]

    def __str__(self) -> str:
        return self.name or gettext("Lead %(number)s") % {"number": self.pk}

    @property
    def is_waiting_for_call(self) -> bool:
        return self.call_asked_at is not None and self.stage in self.OPEN_STAGES


class EmailAddress(models.Model):
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=254, help_text=_("As the person wrote it."))
    normalised = models.CharField(max_length=254, unique=True)
    address_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    # Refusals in a row that were not for good, and when the first of them came.
    soft_bounces = models.PositiveSmallIntegerField(default=0)
    soft_bounced_at = models.DateTimeField(null=True, blank=True)
    is_test = models.BooleanField(default=False)
    # What its person chose on the page behind every mail.
    paused_until = models.DateTimeField(null=True, blank=True)
    gets_fewer = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True, default="")
    # Asked once more to confirm.
    reminded_at = models.DateTimeField(null=True, blank=True)
    # What the worker found out about its domain; None is not known.
    checked_at = models.DateTimeField(null=True, blank=True)
    takes_mail = models.BooleanField(null=True, blank=True)
    is_throwaway = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("e-mail address")
        verbose_name_plural = _("e-mail addresses")
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(checked_at=None), name="address_unchecked"
            ),
            models.Index(
                fields=["created_at"], condition=Q(confirmed_at=None), name="address_unconfirmed"
            ),
        ]

    def __str__(self) -> str:
        return self.address


class LeadDetail(models.Model):
    """What a person wrote into a field of the marketer's own, under the words beside it."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="details")
    key = models.CharField(max_length=160, help_text=_("funnel/step/field"))
    label = models.CharField(max_length=300)
    value = models.CharField(max_length=300)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["lead", "key"], name="lead_detail_once")]

    def __str__(self) -> str:
        return self.label
