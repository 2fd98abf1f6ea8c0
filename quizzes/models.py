"""Drafts of quizzes: what marketers edit. Visitors are served from publications only."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

validate_key = RegexValidator(
    r"^[a-z0-9][a-z0-9_-]{0,49}\Z", "Use small letters, digits, - and _ only."
)


class KeyField(models.CharField[str, str]):
    """A stable key: set once, survives renaming, what answers and links refer to."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 50)
        kwargs.setdefault("validators", [validate_key])
        super().__init__(**kwargs)  # type: ignore[arg-type]  # passed through untouched


class Quiz(models.Model):
    class Scoring(models.TextChoices):
        PERSONALITY = "personality", "The result with most points"
        NONE = "none", "No result (poll or survey)"

    name = models.CharField(max_length=300)
    scoring = models.CharField(max_length=20, choices=Scoring, default=Scoring.PERSONALITY)
    default_outcome = models.ForeignKey(
        "Outcome", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "quizzes"

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
        verbose_name = "topic"
        constraints = [models.UniqueConstraint(fields=["quiz", "key"], name="category_key")]

    def __str__(self) -> str:
        return self.name


class Outcome(models.Model):
    """A result. On a tie the one that stands first wins."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="outcomes")
    key = KeyField()
    name = models.CharField(max_length=300)
    headline = models.CharField(max_length=300)
    interpretation = models.TextField(max_length=20_000)
    first_action = models.TextField("what to do first", max_length=20_000)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "result"
        constraints = [models.UniqueConstraint(fields=["quiz", "key"], name="outcome_key")]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    class Kind(models.TextChoices):
        SINGLE = "single", "One choice"

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="questions")
    key = KeyField()
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SINGLE)
    text = models.CharField(max_length=300)
    help = models.CharField(max_length=300, blank=True, default="")
    show_if = models.JSONField("only show when", null=True, blank=True, default=None)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["quiz", "key"], name="question_key")]

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    key = KeyField()
    text = models.CharField(max_length=300)
    go_to = models.CharField(
        max_length=50, blank=True, default="", help_text="Where this answer jumps to."
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="choice_key")]

    def __str__(self) -> str:
        return self.text


class Weight(models.Model):
    """Points that one choice gives to one result or to one topic."""

    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="weights")
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
                condition=models.Q(outcome__isnull=True) ^ models.Q(category__isnull=True),
                name="weight_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(points__range=(-100, 100)), name="weight_points_range"
            ),
            models.UniqueConstraint(
                fields=["choice", "outcome"],
                condition=models.Q(outcome__isnull=False),
                name="weight_choice_outcome",
            ),
            models.UniqueConstraint(
                fields=["choice", "category"],
                condition=models.Q(category__isnull=False),
                name="weight_choice_category",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points} points"
