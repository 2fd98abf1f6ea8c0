"""A quiz of the ladder and its questions, each on a page of its own."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from funnel.admin.adding_questions import add_question_page
from funnel.admin.coming import coming_out
from funnel.admin.contents import OnLadder, OnStep, Place, step_of
from funnel.admin.vocabulary import vocabulary_of
from funnel.drafts.removing import remove_questions
from funnel.models import Step
from leads.picture_forms import MediaShelf
from quizzes.admin import QuizAdmin
from quizzes.admin_forms import QuizForm
from quizzes.models import Question, Quiz
from quizzes.question_admin import QuestionAdmin
from quizzes.wording.picturing import PicturedForm
from quizzes.wording.vocabulary import Vocabulary, tagless


@admin.register(Quiz)
class LadderQuizAdmin(OnStep[Quiz], QuizAdmin):
    step_field = "quiz"
    change_form_outer_before_template = "funnel_admin/_quiz_top.html"

    def vocabulary(self, place: Place) -> Vocabulary:
        """A result recalls what its own quiz asked."""
        following = place.funnel.steps.filter(position__gt=place.step.position if place.step else 0)
        return vocabulary_of(place.funnel, before=following.first())

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "<int:pk>/add-question/",
                self.admin_site.admin_view(add_question_page),
                name="quizzes_add_question",
            ),
        ]
        return [*own, *super().get_urls()]

    # Any: the extra context of an admin page.
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        step = step_of(quiz=int(object_id)) if object_id and object_id.isdigit() else None
        coming = coming_out(step) if step and request.method == "GET" else None
        extra = {**(extra_context or {}), "coming": coming}
        return super().changeform_view(request, object_id, form_url, extra)

    # Any: the shape of Django's fieldsets.
    def get_fieldsets(self, request: HttpRequest, obj: Quiz | None = None) -> Any:
        """A poll asks one thing and leads to no result."""
        if _is_poll(obj):
            return [(None, {"fields": ("name",)})]
        return super().get_fieldsets(request, obj)

    # Any: formsets of several models pass here.
    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A question that visitors answered is archived, not deleted."""
        if formset.model is not Question:
            super().save_formset(request, form, formset, change)
            return
        for question in formset.save(commit=False):
            question.save()
        remove_questions(questions=formset.deleted_objects, now=timezone.now())

    def response_post_save_change(self, request: HttpRequest, obj: Quiz) -> HttpResponseRedirect:
        """Who chose another way stays, because the page now asks for other things."""
        if getattr(obj, "changes_way", False):
            messages.info(request, _("Now this page asks for what belongs to the new way."))
            return redirect("admin:quizzes_quiz_change", obj.pk)
        return super().response_post_save_change(request, obj)

    # Any: Django hands over whatever form the page had.
    def save_model(self, request: HttpRequest, obj: Quiz, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if isinstance(form, QuizForm):
            # Read again by response_post_save_change() in this request only.
            obj.changes_way = form.changes_way  # type: ignore[attr-defined]  # no column of the row


@admin.register(Question)
class LadderQuestionAdmin(OnLadder[Question], QuestionAdmin):
    def place(self, row: Question) -> Place | None:
        step = step_of(quiz=row.quiz_id)
        if step is None:
            return None
        back = reverse("admin:quizzes_quiz_change", args=[row.quiz_id])
        return Place(step.funnel, step, back, row.quiz.name)

    # Any: the extra context of an admin page.
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page's head names the question without its tags."""
        row = self.get_object(request, object_id) if object_id else None
        extra = {**(extra_context or {})}
        if row is not None:
            named = copy(row)
            named.text = tagless(row.text)
            extra |= {"original": named, "subtitle": str(named)}
        return super().changeform_view(request, object_id, form_url, extra)

    # Any: the options and the class of a form, passed through untouched.
    def get_form(
        self, request: HttpRequest, obj: Question | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return _with_shelf(form)

    # Any: Django's pairs of formset class and inline.
    def get_formsets_with_inlines(self, request: HttpRequest, obj: Question | None = None) -> Any:
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.form = _with_shelf(formset.form)
            yield formset, inline

    def _words(self, obj: Question) -> Vocabulary:
        step = step_of(quiz=obj.quiz_id)
        if step is None:
            return Vocabulary()
        return vocabulary_of(step.funnel, before=step, before_question=obj)


# Any: a form class of one of several models.
def _with_shelf(form: type[Any]) -> type[Any]:
    if issubclass(form, PicturedForm):
        form.shelf = MediaShelf(timezone.now())
    return form


def _is_poll(quiz: Quiz | Model | None) -> bool:
    step = getattr(quiz, "step", None)
    return step is not None and step.kind == Step.Kind.POLL
