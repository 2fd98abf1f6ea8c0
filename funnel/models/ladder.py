"""The ladder as marketers edit it: funnel, steps, what stands on them, and which mails follow."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leads.models import LeadMagnet
from nurture.models import Sequence
from quizzes.models import KeyField, Outcome, Quiz

_colour = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Write a colour like #0b6e4f."))


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
    slug = models.SlugField(
        max_length=50, unique=True, help_text=_("The last part of its address.")
    )
    language = models.CharField(max_length=7, default="en")
    hook = models.CharField(
        max_length=300, help_text=_("The line above the first question. Numbers help.")
    )
    reassurance = models.CharField(
        max_length=300, help_text=_("The line at the foot that takes away a fear. Keep it true.")
    )
    theme = models.OneToOneField(Theme, on_delete=models.PROTECT)
    double_opt_in = models.BooleanField(
        _("ask for a confirmation"), default=True, help_text=_("Further mails wait for that press.")
    )
    publication = models.ForeignKey(
        "Publication", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField(default=False, editable=False)
    is_default = models.BooleanField(
        _("stands at the front door"), default=False, help_text=_("Visitors of / land here.")
    )
    created_at = models.DateTimeField()

    objects = FunnelQuerySet.as_manager()

    class Meta:
        verbose_name = _("funnel")
        verbose_name_plural = _("funnels")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_funnel"
            )
        ]

    def __str__(self) -> str:
        return self.name


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


class OptIn(models.Model):
    """The words of a step that asks for an address, and the mail that follows at once."""

    title = models.CharField(max_length=300)
    body = models.TextField(_("what arrives, how often, how to stop"), max_length=20_000)
    button = models.CharField(max_length=300)
    is_skippable = models.BooleanField(default=True)
    skip_label = models.CharField(max_length=300, default="No thanks, just go on", blank=True)
    asks_first_name = models.BooleanField(default=False)
    marketing = models.CharField(
        _("words beside the box for further mails"), max_length=300, blank=True, default=""
    )
    mail_subject = models.CharField(max_length=300)
    mail_preheader = models.CharField(max_length=300, blank=True, default="")
    mail_body = models.TextField(max_length=20_000)
    mail_button_label = models.CharField(max_length=300)
    mail_button_target = models.CharField(max_length=60, default="result")

    class Meta:
        verbose_name = _("ask for an address")
        verbose_name_plural = _("asks for an address")

    def __str__(self) -> str:
        return self.title


class Offer(models.Model):
    headline = models.CharField(max_length=300)
    body = models.TextField(_("what you get"), max_length=20_000)
    price = models.CharField(max_length=300)
    proof = models.TextField(blank=True, default="", max_length=20_000)
    terms = models.CharField(max_length=300, blank=True, default="")
    button = models.CharField(max_length=300)
    url = models.URLField(
        max_length=500, blank=True, default="", help_text=_("Empty: ask for a call instead.")
    )
    not_now = models.CharField(max_length=300, default="Not now")
    min_depth = models.PositiveSmallIntegerField(
        _("small yeses before it opens"), default=0, validators=[MaxValueValidator(200)]
    )
    thanks = models.TextField(_("what happens next"), max_length=20_000)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")

    def __str__(self) -> str:
        return self.headline


class Step(models.Model):
    class Kind(models.TextChoices):
        QUIZ = "quiz", _("Quiz")
        POLL = "poll", _("Poll")
        RESULT = "result", _("Result")
        CHECKLIST = "checklist", _("Checklist")
        GUIDE = "guide", _("Guide")
        VIDEO = "video", _("Video")
        STATEMENT = "statement", _("One thought")
        OPT_IN = "opt_in", _("Ask for an address")
        OFFER = "offer", _("Offer")

    funnel = models.ForeignKey(Funnel, on_delete=models.CASCADE, related_name="steps")
    key = KeyField()
    kind = models.CharField(max_length=20, choices=Kind)
    position = models.PositiveIntegerField(default=0)
    invite = models.CharField(
        _("words on the button that leads here"),
        max_length=300,
        help_text=_("Say what follows and how long it takes: Next: one-page checklist, 3 minutes"),
    )
    show_if = models.JSONField(_("only show when"), null=True, blank=True, default=None)
    title = models.CharField(max_length=300, blank=True, default="")
    body = models.TextField(blank=True, default="", max_length=20_000)
    show_from = models.PositiveSmallIntegerField(
        _("people before figures are shown"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    quiz = models.OneToOneField(Quiz, on_delete=models.PROTECT, null=True, blank=True)
    magnet = models.OneToOneField(LeadMagnet, on_delete=models.PROTECT, null=True, blank=True)
    opt_in = models.OneToOneField(OptIn, on_delete=models.PROTECT, null=True, blank=True)
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
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
        verbose_name = _("who gets which mail series")
        verbose_name_plural = _("who gets which mail series")
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
        return f"{self.outcome or gettext('Everybody else')}: {self.sequence}"
