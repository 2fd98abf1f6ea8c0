"""Every kind of pane shows the fields of its piece, and saving it as it stands changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from funnel.document import FunnelDocument
from funnel.drafts.rows import draft_rows
from funnel.models import Edit, Funnel, Step
from funnel.studio.panes import pane_context
from funnel.studio.pieces import Piece, PieceKind, piece_row
from nurture.models import Message, Sequence
from quizzes.models import Outcome, Question
from tests.funnel.admin.conftest import (  # noqa: F401  # fixtures of the pages beside these
    login,
    marketer,
    money_habits,
    salesperson,
)
from tests.funnel.admin.form_data import Data, form_data
from tests.funnel.factories import make_funnel, make_rich_document
from tests.funnel.kinds import make_kinds_document
from tests.funnel.mails_document import mails_document

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def pieces_of(funnel: Funnel) -> Iterator[Piece]:
    for kind in (PieceKind.START, PieceKind.LOOK, PieceKind.SETTINGS):
        yield Piece(kind, funnel.pk)
    for kind, rows in (
        (PieceKind.STEP, Step.objects.filter(funnel=funnel)),
        (PieceKind.QUESTION, Question.objects.filter(quiz__step__funnel=funnel)),
        (PieceKind.RESULT, Outcome.objects.filter(quiz__step__funnel=funnel)),
        (PieceKind.SERIES, Sequence.objects.filter(seriesrule__funnel=funnel)),
        (PieceKind.MAIL, Message.objects.filter(sequence__seriesrule__funnel=funnel)),
    ):
        for pk in rows.values_list("pk", flat=True):
            yield Piece(kind, pk)


def as_it_stands(funnel: Funnel, piece: Piece) -> Data:
    """What the pane's form would send if nobody typed anything."""
    row = piece_row(funnel, piece)
    assert row is not None
    context = pane_context(HttpRequest(), funnel, piece, row)
    html = render_to_string(
        "studio/_pane.html", {"funnel": funnel, "piece": piece, "row": row, **context}
    )
    return form_data(HttpResponse(html))


def save(funnel: Funnel, piece: Piece) -> str:
    return reverse("studio:save", args=[funnel.pk, piece.slug])


def rich() -> FunnelDocument:
    """In colours that can be seen: others cannot be saved."""
    return make_rich_document(theme={"accent": "#0b6e4f", "background": "#fbfaf7", "corner": 3})


@pytest.mark.parametrize("document", [rich, make_kinds_document, mails_document])
def test_saving_any_pane_as_it_stands_changes_nothing(
    marketer: Client,  # noqa: F811
    document: Callable[[], FunnelDocument],
) -> None:
    funnel = make_funnel(document())
    before = draft_rows(funnel)
    for piece in pieces_of(funnel):
        answer = marketer.post(save(funnel, piece), as_it_stands(funnel, piece), headers=HTMX)
        assert answer.status_code == 200, (piece, answer.content.decode())
    after = draft_rows(funnel)
    assert {name: row for name, row in after.items() if row != before.get(name)} == {}
    assert Edit.objects.count() == 0
