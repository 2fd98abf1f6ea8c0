"""The findings of a draft as the studio shows them: each beside the piece it concerns."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from funnel.admin.places import Spots
from funnel.checking.drafts import QUICK, Checked, check_draft
from funnel.checking.findings import Finding
from funnel.checking.saying_shares import percent
from funnel.checking.subject import Subject
from funnel.document import FunnelDocument
from funnel.models import Funnel
from funnel.studio.piece_places import Pieces
from funnel.studio.pieces import Piece, PieceKind

# More than this at once is a wall: people then change nothing.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the piece it belongs to; `where` says the place in words."""

    finding: Finding
    piece: Piece
    where: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What one piece has, or the whole funnel: the worst first."""

    shown: tuple[Found, ...]
    more: tuple[Found, ...]
    ignored: tuple[Found, ...]
    elsewhere: int
    skipped: bool
    good: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands beside a piece in the ladder; `is_bad` where a finding blocks going live."""

    slug: str
    count: int = 0
    is_bad: bool = False


class Board:
    """The whole draft checked once; its findings by piece."""

    def __init__(self, funnel: Funnel) -> None:
        self.funnel = funnel
        self.checked: Checked = check_draft(funnel, limit=QUICK)
        self.pieces, spots = Pieces(funnel), Spots(funnel)
        self.found = tuple(
            Found(each, self.pieces.at(each.place), spots.find(each.path).words)
            for each in self.checked.report.findings
        )

    def of(self, piece: Piece | None) -> Findings:
        """Of one piece; of the whole funnel for None."""
        mine = [each for each in self.found if piece in (None, each.piece)]
        standing = [each for each in mine if not each.finding.ignored_because]
        return Findings(
            shown=tuple(standing[:SHOWN]),
            more=tuple(standing[SHOWN:]),
            ignored=tuple(each for each in mine if each.finding.ignored_because),
            elsewhere=len(self._standing()) - len(standing),
            skipped=bool(self.checked.report.skipped),
            good="" if standing or not piece else _good_news(self.checked.document, piece),
        )

    def marks(self) -> list[Mark]:
        """For each piece of the draft, those without a finding among them."""
        marks = {slug: Mark(slug) for slug in self.pieces.slugs()}
        for each in self._standing():
            mark = marks.get(each.piece.slug, Mark(each.piece.slug))
            is_bad = mark.is_bad or each.finding.blocks
            marks[mark.slug] = Mark(mark.slug, mark.count + 1, is_bad)
        return list(marks.values())

    def _standing(self) -> list[Found]:
        return [each for each in self.found if not each.finding.ignored_because]


def _good_news(document: FunnelDocument | None, piece: Piece) -> str:
    """One line; beside the first screen it says what all ways through the quiz come to."""
    if document is None:
        return ""
    counts = Subject(document, QUICK).counts.values()
    is_known = counts and all(each.reached is not None for each in counts)
    if piece.kind is not PieceKind.START or not is_known:
        return _("Nothing to put right here.")
    ties = next((each.ties for each in counts if each.ties), None)
    if ties is None:
        return _("Every way through the quiz ends in a result, and none in a tie.")
    words = _("Every way through the quiz ends in a result. Ties: %(share)s.")
    return words % {"share": percent(ties)}
