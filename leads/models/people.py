"""Leads and the addresses they are known by."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# Where nothing but momentum and interest decides the order within a rank.
QUEUED_FIRST = datetime(2000, 1, 1, tzinfo=UTC)


class LeadQuerySet(models.QuerySet["Lead"]):
    def people(self) -> LeadQuerySet:
        """One row per person: merged rows, test persons and who was forgotten aside."""
        return self.filter(merged_into=None, is_test=False, erased_at=None)

    def warm(self) -> LeadQuerySet:
        return self.filter(band__in=[Lead.Band.WARM, Lead.Band.HOT])

    def to_do(self) -> LeadQuerySet:
        """Who is in the work queue: leads.queue says who that is."""
        return self.filter(queue_rank__lt=Lead.NOT_QUEUED)

    def queued(self) -> LeadQuerySet:
        """In the order of the desk; leads.queue says which."""
        return self.order_by("queue_rank", "queue_at", "-momentum", "-warmth", "-id")

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

    # queue_rank of whom nobody has to do anything for now.
    NOT_QUEUED = 9

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
    # Points won in the last 72 hours, and the place in the work queue: for ordering only, too.
    momentum = models.PositiveSmallIntegerField(default=0)
    queue_rank = models.PositiveSmallIntegerField(default=NOT_QUEUED)
    queue_at = models.DateTimeField(default=QUEUED_FIRST)
    # When the stored band was reached: the promise counts from here.
    band_since = models.DateTimeField(null=True, blank=True)
    # What sales promised: contact by; the claim comes back at.
    due_at = models.DateTimeField(null=True, blank=True)
    lapses_at = models.DateTimeField(null=True, blank=True)
    touched_at = models.DateTimeField(null=True, blank=True)
    follow_up_at = models.DateTimeField(null=True, blank=True)
    nurture_until = models.DateTimeField(null=True, blank=True)
    won_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    won_currency = models.CharField(max_length=3, blank=True, default="")
    closed_reason = models.CharField(max_length=300, blank=True, default="")
    phone_is_wrong = models.BooleanField(default=False)

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["-warmth", "-last_act_at", "-id"]
        permissions = [
            ("see_all_leads", _("Sees the leads of everybody")),
            ("see_sensitive_answers", _("Sees sensitive answers")),
            ("exchange_leads", _("Imports and exports lists of leads")),
        ]
        indexes = [
            models.Index(
                fields=["-warmth", "-last_act_at", "-id"],
                condition=Q(merged_into=None, is_test=False, erased_at=None),
                name="lead_queue",
            ),
            models.Index(fields=["stale_at"], name="lead_stale"),
            models.Index(
                fields=["queue_rank", "queue_at", "-momentum", "-warmth", "-id"],
                condition=Q(merged_into=None, is_test=False, erased_at=None, queue_rank__lt=9),
                name="lead_work",
            ),
            models.Index(fields=["lapses_at"], name="lead_lapses"),
            models.Index(Upper("name"), name="lead_name"),
            models.Index(Upper("company"), name="lead_company"),
            models.Index(fields=["phone"], name="lead_phone"),
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
        """They asked, and nobody has been in touch since."""
        return (
            self.call_asked_at is not None
            and self.stage in self.OPEN_STAGES
            and (self.touched_at is None or self.touched_at < self.call_asked_at)
        )


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
