# ruff: noqa: ARG002  # the signatures of Django's hooks
"""The page of a question in the admin: the fields of its kind, and its choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.models import Choice, Question, Quiz
from quizzes.question_forms import choice_form, question_form

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, StackedInline
else:  # unfold ships no types; its classes keep the interface of Django's
    from unfold.admin import ModelAdmin, StackedInline

_KIND = Question.Kind
MOST_ANSWERS = {_KIND.RANKING: 7, _KIND.YES_NO: 2}
WITH_ANSWERS = (_KIND.SINGLE, _KIND.MULTIPLE, _KIND.PICTURE, _KIND.YES_NO, _KIND.RANKING)
# A jump follows one answer; an order of all of them is none.
JUMPING = (_KIND.SINGLE, _KIND.MULTIPLE, _KIND.PICTURE, _KIND.YES_NO)


class ChoiceInline(StackedInline[Choice, Question]):
    model = Choice
    ordering_field = "position"
    hide_ordering_field = True
    extra = 0
    verbose_name = gettext_lazy("answer")
    verbose_name_plural = gettext_lazy("answers")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Choice]:
        return super().get_queryset(request).prefetch_related("weights")

    # Any: the options of a formset, passed through untouched.
    def get_formset(self, request: HttpRequest, obj: Question | None = None, **kwargs: Any) -> Any:
        kwargs["form"] = choice_form(obj)
        kwargs["can_delete"] = obj is None or obj.kind != _KIND.YES_NO
        kwargs["validate_max"] = True
        return super().get_formset(request, obj, **kwargs)

    def get_max_num(
        self, request: HttpRequest, obj: Question | None = None, **kwargs: object
    ) -> int:
        return MOST_ANSWERS.get(_KIND(obj.kind), 12) if obj else 12

    # Any: the shape of Django's fieldsets.
    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> Any:
        form = choice_form(obj)
        points = (
            tuple(name for name in form.base_fields if name.startswith(prefix))
            for prefix in ("result_", "topic_")
        )
        first = ("text", "go_to") if obj and obj.kind in JUMPING else ("text",)
        picture = ("image", "image_alt") if "image" in form.base_fields else ()
        # Any: names of fields, some of them in a line together.
        lines: list[Any] = [first, picture, counted(obj), *points]
        return [(None, {"fields": [*filter(None, lines), "position"]})]


def counted(question: Question | None) -> tuple[str, ...]:
    """What of a choice counts: a value where formulas are, right or wrong in a knowledge quiz."""
    if question is None or question.kind == _KIND.RANKING:
        return ()
    quiz = question.quiz
    has_value = quiz.scoring == Quiz.Scoring.CALCULATOR or quiz.figures.exists()
    is_judged = quiz.scoring == Quiz.Scoring.KNOWLEDGE
    return (*(("value",) if has_value else ()), *(("is_right",) if is_judged else ()))


class QuestionAdmin(ModelAdmin[Question]):
    actions = None
    inlines = (ChoiceInline,)
    # Labels above their fields: points stand side by side.
    compressed_fields = False
    warn_unsaved_form = True

    # Any: the options and the class of a form, passed through untouched.
    def get_form(
        self, request: HttpRequest, obj: Question | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is not None:
            kwargs["form"] = question_form(obj)
        return super().get_form(request, obj, change, **kwargs)

    # Any: the list of inlines as Django types it.
    def get_inlines(self, request: HttpRequest, obj: Question | None) -> Any:
        return self.inlines if obj and obj.kind in WITH_ANSWERS else ()

    # Any: the shape of Django's fieldsets.
    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> Any:
        """The fields of its kind; what is rarely needed stands closed until it says something."""
        if obj is None:
            return [(None, {"fields": ("text", "help")})]
        form = question_form(obj)
        is_knowledge = obj.quiz.scoring == Quiz.Scoring.KNOWLEDGE
        points = tuple(n for n in form.base_fields if n.startswith(("result_", "topic_")))
        right = (*form.own_if_knowledge, "explanation") if is_knowledge else ()
        sections = [
            (obj.get_kind_display(), ("text", "help", *form.own), True),
            (_("Points"), (points,) if points else (), True),
            (_("Right and wrong"), right, True),
            (
                _("Skipping, why you ask, and privacy"),
                ("is_optional", "why", "is_sensitive"),
                bool(obj.why or obj.is_sensitive),
            ),
            (_("Picture above the question"), ("image", "image_alt"), bool(obj.image)),
            (_("Only show when"), ("only_when",), bool(obj.show_if)),
        ]
        # What was sent back may have its fault in any of them.
        is_back = request.method == "POST"
        return [
            (title, {"fields": fields, "classes": () if is_open or is_back else ("collapse",)})
            for title, fields, is_open in sections
            if fields
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A question begins in the list of its quiz."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        """It leaves the same way."""
        return False
