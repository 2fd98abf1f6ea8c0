"""The chooser: what to add, in words, and it stands in the list ready to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django_stubs_ext import StrPromise

from funnel.admin_forms import STEP_KINDS, AddQuestionForm, AddSeriesForm, AddStepForm
from funnel.drafts.adding import (
    grow_mail,
    grow_question,
    grow_result,
    grow_series,
    grow_step,
)
from funnel.models import Funnel, Step
from funnel.studio.frame import (
    Said,
    get_funnel,
    is_htmx,
    may_change,
    page_context,
    person,
    shown,
    standing,
)
from funnel.studio.growing_forms import AddMailForm, AddResultForm
from funnel.studio.pieces import Piece, piece_row, read_piece
from nurture.models import Sequence
from quizzes.editing.ways import KIND_LINES
from quizzes.models import Question, Quiz

AddForm = AddStepForm | AddQuestionForm | AddSeriesForm | AddResultForm | AddMailForm
_TITLES: Mapping[str, StrPromise] = {
    "step": gettext_lazy("Add a step"),
    "question": gettext_lazy("Add a question"),
    "result": gettext_lazy("Add a result"),
    "mail": gettext_lazy("Add a mail"),
    "series": gettext_lazy("Add a mail series"),
}
_LEGENDS: Mapping[str, StrPromise] = {
    "step": gettext_lazy("What do you ask for, and what does it give at once?"),
    "question": gettext_lazy("How do people answer?"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be added, and where: the quiz or mail series it belongs to."""

    what: str
    quiz: Quiz | None = None
    series: Sequence | None = None


@require_http_methods(["GET", "POST"])
@may_change
def grow(request: HttpRequest, pk: int) -> HttpResponse:
    """`what` is step, question, result, mail or series; `under` the piece it is added to."""
    funnel = get_funnel(pk)
    sent = request.POST if request.method == "POST" else request.GET
    wanted = _wanted(funnel, sent.get("what", "step"), sent.get("under", ""))
    form = _form(funnel, wanted, request)
    if request.method == "POST" and form.is_valid():
        made = _grow(request, funnel, wanted, form)
        return shown(request, funnel, made, Said(_("Added. Now write it."), undo=True))
    context = {
        **page_context(request, funnel, standing(funnel, read_piece(sent.get("under", "")))),
        "middle": "studio/_grow.html",
        "form": form,
        "what": wanted.what,
        "under": sent.get("under", ""),
        "heading": _TITLES[wanted.what],
        "legend": _LEGENDS.get(wanted.what, ""),
        "kinds": _kinds(wanted.what),
        "chosen": form.data.get("kind", ""),
    }
    template = "studio/_grow.html" if is_htmx(request) else "studio/page.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _wanted(funnel: Funnel, what: str, under: str) -> Wanted:
    """Raises Http404 where there is nothing of that kind to add, or nowhere to add it."""
    piece = read_piece(under)
    row = piece_row(funnel, piece) if piece else None
    if what in ("step", "series"):
        return Wanted(what)
    if what in ("question", "result") and isinstance(row, Step) and row.quiz is not None:
        return Wanted(what, quiz=row.quiz)
    if what == "mail" and isinstance(row, Sequence):
        return Wanted(what, series=row)
    raise Http404


def _form(funnel: Funnel, wanted: Wanted, request: HttpRequest) -> AddForm:
    data = request.POST if request.method == "POST" else None
    match wanted.what:
        case "step":
            return AddStepForm(data)
        case "question":
            return AddQuestionForm(data)
        case "series":
            return AddSeriesForm(data, funnel=funnel)
        case "result":
            return AddResultForm(data)
        case _:
            return AddMailForm(data)


def _grow(request: HttpRequest, funnel: Funnel, wanted: Wanted, form: forms.Form) -> Piece:
    by, now, said = person(request), timezone.now(), form.cleaned_data
    if wanted.what == "question" and wanted.quiz is not None:
        kind = Question.Kind(said["kind"])
        return grow_question(
            funnel=funnel, quiz=wanted.quiz, kind=kind, text=said["text"], by=by, now=now
        )
    if wanted.what == "result" and wanted.quiz is not None:
        return grow_result(funnel=funnel, quiz=wanted.quiz, name=said["name"], by=by, now=now)
    if wanted.what == "mail" and wanted.series is not None:
        subject = said["subject"]
        return grow_mail(funnel=funnel, sequence=wanted.series, subject=subject, by=by, now=now)
    if wanted.what == "series":
        return grow_series(funnel=funnel, result=said["result"], name=said["name"], by=by, now=now)
    return grow_step(
        funnel=funnel, kind=Step.Kind(said["kind"]), title=said["title"], by=by, now=now
    )


def _kinds(what: str) -> list[dict[str, object]]:
    if what == "step":
        return [
            {"value": kind.value, "label": kind.label, "icon": icon, "gives": gives, "ask": ask}
            for kind, icon, gives, ask in STEP_KINDS
        ]
    if what == "question":
        return [
            {"value": kind.value, "label": kind.label, "icon": icon, "gives": line}
            for kind, (icon, line) in KIND_LINES.items()
        ]
    return []
