"""The page of a quiz in the admin. The roof registers it with what it alone knows: funnel/admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.admin_forms import FigureForm, QuizForm, ResultForm, RuledResultForm, TopicForm
from quizzes.editing.asked import said_question
from quizzes.editing.formula_words import offered
from quizzes.editing.ways import deciding, has_results
from quizzes.models import Category, Figure, Outcome, Question, Quiz
from quizzes.wording import SpokenForm, read_condition
from quizzes.wording.describing import describe
from quizzes.wording.vocabulary import Vocabulary, tagless

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, StackedInline, TabularInline
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import ModelAdmin, StackedInline, TabularInline

_BY = Quiz.OutcomeBy


class QuestionRowForm(SpokenForm[Question]):
    spoken_fields = ("text",)
    words = {"text": (gettext_lazy("Question"), "")}


class QuestionInline(TabularInline[Question, Quiz]):
    model = Question
    form = QuestionRowForm
    fields = ("text", "answers", "shown", "position")
    readonly_fields = ("answers", "shown")
    ordering_field = "position"
    hide_ordering_field = True
    hide_title = True
    extra = 0
    verbose_name_plural = gettext_lazy("questions")
    template_after = "funnel_admin/_add_question.html"
    # The roof sets it for each page.
    vocabulary = Vocabulary()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).annotate(choice_count=Count("choices"))

    # Any: the field and its options, passed through untouched.
    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "text":
            field.widget.attrs["aria-label"] = _("Question")
        return field

    @admin.display(description=gettext_lazy("Answers"))
    def answers(self, question: Question) -> str:
        said = said_question(question, getattr(question, "choice_count", 0))
        return render_to_string(
            "funnel_admin/_edit_link.html",
            {
                "url": reverse("admin:quizzes_question_change", args=[question.pk]),
                "words": said.words,
                "is_missing": said.is_missing,
                "about": tagless(question.text),
            },
        )

    @admin.display(description=gettext_lazy("Only show when"))
    def shown(self, question: Question) -> str:
        words = describe(read_condition(question.show_if), self.vocabulary)
        return words[0].upper() + words[1:]

    # Any: the row as Django types it here.
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A question begins with its kind, on a page of its own."""
        return False


class ResultInline(StackedInline[Outcome, Quiz]):
    model = Outcome
    form = ResultForm
    ordering_field = "position"
    hide_ordering_field = True
    collapsible = True
    extra = 0
    verbose_name = gettext_lazy("result")
    verbose_name_plural = gettext_lazy("results, in your order")

    # Any: the options of a formset, passed through untouched.
    def get_formset(self, request: HttpRequest, obj: Quiz | None = None, **kwargs: Any) -> Any:
        by_rule = obj is not None and obj.outcome_by == _BY.RULE
        kwargs["form"] = RuledResultForm if by_rule else ResultForm
        return super().get_formset(request, obj, **kwargs)

    # Any: the shape of Django's fieldsets.
    def get_fieldsets(self, request: HttpRequest, obj: Quiz | None = None) -> Any:
        way = _BY(obj.outcome_by) if obj is not None and has_results(obj) else _BY.POINTS
        own = {
            _BY.CATEGORY: ("category",),
            _BY.TIER: (("at_least", "at_most"),),
            _BY.RANGE: (("at_least", "at_most"),),
            _BY.RULE: ("only_when",),
        }.get(way, ())
        told = ("headline", "interpretation", "first_action", "asks_promise", "share_text")
        return [(None, {"fields": ("name", *own, *told, "position")})]


class FigureInline(StackedInline[Figure, Quiz]):
    model = Figure
    form = FigureForm
    fields = (
        "name",
        "formula",
        ("unit", "round_to"),
        "is_unit_first",
        ("at_least", "at_most"),
        "is_shown",
        "position",
    )
    ordering_field = "position"
    hide_ordering_field = True
    collapsible = True
    extra = 0
    verbose_name = gettext_lazy("figure")
    verbose_name_plural = gettext_lazy("figures worked out from the answers")
    template_before = "funnel_admin/_formula_note.html"

    # Any: the options of a formset, passed through untouched.
    def get_formset(self, request: HttpRequest, obj: Quiz | None = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None:
            # Any: the stubs know the form's base only.
            form: Any = formset.form
            form.names = offered(obj.questions.all(), obj.figures.all())
        return formset


class TopicInline(TabularInline[Category, Quiz]):
    model = Category
    form = TopicForm
    fields = ("name", "position")
    ordering_field = "position"
    hide_ordering_field = True
    hide_title = True
    extra = 0
    verbose_name_plural = gettext_lazy("topics")

    # Any: the field and its options, passed through untouched.
    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "name":
            field.widget.attrs["aria-label"] = _("Name of the topic")
        return field


class QuizAdmin(ModelAdmin[Quiz]):
    form = QuizForm
    actions = None
    list_display = ("named", "scoring_in_words")
    inlines = (QuestionInline, FigureInline, TopicInline, ResultInline)
    # Labels above their fields: cards and numbers stand side by side.
    compressed_fields = False
    warn_unsaved_form = True

    # Any: the shape of Django's fieldsets.
    def get_fieldsets(self, request: HttpRequest, obj: Quiz | None = None) -> Any:
        """Only what belongs to the chosen way."""
        # Any: the shape of Django's fieldsets.
        shape: list[Any] = [(None, {"fields": ("name", "scoring")})]
        if obj is None or not has_results(obj):
            return shape
        shape.append((_("Which result they get"), {"fields": self._decision(obj)}))
        if obj.scoring == Quiz.Scoring.KNOWLEDGE:
            shape.append((_("Right and wrong"), {"fields": ("explains",)}))
        return shape

    # Any: names of fields, some of them in a line together.
    def _decision(self, quiz: Quiz) -> Any:
        own: tuple[Any, ...] = ()
        match quiz.outcome_by:
            case _BY.RANGE:
                own = ("decides",)
            case _BY.POINTS | _BY.CATEGORY:
                own = (("tie", "tie_question"),)
        ways = ("outcome_by",) if deciding(quiz) else ()
        return (*ways, *own, "default_outcome")

    # Any: the list of inlines as Django types it.
    def get_inlines(self, request: HttpRequest, obj: Quiz | None) -> Any:
        if obj is None or has_results(obj):
            return self.inlines
        # What a survey inherited from another way can be taken away, and nothing be added.
        return (QuestionInline, *((ResultInline,) if obj.outcomes.exists() else ()))

    @admin.display(description=gettext_lazy("Name"), ordering="name")
    def named(self, quiz: Quiz) -> str:
        return quiz.name

    @admin.display(description=gettext_lazy("What comes out"), ordering="scoring")
    def scoring_in_words(self, quiz: Quiz) -> str:
        return quiz.get_scoring_display()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A quiz begins on the ladder of its funnel."""
        return False
