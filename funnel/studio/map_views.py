"""The page with the map of a quiz that branches."""

from __future__ import annotations

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from funnel.document import PollStep, QuizStep
from funnel.models import Funnel, Step
from funnel.publishing.lenient import showable
from funnel.studio.frame import get_funnel, may_change
from funnel.studio.mapping import branches, map_of
from funnel.studio.pieces import Piece, PieceKind, piece_row, read_piece
from quizzes.models import Question


@require_safe
@may_change
def branch_map(request: HttpRequest, pk: int, piece: str) -> HttpResponse:
    """404 for whatever is no quiz."""
    funnel, chosen = get_funnel(pk), read_piece(piece)
    row = piece_row(funnel, chosen) if chosen else None
    document = showable(funnel)
    step = document.step(row.key) if isinstance(row, Step) else None
    if row is None or not isinstance(step, QuizStep | PollStep) or chosen is None:
        raise Http404
    count = len(step.quiz.outcomes)
    end = ngettext("%(count)s result", "%(count)s results", count) % {"count": count}
    drawn = map_of(step.quiz, end if count else _("The end"))
    questions = dict(Question.objects.filter(quiz__step__pk=row.pk).values_list("key", "pk"))
    slugs = [Piece(PieceKind.QUESTION, questions.get(q.key, 0)).slug for q in step.quiz.questions]
    context = {
        **admin.site.each_context(request),
        "opts": Funnel._meta,
        "funnel": funnel,
        "piece": chosen,
        "title": _("Map of branches: %(name)s") % {"name": funnel.name},
        "map": drawn,
        "branches": branches(step.quiz),
        "boxes": list(zip(drawn.boxes, [*slugs, chosen.slug], strict=True)),
    }
    return render(request, "studio/map.html", context)
