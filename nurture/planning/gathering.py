"""Everything that decides about a batch of people on series, read in a handful of queries.

Called by dispatching. How many queries it takes does not depend on the size of the batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Max
from django.db.models.functions import Cast

from leads.models import Activity, EmailAddress, Lead, VisitFacts
from leads.permission import may_email, permitted
from nurture.models import Delivery, Enrollment
from nurture.planning.deciding import Decision, decide
from nurture.planning.exits import GOALS, exit_of
from nurture.planning.facts import facts_of
from nurture.planning.versions import SeriesContent


@dataclass(frozen=True, slots=True)
class Gathered:
    """`goals`: lead id to when it last did what series ask for. `permitted`: purpose and
    enrollment id."""

    goals: dict[int, datetime]
    permitted: set[tuple[str, int]]
    stories: dict[tuple[int, int | None], VisitFacts]
    written: dict[int, set[str]]

    def decide(self, enrollment: Enrollment, content: SeriesContent) -> Decision:
        person = _person(enrollment)
        story = self.stories.get((enrollment.lead_id, enrollment.visit_id))
        return decide(
            content,
            position=enrollment.position,
            way_out=self._way_out(enrollment, person, content.sequence.purpose),
            facts=facts_of(story, depth=person.depth),
            written=self.written.get(enrollment.pk, set()),
        )

    def _way_out(
        self, enrollment: Enrollment, person: Lead, purpose: str
    ) -> Enrollment.Exit | None:
        if person.stage == Lead.Stage.WON:
            return Enrollment.Exit.WON
        if person.stage == Lead.Stage.DISQUALIFIED:
            return Enrollment.Exit.DISQUALIFIED
        reached = [self.goals.get(pk) for pk in {person.pk, enrollment.lead_id}]
        if any(at is not None and at > enrollment.enrolled_at for at in reached):
            return Enrollment.Exit.GOAL
        if (purpose, enrollment.pk) in self.permitted:
            return None
        # Rare, so one by one; whether it will pass is the hand-over's business.
        topic = str(enrollment.sequence_id)
        return exit_of(may_email(address=enrollment.address, purpose=purpose, topic=topic))


def gather(enrollments: Sequence[Enrollment]) -> Gathered:
    lead_ids = {each.lead_id for each in enrollments} | {_person(each).pk for each in enrollments}
    goals = (
        Activity.objects.filter(lead_id__in=lead_ids, kind__in=GOALS)
        .order_by()
        .values_list("lead_id")
        .annotate(last=Max("occurred_at"))
    )
    stories = VisitFacts.objects.filter(
        lead_id__in=lead_ids, visit_id__in={each.visit_id for each in enrollments if each.visit_id}
    )
    written: dict[int, set[str]] = defaultdict(set)
    for pk, key in Delivery.objects.filter(enrollment__in=enrollments).values_list(
        "enrollment_id", "message_key"
    ):
        if pk is not None:
            written[pk].add(key)
    return Gathered(
        goals=dict(goals),
        permitted=_permitted(enrollments),
        stories={(each.lead_id, each.visit_id): each for each in stories},
        written=dict(written),
    )


def _permitted(enrollments: Sequence[Enrollment]) -> set[tuple[str, int]]:
    """Asked for both purposes: which one counts stands in each person's version."""
    places = EmailAddress.objects.filter(enrollments__in=[each.pk for each in enrollments])
    named = places.annotate(topic=Cast("enrollments__sequence_id", CharField()))
    return {
        (purpose, pk)
        for purpose in Delivery.SERIES
        for pk in named.filter(permitted(purpose, topic_from="topic")).values_list(
            "enrollments__pk", flat=True
        )
    }


def _person(enrollment: Enrollment) -> Lead:
    return enrollment.lead.merged_into or enrollment.lead
