"""People, what we may do with their address, how warm they are, gifts, and the business."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from quizzes.models import KeyField


class Business(models.Model):
    """Who is asking. One row per installation; public pages and mails read it."""

    name = models.CharField(max_length=120)
    person = models.CharField(
        "your name", max_length=120, blank=True, help_text="People trust a face and a name."
    )
    role = models.CharField(max_length=120, blank=True, help_text="For example: bookkeeper")
    face = models.ForeignKey(
        "MediaFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sender_name = models.CharField(max_length=120, help_text="Mails come from this name.")
    sender_email = models.EmailField(help_text="Mails come from this address.")
    reply_to = models.EmailField(blank=True, help_text="Answers go here; empty: the sender.")
    postal_address = models.TextField(
        max_length=500, help_text="Stands at the foot of every mail; the law asks for it."
    )
    privacy_url = models.URLField(blank=True, help_text="Your own page, or write it below.")
    privacy_text = models.TextField(blank=True, max_length=50_000)
    imprint_url = models.URLField(blank=True, help_text="Your own page, or write it below.")
    imprint_text = models.TextField(blank=True, max_length=50_000)
    country = models.CharField(max_length=2, default="DE", help_text="Two letters: DE, SE, US")
    time_zone = models.CharField(max_length=64, default="Europe/Berlin")
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "your business"
        verbose_name_plural = "your business"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="business_is_one")]

    def __str__(self) -> str:
        return self.name


class MediaFile(models.Model):
    """An uploaded file, checked by content, stored under a random name, known by its hash."""

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=100, help_text="The name it is downloaded under.")
    file = models.FileField(upload_to="gifts/", max_length=200)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256", "name"], name="media_file_same")]

    def __str__(self) -> str:
        return self.name


class LeadMagnet(models.Model):
    """A gift: takes up one problem, solves it fast, is easy to digest."""

    class Kind(models.TextChoices):
        CHECKLIST = "checklist", "Checklist"
        GUIDE = "guide", "Guide"
        VIDEO = "video", "Video"

    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=300)
    problem = models.CharField(max_length=300, help_text="The one problem it takes up.")
    promise = models.CharField(max_length=300, help_text="What the person has afterwards.")
    minutes = models.PositiveSmallIntegerField(default=3)
    body = models.TextField("guide text", blank=True, default="", max_length=20_000)
    seconds = models.PositiveIntegerField("length of the video in seconds", default=0)
    video = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    captions = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    poster = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    transcript = models.TextField(blank=True, default="", max_length=20_000)

    class Meta:
        verbose_name = "gift"

    def __str__(self) -> str:
        return self.title


class ChecklistItem(models.Model):
    magnet = models.ForeignKey(LeadMagnet, on_delete=models.CASCADE, related_name="items")
    key = KeyField()
    text = models.CharField(max_length=300)
    help = models.CharField(max_length=300, blank=True, default="")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["magnet", "key"], name="item_key")]

    def __str__(self) -> str:
        return self.text


class LeadQuerySet(models.QuerySet["Lead"]):
    def people(self) -> LeadQuerySet:
        """One row per person: merged rows and test persons aside."""
        return self.filter(merged_into=None, is_test=False)

    def warm(self) -> LeadQuerySet:
        return self.filter(band__in=[Lead.Band.WARM, Lead.Band.HOT])

    def stale(self, now: datetime) -> LeadQuerySet:
        """Leads whose stored warmth has to be computed again for ordering."""
        return self.filter(stale_at__lte=now)


class Lead(models.Model):
    """A person, known by an address or a phone."""

    class Stage(models.TextChoices):
        NEW = "new", "New"
        CLAIMED = "claimed", "Claimed"
        CONTACTED = "contacted", "Contacted"
        QUALIFIED = "qualified", "Qualified"
        WON = "won", "Won"
        LOST = "lost", "Lost"
        NURTURE = "nurture", "Later"
        DISQUALIFIED = "disqualified", "Not a match"

    class Band(models.TextChoices):
        COLD = "cold", "Cold"
        WARM = "warm", "Warm"
        HOT = "hot", "Hot"

    name = models.CharField(max_length=60, blank=True, default="")
    company = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=32, blank=True, default="")
    created_at = models.DateTimeField()
    last_act_at = models.DateTimeField()
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    is_test = models.BooleanField(default=False)
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
    depth = models.PositiveIntegerField("small yeses so far", default=0)
    fit = models.CharField(max_length=1, default="?")

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["-warmth", "-last_act_at", "-id"]
        indexes = [
            models.Index(
                fields=["-warmth", "-last_act_at", "-id"],
                condition=Q(merged_into=None, is_test=False),
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
        return self.name or f"Lead {self.pk}"


class EmailAddress(models.Model):
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=254, help_text="As the person wrote it.")
    normalised = models.CharField(max_length=254, unique=True)
    address_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    is_test = models.BooleanField(default=False)

    class Meta:
        verbose_name = "e-mail address"
        verbose_name_plural = "e-mail addresses"

    def __str__(self) -> str:
        return self.address


class Consent(models.Model):
    """Append-only: each moment of giving, confirming and withdrawing is a row of its own."""

    class Purpose(models.TextChoices):
        SERIES = "series", "The mail series they asked for"
        MARKETING = "marketing", "Further mails"

    class Moment(models.TextChoices):
        GIVEN = "given", "Given"
        CONFIRMED = "confirmed", "Confirmed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    address = models.ForeignKey(EmailAddress, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    moment = models.CharField(max_length=20, choices=Moment)
    needs_confirmation = models.BooleanField(
        default=True, help_text="Counts only once the person pressed confirm in a mail."
    )
    text = models.TextField(max_length=2_000, help_text="Exactly what was shown.")
    language = models.CharField(max_length=10)
    url = models.CharField(max_length=500, blank=True, default="")
    channel = models.CharField(max_length=20, help_text="Where: page, mail, header, desk")
    occurred_at = models.DateTimeField()

    class Meta:
        ordering = ["occurred_at", "id"]
        indexes = [models.Index(fields=["address", "purpose", "-id"], name="consent_latest")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_moment_display()}"


class Suppression(models.Model):
    """Do not mail. A keyed hash, so that it survives the erasure of the address itself."""

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", "Unsubscribed"
        ERASED = "erased", "Asked to be forgotten"
        BOUNCED = "bounced", "The address does not exist"
        COMPLAINED = "complained", "Marked a mail as spam"
        DO_NOT_CONTACT = "do_not_contact", "Do not contact"

    # Reasons that a new confirmed opt-in lifts; the rest only staff can lift.
    LIFTED_BY_OPT_IN = (Reason.UNSUBSCRIBED, Reason.ERASED)

    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=20, choices=Reason)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "do-not-mail entry"
        verbose_name_plural = "do-not-mail entries"
        constraints = [
            models.UniqueConstraint(fields=["address_hash", "reason"], name="suppression_once")
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class VisitFacts(models.Model):
    """What one visit told us, written by the roof in the visitor's own transaction.

    `answers` is a list of {step, question, asked, choices, said}: keys beside the texts as
    they were shown, in the order of the questions. `topics` maps a topic's name to percent.
    """

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="visit_facts")
    visit_id = models.BigIntegerField()
    funnel_id = models.BigIntegerField()
    funnel_name = models.CharField(max_length=300)
    answers = models.JSONField(default=list)
    outcome_key = models.CharField(max_length=50, blank=True, default="")
    outcome_name = models.CharField(max_length=300, blank=True, default="")
    topics = models.JSONField(default=dict)
    source = models.CharField(max_length=100, default="direct")
    last_step = models.CharField(max_length=300, blank=True, default="")
    device = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = "what a visit told us"
        verbose_name_plural = "what visits told us"
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "visit_id"], name="visit_facts_once")
        ]
        indexes = [models.Index(fields=["visit_id"], name="visit_facts_visit")]

    def __str__(self) -> str:
        return f"{self.funnel_name}: {self.outcome_name or 'no result yet'}"


class Activity(models.Model):
    """The ledger: one row per act. The sales timeline and the only source of warmth."""

    class Kind(models.TextChoices):
        POLL = "poll", "Poll"
        MAIL = "mail", "Mail"
        MAIL_CLICK = "mail_click", "Came back from a mail"
        ADDRESS = "address", "Address"
        GIFT = "gift", "Gift"
        VIDEO = "video", "Video"
        QUIZ = "quiz", "Quiz"
        OFFER_SEEN = "offer_seen", "Saw the offer"
        OFFER = "offer", "Pressed the offer"
        REPLY = "reply", "Reply"
        CALL = "call", "Asked for a call"
        NOT_NOW = "not_now", "Not now"
        STEP = "step", "Small yes"
        DESK = "desk", "Desk"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=20, choices=Kind)
    subject = models.CharField(
        max_length=200, help_text="What it is about: funnel/step/question; one level counts."
    )
    label = models.CharField(max_length=300, help_text="The line on the timeline.")
    level = models.PositiveSmallIntegerField(default=0, help_text="Of a video: percent.")
    points_key = models.CharField(
        max_length=40, blank=True, default="", help_text="Row of the points table; empty: none."
    )
    effort = models.PositiveSmallIntegerField(default=0, help_text="What the yes cost.")
    occurred_at = models.DateTimeField()
    source_key = models.CharField(max_length=200, unique=True)
    visit_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "activities"
        ordering = ["-occurred_at", "-id"]
        indexes = [models.Index(fields=["lead", "-occurred_at", "-id"], name="activity_story")]

    def __str__(self) -> str:
        return self.label


class Notice(models.Model):
    """Something staff should hear of; the roof sends it."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=30)
    source_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=Q(sent_at=None), name="notice_waiting")
        ]

    def __str__(self) -> str:
        return self.kind
