"""Drafts of quizzes: what marketers edit. Visitors are served from publications only."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

validate_key = RegexValidator(
    r"^[a-z0-9][a-z0-9_-]{0,49}\Z", _("Use small letters, digits, - and _ only.")
)


class KeyField(models.CharField[str, str]):
    """A stable key: set once, survives renaming, what answers and links refer to."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 50)
        kwargs.setdefault("validators", [validate_key])
        super().__init__(**kwargs)  # type: ignore[arg-type]  # passed through untouched


class Quiz(models.Model):
    class Scoring(models.TextChoices):
        PERSONALITY = "personality", _("Which type they are")
        SCORECARD = "scorecard", _("How well they do, topic by topic")
        KNOWLEDGE = "knowledge", _("What they know, right or wrong")
        CALCULATOR = "calculator", _("A number worked out from their answers")
        NONE = "none", _("No result (poll or survey)")

    class OutcomeBy(models.TextChoices):
        POINTS = "points", _("The result with most points")
        CATEGORY = "category", _("The highest topic")
        TIER = "tier", _("The percent of the whole")
        RANGE = "range", _("A calculated figure")
        RULE = "rule", _("The first rule that holds")

    class Tie(models.TextChoices):
        FIRST = "first", _("The one that stands first in the list")
        DEFAULT = "default", _("The result for everybody else")
        QUESTION = "question", _("The one that one question speaks for")

    class Explains(models.TextChoices):
        AT_ONCE = "at_once", _("After each answer")
        AT_END = "at_end", _("On the result")

    name = models.CharField(max_length=300)
    scoring = models.CharField(max_length=20, choices=Scoring, default=Scoring.PERSONALITY)
    outcome_by = models.CharField(
        _("what decides the result"), max_length=20, choices=OutcomeBy, default=OutcomeBy.POINTS
    )
    decides = models.ForeignKey(
        "Figure", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    tie = models.CharField(_("who wins a tie"), max_length=20, choices=Tie, default=Tie.FIRST)
    tie_question = models.ForeignKey(
        "Question", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    explains = models.CharField(
        _("what was right is said"), max_length=20, choices=Explains, default=Explains.AT_END
    )
    default_outcome = models.ForeignKey(
        "Outcome", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A topic: shown as a bar on the result."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="categories")
    key = KeyField()
    name = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [models.UniqueConstraint(fields=["quiz", "key"], name="category_key")]

    def __str__(self) -> str:
        return self.name


class Figure(models.Model):
    """A number worked out from the answers by a formula."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="figures")
    key = KeyField()
    name = models.CharField(max_length=300)
    formula = models.CharField(max_length=500)
    unit = models.CharField(max_length=300, blank=True, default="")
    is_unit_first = models.BooleanField(_("unit stands before the number"), default=False)
    round_to = models.FloatField(
        _("round to"),
        default=1,
        validators=[MinValueValidator(0.0001), MaxValueValidator(1_000_000)],
    )
    at_least = models.FloatField(_("never shown smaller than"), null=True, blank=True)
    at_most = models.FloatField(_("never shown larger than"), null=True, blank=True)
    is_shown = models.BooleanField(_("stands on the result"), default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "key"], name="figure_key"),
            models.CheckConstraint(condition=models.Q(round_to__gt=0), name="figure_rounds"),
        ]

    def __str__(self) -> str:
        return self.name


class Outcome(models.Model):
    """A result. Which of its topic, bounds and rule counts says the quiz."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="outcomes")
    key = KeyField()
    name = models.CharField(max_length=300)
    headline = models.CharField(max_length=300)
    interpretation = models.TextField(max_length=20_000)
    first_action = models.TextField(_("what to do first"), max_length=20_000)
    asks_promise = models.BooleanField(_("ask for a small promise"), default=False)
    share_text = models.CharField(max_length=300, blank=True, default="")
    category = models.ForeignKey(
        Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at_least = models.FloatField(null=True, blank=True)
    at_most = models.FloatField(null=True, blank=True)
    when = models.JSONField(_("the rule"), null=True, blank=True, default=None)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [models.UniqueConstraint(fields=["quiz", "key"], name="outcome_key")]

    def __str__(self) -> str:
        return self.name


class AskedQuestions(models.Manager["Question"]):
    """Those that stand in their quiz; what was archived keeps its key and its answers only."""

    def get_queryset(self) -> models.QuerySet[Question]:
        return super().get_queryset().filter(archived_at=None)


class Question(models.Model):
    """What is asked. `low` and `high` are picks, scale numbers, bounds or length, by kind."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("One choice")
        MULTIPLE = "multiple", _("Several choices")
        PICTURE = "picture", _("One picture")
        YES_NO = "yes_no", _("Yes or no")
        SCALE = "scale", _("A scale")
        NUMBER = "number", _("A number")
        SHORT_TEXT = "short_text", _("A few words")
        LONG_TEXT = "long_text", _("A longer text")
        DATE = "date", _("A date")
        RANKING = "ranking", _("An order")

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="questions")
    key = KeyField()
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SINGLE)
    text = models.CharField(max_length=300)
    help = models.CharField(max_length=300, blank=True, default="")
    why = models.CharField(_("why you ask"), max_length=300, blank=True, default="")
    # Files are rows of a higher floor, so a picture is known by the hash of its content.
    image = models.CharField(max_length=64, blank=True, default="")
    image_alt = models.CharField(max_length=300, blank=True, default="")
    is_optional = models.BooleanField(_("may be skipped"), default=False)
    # Health, money, family: on the desk behind a press that is written down.
    is_sensitive = models.BooleanField(_("the answer is sensitive"), default=False)
    show_if = models.JSONField(_("only show when"), null=True, blank=True, default=None)
    explanation = models.TextField(max_length=20_000, blank=True, default="")
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    low_label = models.CharField(max_length=300, blank=True, default="")
    high_label = models.CharField(max_length=300, blank=True, default="")
    unit = models.CharField(max_length=300, blank=True, default="")
    decimals = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(4)])
    right = models.FloatField(_("right answer"), null=True, blank=True)
    tolerance = models.FloatField(default=0, validators=[MinValueValidator(0)])
    accepted = models.JSONField(_("right answers"), default=list, blank=True)
    earliest_on = models.DateField(null=True, blank=True)
    latest_on = models.DateField(null=True, blank=True)
    # Taken off the quiz, but kept: visitors answered it.
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    position = models.PositiveIntegerField(default=0)

    # The first serves `quiz.questions`, forms and prefetches: archived ones are seen nowhere.
    objects = AskedQuestions()
    with_archived: models.Manager[Question] = models.Manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["quiz", "key"], name="question_key")]

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    key = KeyField()
    text = models.CharField(max_length=300)
    go_to = models.CharField(
        max_length=50, blank=True, default="", help_text=_("Where this answer jumps to.")
    )
    value = models.FloatField(_("what it counts in formulas"), null=True, blank=True)
    is_right = models.BooleanField(_("a right answer"), default=False)
    image = models.CharField(max_length=64, blank=True, default="")
    image_alt = models.CharField(max_length=300, blank=True, default="")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="choice_key")]

    def __str__(self) -> str:
        return self.text


class Weight(models.Model):
    """Points that one choice, or one step of a scale, gives to one result or to one topic."""

    choice = models.ForeignKey(
        Choice, on_delete=models.CASCADE, null=True, blank=True, related_name="weights"
    )
    scale = models.ForeignKey(
        Question, on_delete=models.CASCADE, null=True, blank=True, related_name="weights"
    )
    outcome = models.ForeignKey(
        Outcome, on_delete=models.CASCADE, null=True, blank=True, related_name="weights"
    )
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, null=True, blank=True, related_name="weights"
    )
    points = models.IntegerField(validators=[MinValueValidator(-100), MaxValueValidator(100)])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(choice__isnull=True) ^ models.Q(scale__isnull=True),
                name="weight_from_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__isnull=True) ^ models.Q(category__isnull=True),
                name="weight_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(points__range=(-100, 100)), name="weight_points_range"
            ),
            *(
                models.UniqueConstraint(
                    fields=[giver, taker],
                    condition=models.Q(**{f"{giver}__isnull": False, f"{taker}__isnull": False}),
                    name=f"weight_{giver}_{taker}",
                )
                for giver in ("choice", "scale")
                for taker in ("outcome", "category")
            ),
        ]

    def __str__(self) -> str:
        sentence = ngettext("%(points)s point", "%(points)s points", self.points)
        return sentence % {"points": self.points}
