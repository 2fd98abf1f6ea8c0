"""The middle pane: the forms of one piece. The page shows it, and saving binds it to what came."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from funnel.drafts.fingerprint import fingerprint
from funnel.models import Funnel, Step
from funnel.studio.desk import Desk, Files, Pane
from funnel.studio.mail_context import mail_context
from funnel.studio.pane_funnel import look_pane, settings_pane, start_pane
from funnel.studio.pane_mails import mail_pane, series_pane
from funnel.studio.pane_questions import question_pane, result_pane
from funnel.studio.pane_steps import step_pane
from funnel.studio.pieces import Piece, PieceKind
from nurture.models import Message, Sequence
from quizzes.models import Outcome, Question


def make_pane(
    funnel: Funnel,
    piece: Piece,
    row: Model,
    *,
    now: datetime,
    data: QueryDict | None = None,
    files: Files | None = None,
    gone: str = "",
) -> Pane:
    """The pane of a piece: as it stands, or bound to what was sent. `gone` names a row inside
    that is about to be taken away."""
    desk = Desk(funnel, piece, now, data, files, gone)
    match row:
        case Step():
            return step_pane(desk, row)
        case Question():
            return question_pane(desk, row)
        case Outcome():
            return result_pane(desk, row)
        case Sequence():
            return series_pane(desk, row)
        case Message():
            return mail_pane(desk, row)
    assert isinstance(row, Funnel)
    match piece.kind:
        case PieceKind.LOOK:
            return look_pane(desk, row)
        case PieceKind.SETTINGS:
            return settings_pane(desk, row)
        case _:
            return start_pane(desk, row)


def pane_context(
    request: HttpRequest,
    funnel: Funnel,
    piece: Piece,
    row: Model,
) -> dict[str, object]:
    """What templates/studio/_pane.html reads beside `funnel`, `piece` and `row`."""
    now = timezone.now()
    pane = make_pane(funnel, piece, row, now=now)
    mails = mail_context(request, funnel, row, now=now)
    return {"pane": pane, "seen": fingerprint(funnel, piece), **mails}
