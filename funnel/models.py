"""The roof: the ladder as marketers edit it, what is live, and every walk through it."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from leads.models import EmailAddress, Lead, LeadMagnet
from nurture.models import Sequence
from quizzes.models import KeyField, Outcome, Quiz

_colour = RegexValidator(r"^#[0-9a-f]{6}\Z", "Write a colour like #0b6e4f.")


def new_visit_key() -> str:
    """128 random bits: the visit's key is its capability."""
    return secrets.token_urlsafe(16)


class Theme(models.Model):
    name = models.CharField(max_length=100)
    accent = models.CharField(max_length=7, default="#0b6e4f", validators=[_colour])
    accent_dark = models.CharField(max_length=7, default="#5fd0a5", validators=[_colour])
    corner = models.PositiveSmallIntegerField(default=14, validators=[MaxValueValidator(28)])

    def __str__(self) -> str:
        return self.name


class FunnelQuerySet(models.QuerySet["Funnel"]):
    def live(self) -> FunnelQuerySet:
        return self.filter(publication__isnull=False)


class Funnel(models.Model):
    name = models.CharField(max_length=300)
    slug = models.SlugField(max_length=50, unique=True, help_text="The last part of its address.")
    language = models.CharField(max_length=7, default="en")
    hook = models.CharField(
        max_length=300, help_text="The line above the first question. Numbers help."
    )
    reassurance = models.CharField(
        max_length=300, help_text="The line at the foot that takes away a fear. Keep it true."
    )
    theme = models.OneToOneField(Theme, on_delete=models.PROTECT)
    double_opt_in = models.BooleanField(
        "ask for a confirmation", default=True, help_text="Further mails wait for that press."
    )
    publication = models.ForeignKey(
        "Publication", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField(default=False, editable=False)
    is_default = models.BooleanField(
        "stands at the front door", default=False, help_text="Visitors of / land here."
    )
    created_at = models.DateTimeField()

    objects = FunnelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_funnel"
            )
        ]

    def __str__(self) -> str:
        return self.name


class OptIn(models.Model):
    """The words of a step that asks for an address, and the mail that follows at once."""

    title = models.CharField(max_length=300)
    body = models.TextField("what arrives, how often, how to stop", max_length=20_000)
    button = models.CharField(max_length=300)
    is_skippable = models.BooleanField(default=True)
    skip_label = models.CharField(max_length=300, default="No thanks, just go on", blank=True)
    asks_first_name = models.BooleanField(default=False)
    marketing = models.CharField(
        "words beside the box for further mails", max_length=300, blank=True, default=""
    )
    mail_subject = models.CharField(max_length=300)
    mail_preheader = models.CharField(max_length=300, blank=True, default="")
    mail_body = models.TextField(max_length=20_000)
    mail_button_label = models.CharField(max_length=300)
    mail_button_target = models.CharField(max_length=60, default="result")

    class Meta:
        verbose_name = "ask for an address"
        verbose_name_plural = "asks for an address"

    def __str__(self) -> str:
        return self.title


class Offer(models.Model):
    headline = models.CharField(max_length=300)
    body = models.TextField("what you get", max_length=20_000)
    price = models.CharField(max_length=300)
    proof = models.TextField(blank=True, default="", max_length=20_000)
    terms = models.CharField(max_length=300, blank=True, default="")
    button = models.CharField(max_length=300)
    url = models.URLField(
        max_length=500, blank=True, default="", help_text="Empty: ask for a call instead."
    )
    not_now = models.CharField(max_length=300, default="Not now")
    min_depth = models.PositiveSmallIntegerField(
        "small yeses before it opens", default=0, validators=[MaxValueValidator(200)]
    )
    thanks = models.TextField("what happens next", max_length=20_000)

    def __str__(self) -> str:
        return self.headline


