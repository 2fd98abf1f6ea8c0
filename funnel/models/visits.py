"""Every walk through a funnel: where from, what was answered, shown, taken and decided."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funnel.models.ladder import Funnel
from funnel.models.live import Publication
from leads.models import EmailAddress, Lead


def new_visit_key() -> str:
    """128 random bits: the visit's key is its capability."""
    return secrets.token_urlsafe(16)


def new_conversion_key() -> str:
    """128 random bits that may leave the house: they name a visit and open nothing."""
    return secrets.token_urlsafe(16)


class VisitQuerySet(models.QuerySet["Visit"]):
    def counted(self) -> VisitQuerySet:
        """Visits that belong in figures: no tests, no robots."""
        return self.filter(is_test=False, is_suspected_bot=False)


class Visit(models.Model):
    """One anonymous walk through one publication, found by its unguessable key."""

    key = models.CharField(max_length=22, unique=True, default=new_visit_key)
    # What another site is told instead of the key, so that a purchase there finds its way back.
    conversion_key = models.CharField(max_length=22, unique=True, default=new_conversion_key)
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
    figures = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    depth = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=100, default="direct")
    medium = models.CharField(max_length=100, blank=True, default="")
    campaign = models.CharField(max_length=100, blank=True, default="")
    term = models.CharField(max_length=100, blank=True, default="")
    content = models.CharField(max_length=100, blank=True, default="")
    referrer = models.CharField(max_length=300, blank=True, default="")
    # The browser's first language, and the one of the funnel's languages they read.
    language = models.CharField(max_length=10, blank=True, default="")
    reads = models.CharField(max_length=7, blank=True, default="")
    device = models.CharField(max_length=20, blank=True, default="")
    # As the browser names it; '' where it did not, or where no such zone is known.
    time_zone = models.CharField(max_length=64, blank=True, default="")
    # Where it stood in another page: that page's host, and what it sent along by name.
    embedded_on = models.CharField(max_length=200, blank=True, default="")
    hidden = models.JSONField(default=dict)
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
        return gettext("Visit %(number)s") % {"number": self.pk}


class Answer(models.Model):
    """What was answered: choice keys, never labels, so that renaming changes no stored answer.

    What was typed stands as it was cleaned; an empty list is a skip.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="answers")
    step_key = models.CharField(max_length=50)
    question_key = models.CharField(max_length=50)
    values = models.JSONField(default=list)
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
        SHOWN = "shown", _("Shown")
        DONE = "done", _("Done")
        BYPASSED = "bypassed", _("Passed over")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="step_views")
    step_key = models.CharField(max_length=50)
    question_key = models.CharField(max_length=50, blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.SHOWN)
    is_yes = models.BooleanField(default=False, help_text=_("Done by a yes, not by a skip."))
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
    file_opened_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
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
        PRESSED = "pressed", _("Pressed the offer")
        CALL = "call", _("Asked for a call")
        NOT_NOW = "not_now", _("Not now")
        BOOKED = "booked", _("Booked a call")
        BOUGHT = "bought", _("Bought")

    class Way(models.TextChoices):
        PAGE = "page", _("On the page")
        LINK = "link", _("By a signed link")
        HOOK = "hook", _("Told by your shop")
        STRIPE = "stripe", _("Told by Stripe")
        CALENDAR = "calendar", _("Told by your calendar")
        HAND = "hand", _("Written by hand")

    # What the visitor says on the page; what comes from outside may come more than once.
    ON_PAGE = (Kind.PRESSED, Kind.CALL, Kind.NOT_NOW)

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="conversions")
    step_key = models.CharField(max_length=50)
    kind = models.CharField(max_length=20, choices=Kind)
    way = models.CharField(max_length=20, choices=Way, default=Way.PAGE)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    # What its sender calls it, with the sender before it; empty for what was said on the page.
    external_key = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    occurred_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "step_key", "kind", "external_key"], name="conversion_once"
            ),
            models.UniqueConstraint(
                fields=["external_key"],
                condition=~Q(external_key=""),
                name="conversion_external_once",
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="") | Q(amount__isnull=False) & ~Q(currency=""),
                name="conversion_amount_has_currency",
            ),
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
