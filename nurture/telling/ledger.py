"""What became of every mail to one person, in plain words, with what came back.

The page of a person's mails shows it. It reads only; the number of queries is fixed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from leads.models import Activity, Lead, VisitFacts
from nurture.models import Delivery, Enrollment, MailEvent, MailLink, Reply
from nurture.people import same_person
from nurture.planning.versions import content_of
from nurture.telling.moments import moment
from nurture.telling.reasons import exit_words
from nurture.telling.standing import standing_over
from nurture.telling.stories import Deeds, MailStory, Say, story_of

# Of one person; older ones are counted and not told.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class SeriesStory:
    """One run of one person through a series. `ended` says why it is over, '' while it runs."""

    enrollment_id: int
    sequence_id: int
    name: str
    run: int
    since: datetime
    is_running: bool
    ended: str
    mails: Sequence[MailStory]


@dataclass(frozen=True, slots=True)
class ReplyStory:
    received_at: datetime
    subject: str
    text: str
    way: str


@dataclass(frozen=True, slots=True)
class Mails:
    """`requested`: what they asked for at once. `earlier_count`: mails too old to be told."""

    series: Sequence[SeriesStory]
    requested: Sequence[MailStory]
    replies: Sequence[ReplyStory]
    earlier_count: int

    @property
    def is_empty(self) -> bool:
        return not (self.series or self.requested or self.replies)


def mails_of(lead: Lead, now: datetime, *, zone: str = "", say: Say | None = None) -> Mails:
    """Everything the engine did for this person, newest series first. Call it inside
    timezone.override() of the zone the times are to be said in. Nine queries, and one for each
    limit there is where a mail is planned.

    `zone`: the person's own where it is known. `say`: a condition of a funnel in words.
    """
    people = same_person(lead.pk)
    rows = _deliveries(people)
    deeds = _deeds(people)
    standing = standing_over(rows[:LONGEST], people=people, now=now)
    told: dict[int | None, list[MailStory]] = defaultdict(list)
    for row in reversed(rows[:LONGEST]):
        held = standing.get(row.pk)
        story = story_of(row, deeds, zone=zone, now=now, say=say, standing=held)
        told[row.enrollment_id].append(story)
    places = Enrollment.objects.filter(lead__in=people).select_related("version")
    replies = Reply.objects.filter(lead__in=people)
    return Mails(
        series=[_series(place, told[place.pk]) for place in places.order_by("-enrolled_at", "-pk")],
        requested=told[None],
        replies=[
            ReplyStory(each.received_at, each.subject, each.text, each.get_way_display())
            for each in replies[:LONGEST]
        ],
        earlier_count=max(0, len(rows) - LONGEST),
    )


def _deeds(people: Sequence[int]) -> Deeds:
    acts = Activity.objects.filter(lead__in=people).order_by("occurred_at", "pk")
    visits = VisitFacts.objects.filter(lead__in=people)
    return Deeds(list(acts), dict(visits.values_list("visit_id", "funnel_id")))


def _deliveries(people: Iterable[int]) -> list[Delivery]:
    """Newest first, one more than is told."""
    links = MailLink.objects.filter(pressed_at__isnull=False).order_by("pressed_at")
    events = MailEvent.objects.order_by("occurred_at", "pk")
    rows = Delivery.objects.filter(lead__in=people).exclude(purpose=Delivery.Purpose.STAFF)
    return list(
        rows.select_related("address", "answer", "enrollment__version", "enrollment__sequence")
        .prefetch_related(
            Prefetch("links", links, to_attr="pressed_links"),
            Prefetch("events", events, to_attr="told_events"),
        )
        .order_by("-created_at", "-pk")[: LONGEST + 1]
    )


def _series(place: Enrollment, mails: Sequence[MailStory]) -> SeriesStory:
    is_running = place.state == Enrollment.State.ACTIVE
    return SeriesStory(
        enrollment_id=place.pk,
        sequence_id=place.sequence_id,
        name=content_of(place.version).sequence.name,
        run=place.run,
        since=place.enrolled_at,
        is_running=is_running,
        ended="" if is_running else _ended(place),
        mails=mails,
    )


def _ended(place: Enrollment) -> str:
    at = moment(place.ended_at) if place.ended_at else ""
    if place.state == Enrollment.State.FINISHED:
        return _("finished %(at)s: every mail of it is done with") % {"at": at}
    return _("ended %(at)s: %(why)s") % {"at": at, "why": exit_words(place.exit_reason)}
