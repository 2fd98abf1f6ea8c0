"""Quizzes in the admin. The roof registers these with what it alone knows: see funnel/admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from quizzes.admin_forms import (
    QuestionForm,
    QuestionRowForm,
    QuizForm,
    ResultForm,
    TopicForm,
    choice_form,
)
from quizzes.models import Category, Choice, Outcome, Question, Quiz
from quizzes.vocabulary import Vocabulary, describe
from quizzes.wording import read_condition

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, StackedInline, TabularInline
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import ModelAdmin, StackedInline, TabularInline


class QuestionInline(TabularInline[Question, Quiz]):
    model = Question
    form = QuestionRowForm
    fields = ("text", "answers", "shown", "position")
    readonly_fields = ("answers", "shown")
    ordering_field = "position"
    hide_ordering_field = True
    hide_title = True
    extra = 0
    # The roof sets it for each page.
    vocabulary = Vocabulary()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).annotate(choice_count=Count("choices"))

    @admin.display(description="Answers")
    def answers(self, question: Question) -> str:
        if question._state.adding:
            return "Save first, then write the answers"
        count: int = getattr(question, "choice_count", 0)
        words = f"{count} answers" if count != 1 else "1 answer"
        return render_to_string(
            "funnel_admin/_edit_link.html",
            {
                "url": reverse("admin:quizzes_question_change", args=[question.pk]),
                "words": words,
                "is_missing": count < 2,
                "about": question.text,
            },
        )

    @admin.display(description="Only show when")
    def shown(self, question: Question) -> str:
        if question._state.adding:
            return "Always"
        words = describe(read_condition(question.show_if), self.vocabulary)
        return words[0].upper() + words[1:]


class ResultInline(StackedInline[Outcome, Quiz]):
    model = Outcome
    form = ResultForm
    fields = ("name", "headline", "interpretation", "first_action", "position")
    ordering_field = "position"
    hide_ordering_field = True
    collapsible = True
    extra = 0


class TopicInline(TabularInline[Category, Quiz]):
    model = Category
    form = TopicForm
    fields = ("name", "position")
    ordering_field = "position"
    hide_ordering_field = True
    hide_title = True
    extra = 0


class QuizAdmin(ModelAdmin[Quiz]):
    form = QuizForm
    actions = None
    list_display = ("name", "scoring")
    inlines = (QuestionInline, ResultInline, TopicInline)
    fieldsets = ((None, {"fields": ("name", "scoring", "default_outcome")}),)
    warn_unsaved_form = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A quiz begins on the ladder of its funnel."""
        return False


class ChoiceInline(StackedInline[Choice, Question]):
    model = Choice
    ordering_field = "position"
    hide_ordering_field = True
    extra = 0
    verbose_name = "answer"
    verbose_name_plural = "answers"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Choice]:
        return super().get_queryset(request).prefetch_related("weights")

    # Any: the options of a formset, passed through untouched.
    def get_formset(self, request: HttpRequest, obj: Question | None = None, **kwargs: Any) -> Any:
        kwargs["form"] = choice_form(obj)
        return super().get_formset(request, obj, **kwargs)

    # Any: the shape of Django's fieldsets.
    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> Any:
        names = choice_form(obj).base_fields
        points = (
            tuple(name for name in names if name.startswith(prefix))
            for prefix in ("result_", "topic_")
        )
        lines = [("text", "go_to"), *filter(None, points), "position"]
        return [(None, {"fields": lines})]


class QuestionAdmin(ModelAdmin[Question]):
    form = QuestionForm
    actions = None
    inlines = (ChoiceInline,)
    # Labels above their fields: points stand side by side.
    compressed_fields = False
    warn_unsaved_form = True

    # Any: the shape of Django's fieldsets.
    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> Any:
        """The condition stands open where there is one."""
        classes = () if obj and obj.show_if else ("collapse",)
        return [
            (None, {"fields": ("text", "help")}),
            ("Only show when", {"fields": ("only_when",), "classes": classes}),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A question begins in the list of its quiz."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        """It leaves the same way."""
        return False
