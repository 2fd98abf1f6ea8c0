"""The page that adds a question: its kind first, then its own page with the fields of that kind."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from funnel.admin.contents import step_of
from funnel.admin.kept_edits import kept_as_edit
from funnel.admin_forms import AddQuestionForm
from quizzes.editing.drafting import add_question
from quizzes.editing.ways import KIND_LINES
from quizzes.models import Question, Quiz

_may_add = permission_required("quizzes.add_question", raise_exception=True)


@require_http_methods(["GET", "POST"])
@_may_add
def add_question_page(request: HttpRequest, pk: int) -> HttpResponse:
    quiz = get_object_or_404(Quiz, pk=pk)
    form = AddQuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = Question.Kind(form.cleaned_data["kind"])
        step = step_of(quiz=quiz.pk)
        funnel, words = step.funnel if step else None, _("question added")
        spoken = funnel.language if funnel else translation.get_language()
        with kept_as_edit(request, funnel, words), translation.override(spoken):
            question = add_question(quiz=quiz, kind=kind, text=form.cleaned_data["text"])
        messages.success(request, _("Question added. Now write what can be answered."))
        return redirect("admin:quizzes_question_change", question.pk)
    context = {
        **admin.site.each_context(request),
        "quiz": quiz,
        "form": form,
        "kinds": [
            {"value": kind.value, "label": kind.label, "icon": icon, "gives": line}
            for kind, (icon, line) in KIND_LINES.items()
        ],
        "chosen": form.data.get("kind", ""),
        "opts": Quiz._meta,
        "title": _("Add a question: %(quiz)s") % {"quiz": quiz.name},
    }
    status = 422 if form.errors else 200
    return render(request, "funnel_admin/add_question.html", context, status=status)
