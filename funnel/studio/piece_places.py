"""Which piece of a draft a place of its document lies in (`steps.quiz.quiz.questions.rate.text`).

The check's findings are led to their pieces by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from funnel.models import Funnel, Step
from funnel.studio.pieces import Piece, PieceKind, first_piece
from nurture.models import Message, Sequence
from quizzes.models import Outcome, Question


class Pieces:
    """Of one funnel; reads the keys of its rows once."""

    def __init__(self, funnel: Funnel) -> None:
        self.funnel = funnel
        steps = Step.objects.filter(funnel=funnel)
        self.steps = dict(steps.values_list("key", "pk"))
        self.parts = dict(_parts(funnel))
        mine = {*steps.values_list("sequence_id", flat=True)}
        mine |= {*funnel.series_rules.values_list("sequence_id", flat=True)}
        series = Sequence.objects.filter(pk__in=mine - {None})
        self.series = dict(series.values_list("key", "pk"))
        mails = Message.objects.filter(sequence__in=series)
        self.mails = {
            (series_key, key): pk
            for series_key, key, pk in mails.values_list("sequence__key", "key", "pk")
        }

    def slugs(self) -> Iterator[str]:
        """Of every piece there is."""
        for kind in (PieceKind.START, PieceKind.LOOK, PieceKind.SETTINGS):
            yield Piece(kind, self.funnel.pk).slug
        for kind, rows in (
            (PieceKind.STEP, self.steps),
            (PieceKind.SERIES, self.series),
            (PieceKind.MAIL, self.mails),
        ):
            yield from (Piece(kind, pk).slug for pk in rows.values())
        yield from (piece.slug for piece in self.parts.values())

    def at(self, place: str) -> Piece:
        """The piece a place lies in; the first screen where nothing fits."""
        match place.split("."):
            case ["theme", *_rest]:
                return Piece(PieceKind.LOOK, self.funnel.pk)
            case [("slug" | "language" | "double_opt_in" | "embed_on" | "translations"), *_rest]:
                return Piece(PieceKind.SETTINGS, self.funnel.pk)
            case ["steps", str(key), *rest] if key in self.steps:
                return self._in_step(key, rest)
            case ["sequences", str(key), *rest] if key in self.series:
                return self._in_series(key, rest)
        return first_piece(self.funnel)

    def _in_step(self, key: str, rest: list[str]) -> Piece:
        match rest:
            case ["quiz", ("questions" | "outcomes") as room, str(own), *_more]:
                found = self.parts.get((key, room, own))
                if found is not None:
                    return found
        return Piece(PieceKind.STEP, self.steps[key])

    def _in_series(self, key: str, rest: list[str]) -> Piece:
        match rest:
            case ["messages", str(own), *_more] if (key, own) in self.mails:
                return Piece(PieceKind.MAIL, self.mails[key, own])
        return Piece(PieceKind.SERIES, self.series[key])


def _parts(funnel: Funnel) -> Iterator[tuple[tuple[str, str, str], Piece]]:
    for model, room, kind in (
        (Question, "questions", PieceKind.QUESTION),
        (Outcome, "outcomes", PieceKind.RESULT),
    ):
        rows: Iterable[tuple[str, str, int]] = model._default_manager.filter(
            quiz__step__funnel=funnel
        ).values_list("quiz__step__key", "key", "pk")
        for step, key, pk in rows:
            yield (step, room, key), Piece(kind, pk)
