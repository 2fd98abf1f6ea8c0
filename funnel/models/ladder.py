"""The ladder as marketers edit it: funnel, steps, what stands on them, and which mails follow."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from leads.models import LeadMagnet, MediaFile
from nurture.models import Sequence
from quizzes.models import KeyField, Outcome, Quiz

_colour = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Write a colour like #0b6e4f."))


class Theme(models.Model):
    class Font(models.TextChoices):
        SYSTEM = "system", pgettext_lazy("letters", "Plain, as the phone has it")
        HUMANIST = "humanist", pgettext_lazy("letters", "Warm")
        GEOMETRIC = "geometric", pgettext_lazy("letters", "Modern")
        SERIF = "serif", pgettext_lazy("letters", "Bookish")
        SLAB = "slab", pgettext_lazy("letters", "Sturdy")
        ROUNDED = "rounded", pgettext_lazy("letters", "Friendly")

    name = models.CharField(max_length=100)
    accent = models.CharField(max_length=7, default="#0b6e4f", validators=[_colour])
    accent_dark = models.CharField(max_length=7, default="#5fd0a5", validators=[_colour])
    background = models.CharField(max_length=7, blank=True, default="", validators=[_colour])
    background_dark = models.CharField(max_length=7, blank=True, default="", validators=[_colour])
    font = models.CharField(max_length=20, choices=Font, default=Font.SYSTEM)
    corner = models.PositiveSmallIntegerField(default=14, validators=[MaxValueValidator(28)])
    logo = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    logo_alt = models.CharField(max_length=300, blank=True, default="")
    picture = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    picture_alt = models.CharField(max_length=300, blank=True, default="")

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
    share_title = models.CharField(max_length=300, blank=True, default="")
    share_text = models.CharField(max_length=300, blank=True, default="")
    share_picture = models.ForeignKey(
        MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    share_picture_alt = models.CharField(max_length=300, blank=True, default="")
    embed_on = models.TextField(
        _("pages that may show it"),
        max_length=4_000,
        blank=True,
        default="",
        help_text=_("One domain a line, like example.com. Empty: no page of others."),
    )
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
    # Rises with every recorded edit of the draft.
    revision = models.PositiveIntegerField(default=0, editable=False)
    goes_live_at = models.DateTimeField(_("goes live"), null=True, blank=True)
    comes_down_at = models.DateTimeField(_("comes down"), null=True, blank=True)
    closed_text = models.CharField(
        _("words for those who come while it is closed"), max_length=500, blank=True, default=""
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


class SourceHook(models.Model):
    """Other first words for people from one source, so that ad and first screen say the same."""

    funnel = models.ForeignKey(Funnel, on_delete=models.CASCADE, related_name="source_hooks")
    key = KeyField()
    source = models.CharField(max_length=100)
    text = models.CharField(max_length=300)
    reassurance = models.CharField(max_length=300, blank=True, default="")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("first words for one source")
        verbose_name_plural = _("first words for one source")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["funnel", "key"], name="source_hook_key"),
            models.UniqueConstraint(fields=["funnel", "source"], name="source_hook_source"),
        ]

    def __str__(self) -> str:
        return self.source


class OptIn(models.Model):
    """The words of a step that asks for an address, and the mail that follows at once."""

    title = models.CharField(max_length=300)
    body = models.TextField(_("what arrives, how often, how to stop"), max_length=20_000)
    button = models.CharField(max_length=300)
    is_skippable = models.BooleanField(default=True)
    skip_label = models.CharField(max_length=300, default="No thanks, just go on", blank=True)
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


class OptInField(models.Model):
    """One field of the form: which, whether it may be left empty, and the marketer's own words."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        FIRST_NAME = "first_name", _("First name")
        COMPANY = "company", _("Company")
        TEXT = "text", _("A field of your own")

    opt_in = models.ForeignKey(OptIn, on_delete=models.CASCADE, related_name="fields")
    kind = models.CharField(max_length=20, choices=Kind)
    key = KeyField(blank=True, default="")
    label = models.CharField(_("words beside it"), max_length=300, blank=True, default="")
    is_required = models.BooleanField(_("has to be filled in"), default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["opt_in", "kind"], condition=~Q(kind="text"), name="opt_in_field_kind"
            ),
            models.UniqueConstraint(
                fields=["opt_in", "key"], condition=Q(kind="text"), name="opt_in_field_key"
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.get_kind_display()


class Offer(models.Model):
    class Action(models.TextChoices):
        CALL = "call", _("Ask for a call")
        LINK = "link", _("Open a page")
        BOOKING = "booking", _("Open your calendar to book a time")
        WHATSAPP = "whatsapp", _("Write to you on WhatsApp")

    headline = models.CharField(max_length=300)
    opening = models.TextField(
        _("their own answer, first"), blank=True, default="", max_length=20_000
    )
    shows_done = models.BooleanField(_("says what they already did"), default=True)
    body = models.TextField(_("what you get"), max_length=20_000)
    price = models.CharField(max_length=300)
    proof = models.TextField(blank=True, default="", max_length=20_000)
    terms = models.CharField(max_length=300, blank=True, default="")
    button = models.CharField(max_length=300)
    action = models.CharField(
        _("what the button does"), max_length=20, choices=Action, default=Action.CALL
    )
    url = models.URLField(_("address"), max_length=500, blank=True, default="")
    key_name = models.CharField(
        max_length=30, default="ref", validators=[RegexValidator(r"^[a-z][a-z0-9_]{0,29}\Z")]
    )
    whatsapp = models.CharField(max_length=16, blank=True, default="")
    whatsapp_text = models.CharField(max_length=300, blank=True, default="")
    not_now = models.CharField(max_length=300, default="Not now")
    later = models.TextField(_("after “not now”"), blank=True, default="", max_length=20_000)
    later_step = models.CharField(
        _("the smaller step proposed then"), max_length=50, blank=True, default=""
    )
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
        SERIES = "series", _("Mail series")
        LINK = "link", _("Link")
        STATEMENT = "statement", _("One thought")
        OPT_IN = "opt_in", _("Ask for an address")
        OFFER = "offer", _("Offer")

    class Part(models.TextChoices):
        WHOLE = "whole", _("All of it")
        FIRST = "first", _("The first words, the rest follows later")
        REST = "rest", _("The rest, after its first words")

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
    part = models.CharField(
        _("how much of the result"), max_length=10, choices=Part, default=Part.WHOLE
    )
    show_from = models.PositiveSmallIntegerField(
        _("people before figures are shown"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    quiz = models.OneToOneField(Quiz, on_delete=models.PROTECT, null=True, blank=True)
    magnet = models.OneToOneField(LeadMagnet, on_delete=models.PROTECT, null=True, blank=True)
    sequence = models.OneToOneField(Sequence, on_delete=models.PROTECT, null=True, blank=True)
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
                condition=Q(magnet=None)
                | Q(kind__in=["checklist", "guide", "video", "series", "link"]),
                name="step_magnet_kind",
            ),
            models.CheckConstraint(
                condition=Q(sequence=None) | Q(kind="series"), name="step_sequence_kind"
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
