"""What publishing a draft would change, for whom: the page before publishing shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from funnel.document import FunnelDocument
from funnel.models import Funnel, Publication, Visit
from funnel.publishing.canonical import canonical, content_hash
from funnel.publishing.foreseeing_mails import SeriesAhead, series_ahead
from funnel.publishing.loading import published
from funnel.publishing.saying_changes import Line, say_changes
from funnel.publishing.series import series_of
from nurture.models import Enrollment

# Who pressed something in this time may well still be at it.
_ON_THE_WAY = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Ahead:
    """`against` is what the draft is compared with: what is live, else what was last; None for a
    first version. `seen` names the draft, for publish(). `walking` and `reading` are people in
    the middle of it and people who are on its mails; `mails` are the series that change for
    some of them."""

    against: Publication | None
    lines: tuple[Line, ...]
    seen: str
    number: int
    is_new: bool
    walking: int
    reading: int
    mails: tuple[SeriesAhead, ...]


def ahead_of(funnel: Funnel, document: FunnelDocument, *, now: datetime) -> Ahead:
    newest = Publication.objects.versions().filter(funnel=funnel).order_by("-number").first()
    against = funnel.publication or newest
    seen = content_hash(canonical(document))
    is_new = newest is None or newest.content_hash != seen
    number = 0 if newest is None else newest.number
    live = published(against.pk) if against else None
    return Ahead(
        against=against,
        lines=say_changes(live, document) if live else (),
        seen=seen,
        number=number + 1 if is_new else number,
        is_new=is_new,
        walking=_walking(funnel, now),
        reading=Enrollment.objects.filter(
            sequence__in=series_of(funnel), state=Enrollment.State.ACTIVE, lead__is_test=False
        ).count(),
        mails=tuple(series_ahead(funnel, live, document, now=now)) if live else (),
    )


def _walking(funnel: Funnel, now: datetime) -> int:
    visits = Visit.objects.counted().filter(funnel=funnel, finished_at=None)
    return visits.filter(last_act_at__gte=now - _ON_THE_WAY).count()