class Step(models.Model):
    class Kind(models.TextChoices):
        QUIZ = "quiz", "Quiz"
        POLL = "poll", "Poll"
        RESULT = "result", "Result"
        CHECKLIST = "checklist", "Checklist"
        GUIDE = "guide", "Guide"
        VIDEO = "video", "Video"
        STATEMENT = "statement", "One thought"
        OPT_IN = "opt_in", "Ask for an address"
        OFFER = "offer", "Offer"

    funnel = models.ForeignKey(Funnel, on_delete=models.CASCADE, related_name="steps")
    key = KeyField()
    kind = models.CharField(max_length=20, choices=Kind)
    position = models.PositiveIntegerField(default=0)
    invite = models.CharField(
        "words on the button that leads here",
        max_length=300,
        help_text="Say what follows and how long it takes: Next: one-page checklist, 3 minutes",
    )
    show_if = models.JSONField("only show when", null=True, blank=True, default=None)
    title = models.CharField(max_length=300, blank=True, default="")
    body = models.TextField(blank=True, default="", max_length=20_000)
    quiz = models.OneToOneField(Quiz, on_delete=models.PROTECT, null=True, blank=True)
    magnet = models.OneToOneField(LeadMagnet, on_delete=models.PROTECT, null=True, blank=True)
    opt_in = models.OneToOneField(OptIn, on_delete=models.PROTECT, null=True, blank=True)
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["funnel", "key"], name="step_key"),
            models.CheckConstraint(
                condition=Q(quiz=None) | Q(kind__in=["quiz", "poll"]), name="step_quiz_kind"
            ),
            models.CheckConstraint(
                condition=Q(magnet=None) | Q(kind__in=["checklist", "guide", "video"]),
                name="step_magnet_kind",
            ),
            models.CheckConstraint(
                condition=Q(opt_in=None) | Q(kind="opt_in"), name="step_opt_in_kind"
            ),
            models.CheckConstraint(
                condition=Q(offer=None) | Q(kind="offer"), name="step_offer_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position + 1}. {self.get_kind_display()}"


class SeriesRule(models.Model):
    """Which mail series a result leads to; without a result it is the default one."""

    funnel = models.ForeignKey(Funnel, on_delete=models.CASCADE, related_name="series_rules")
    outcome = models.ForeignKey(
        Outcome, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    sequence = models.OneToOneField(Sequence, on_delete=models.PROTECT)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["funnel", "outcome"],
                condition=Q(outcome__isnull=False),
                name="series_rule_outcome",
            ),
            models.UniqueConstraint(
                fields=["funnel"], condition=Q(outcome=None), name="series_rule_default"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome or 'Everybody else'}: {self.sequence}"


class Publication(models.Model):
    """What visitors see: immutable. `document` is canonical JSON, `content_hash` its SHA-256.

    `versions` maps a sequence's key to {id, content_hash} of the SequenceVersion written with it,
    `files` the hash of each media file to the name it is stored under.
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

    class Meta:
        verbose_name = "live version"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["funnel", "number"], name="publication_number")
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class VisitQuerySet(models.QuerySet["Visit"]):
    def counted(self) -> VisitQuerySet:
        """Visits that belong in figures: no tests, no robots."""
        return self.filter(is_test=False, is_suspected_bot=False)


class Visit(models.Model):
    """One anonymous walk through one publication, found by its unguessable key."""

    key = models.CharField(max_length=22, unique=True, default=new_visit_key)
    # One landing page makes one visit, however often its form arrives.
    start_key = models.CharField(max_length=64, unique=True)
    funnel = models.ForeignKey(Funnel, on_delete=models.CASCADE, related_name="visits")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="visits")
    lead = models.ForeignKey(
        Lead, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    address = models.ForeignKey(
        EmailAddress, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField()
    last_act_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    at_step = models.CharField(max_length=50)
    at_question = models.CharField(max_length=50, blank=True, default="")
    outcome = models.CharField(max_length=50, blank=True, default="")
    topics = models.JSONField(default=dict)
    depth = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=100, default="direct")
    medium = models.CharField(max_length=100, blank=True, default="")
    campaign = models.CharField(max_length=100, blank=True, default="")
    term = models.CharField(max_length=100, blank=True, default="")
    content = models.CharField(max_length=100, blank=True, default="")
    referrer = models.CharField(max_length=300, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    device = models.CharField(max_length=20, blank=True, default="")
    # Tab id to the last press number taken from it; a late retry is below it.
    presses = models.JSONField(default=dict)
    is_test = models.BooleanField(default=False)
    is_suspected_bot = models.BooleanField(default=False)
    # The landing page's beacon did not arrive, so this start counts as its own view.
    is_own_view = models.BooleanField(default=False)
    # Set once the default series was considered for a visit that never reached a result.
    series_checked_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["publication", "started_at"], name="visit_report"),
            models.Index(
                fields=["last_act_at"],
                condition=Q(outcome="", lead__isnull=False, series_checked_at=None),
                name="visit_no_result",
            ),
        ]

    def __str__(self) -> str:
        return f"Visit {self.pk}"


class Answer(models.Model):
    """Choice keys, never labels: renaming a choice changes no stored answer."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="answers")
    step_key = models.CharField(max_length=50)
    question_key = models.CharField(max_length=50)
    choices = models.JSONField(default=list)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "step_key", "question_key"], name="answer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step_key}/{self.question_key}"


class StepView(models.Model):
    """One screen in one visit. Written when it happens, never inferred later."""

    class State(models.TextChoices):
        SHOWN = "shown", "Shown"
        DONE = "done", "Done"
        BYPASSED = "bypassed", "Passed over"

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="step_views")
    step_key = models.CharField(max_length=50)
    question_key = models.CharField(max_length=50, blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.SHOWN)
    is_yes = models.BooleanField(default=False, help_text="Done by a yes, not by a skip.")
    shown_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "step_key", "question_key"], name="step_view_once"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | Q(~Q(state="done"), done_at__isnull=True),
                name="done_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_key}/{self.question_key}: {self.state}"


class Download(models.Model):
    """A gift in one visit: opened, ticked, watched."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="downloads")
    step_key = models.CharField(max_length=50)
    opened_at = models.DateTimeField()
    ticks = models.JSONField(default=list)
    played_seconds = models.PositiveIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(
        default=0, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "step_key"], name="download_once"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="download_percent"),
        ]

    def __str__(self) -> str:
        return self.step_key


class Conversion(models.Model):
    class Kind(models.TextChoices):
        PRESSED = "pressed", "Pressed the offer"
        CALL = "call", "Asked for a call"
        NOT_NOW = "not_now", "Not now"

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="conversions")
    step_key = models.CharField(max_length=50)
    kind = models.CharField(max_length=20, choices=Kind)
    occurred_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "step_key", "kind"], name="conversion_once")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class LandingCount(models.Model):
    """How often the landing page was seen by a person, per version, day and source."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="landing_counts"
    )
    day_on = models.DateField()
    source = models.CharField(max_length=100, default="direct")
    views = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "day_on", "source"], name="landing_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day_on}: {self.views}"
