"""Everything that decides about a batch of people on series, read in a handful of queries.

Called by dispatching and the rehearsal. How many queries it takes does not depend on the size of
the batch; ledgers and answers are read only where a condition asks for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import CharField
from django.db.models.functions import Cast

from leads import warmth
from leads.models import Activity, EmailAddress, Lead, VisitFacts
from leads.permission import may_email, permitted
from leads.scoring_models import current
from nurture.models import Delivery, Enrollment, MailAnswer, MailLink, SequenceVersion
from nurture.planning.deciding import Decision, decide
from nurture.planning.exits import exit_of
from nurture.planning.facts import facts_of
from nurture.planning.following import written_keys
from nurture.planning.needs import Needs, needs_of
from nurture.planning.versions import SeriesContent, content_of
from nurture.planning.yeses import BY_KIND, STEP_KINDS, did, is_one_of
from quizzes.conditions import Facts

# Links of a mail that are no act on what it says.
_NO_ACTS = ("unsubscribe", "preferences", "open", "confirm")


@dataclass(frozen=True, slots=True)
class Gathered:
    """By person (the root of a merge): `goals`, acts that may be one, `ledgers`, and the visits of
    each funnel. By enrollment: what was written, `answers` given in mails, mails `pressed`.
    `permitted`: purpose and enrollment id."""

    now: datetime
    goals: Mapping[int, Sequence[Activity]] = field(default_factory=dict)
    permitted: frozenset[tuple[str, int]] = frozenset()
    stories: Mapping[tuple[int, int | None], VisitFacts] = field(default_factory=dict)
    written: Mapping[int, Sequence[str]] = field(default_factory=dict)
    ledgers: Mapping[int, Sequence[Activity]] = field(default_factory=dict)
    visits: Mapping[tuple[int, int], frozenset[int]] = field(default_factory=dict)
    answers: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    pressed: Mapping[int, Sequence[str]] = field(default_factory=dict)

    def decide(
        self, enrollment: Enrollment, content: SeriesContent, *, day: timedelta = timedelta(days=1)
    ) -> Decision:
        """`day`: how long a day of waiting for a condition lasts."""
        return decide(
            content,
            position=enrollment.position,
            way_out=self.way_out(enrollment, content),
            facts=self.facts(enrollment),
            written=frozenset(self.written.get(enrollment.pk, ())),
            now=self.now,
            waiting_since=enrollment.waiting_since,
            day=day,
        )

    def facts(self, enrollment: Enrollment) -> Facts:
        person = person_of(enrollment)
        story = self.stories.get((enrollment.lead_id, enrollment.visit_id))
        ledger = self.ledgers.get(person.pk)
        return facts_of(
            story,
            depth=person.depth,
            warmth=None
            if ledger is None
            else warmth.score(ledger, self.now, current().model).total,
            did=self._did(enrollment, person),
            mail_answers=self.answers.get(enrollment.pk),
        )

    def _did(self, enrollment: Enrollment, person: Lead) -> frozenset[str]:
        return did(
            self.ledgers.get(person.pk, ()),
            visits=self._visits(enrollment, person),
            pressed=self.pressed.get(enrollment.pk, ()),
        )

    def _visits(self, enrollment: Enrollment, person: Lead) -> frozenset[int]:
        return self.visits.get((person.pk, enrollment.funnel_id), frozenset())

    def way_out(self, enrollment: Enrollment, content: SeriesContent) -> Enrollment.Exit | None:
        """Why the person leaves this series now, if so."""
        person = person_of(enrollment)
        if person.stage == Lead.Stage.WON:
            return Enrollment.Exit.WON
        if person.stage == Lead.Stage.DISQUALIFIED:
            return Enrollment.Exit.DISQUALIFIED
        goals, visits = content.sequence.goals, self._visits(enrollment, person)
        if any(
            act.occurred_at > enrollment.enrolled_at and is_one_of(act, goals, visits=visits)
            for act in self.goals.get(person.pk, ())
        ):
            return Enrollment.Exit.GOAL
        if (content.sequence.purpose, enrollment.pk) in self.permitted:
            return None
        # Rare, so one by one; whether it will pass is the hand-over's business.
        topic = str(enrollment.sequence_id)
        purpose = content.sequence.purpose
        return exit_of(may_email(address=enrollment.address, purpose=purpose, topic=topic))


def gather(enrollments: Sequence[Enrollment], *, now: datetime) -> Gathered:
    if not enrollments:
        return Gathered(now)
    needs, wanting = _needs(enrollments)
    roots = _rows_of({person_of(each).pk for each in enrollments})
    stories = VisitFacts.objects.filter(
        lead_id__in={each.lead_id for each in enrollments},
        visit_id__in={each.visit_id for each in enrollments if each.visit_id},
    )
    return Gathered(
        now,
        goals=_goals(enrollments, roots, needs),
        permitted=_permitted(enrollments),
        stories={(each.lead_id, each.visit_id): each for each in stories},
        written=written_keys(enrollments),
        ledgers=_ledgers(wanting, roots),
        visits=_visits(roots) if needs.visits else {},
        answers=_answers(enrollments) if needs.mail_answers else {},
        pressed=_pressed(enrollments) if needs.pressed else {},
    )


def person_of(enrollment: Enrollment) -> Lead:
    return enrollment.lead.merged_into or enrollment.lead


def _needs(enrollments: Iterable[Enrollment]) -> tuple[Needs, set[int]]:
    """What the versions of these ask for together, and the people whose ledger one of them reads.

    A version that cannot be read asks for nothing; deciding about its people says so.
    """
    known: dict[int, Needs] = {}
    for each in enrollments:
        if each.version_id not in known:
            known[each.version_id] = _needs_of(each.version)
    wanting = {person_of(each).pk for each in enrollments if known[each.version_id].ledger}
    return reduce(or_, known.values()), wanting


def _needs_of(version: SequenceVersion) -> Needs:
    try:
        return needs_of(content_of(version))
    except ValueError:
        return Needs()


def _rows_of(people: set[int]) -> dict[int, int]:
    """Every lead row of these people, and whose it is."""
    merged = Lead.objects.filter(merged_into__in=people).order_by()
    rows = {pk: root for pk, root in merged.values_list("pk", "merged_into_id") if root is not None}
    return {pk: pk for pk in people} | rows


def _goals(
    enrollments: Iterable[Enrollment], roots: Mapping[int, int], needs: Needs
) -> dict[int, list[Activity]]:
    """Acts since the first of them began that may be a goal; few of a ledger's rows are."""
    kinds = {BY_KIND[each] for each in needs.goals if each in BY_KIND}
    if any(each.startswith("step:") for each in needs.goals):
        kinds |= set(STEP_KINDS)
    if not kinds:
        return {}
    since = min(each.enrolled_at for each in enrollments)
    acts = Activity.objects.filter(lead_id__in=roots, kind__in=kinds, occurred_at__gt=since)
    return _by_person(acts, roots)


def _ledgers(people: set[int], roots: Mapping[int, int]) -> dict[int, list[Activity]]:
    if not people:
        return {}
    mine = [pk for pk, root in roots.items() if root in people]
    found = _by_person(Activity.objects.filter(lead_id__in=mine), roots)
    return {pk: found.get(pk, []) for pk in people}


def _by_person(acts: Iterable[Activity], roots: Mapping[int, int]) -> dict[int, list[Activity]]:
    found: dict[int, list[Activity]] = defaultdict(list)
    for act in acts:
        found[roots[act.lead_id]].append(act)
    return dict(found)


def _visits(roots: Mapping[int, int]) -> dict[tuple[int, int], frozenset[int]]:
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    rows = VisitFacts.objects.filter(lead_id__in=roots).order_by()
    for lead_id, funnel_id, visit_id in rows.values_list("lead_id", "funnel_id", "visit_id"):
        found[roots[lead_id], funnel_id].add(visit_id)
    return {key: frozenset(ids) for key, ids in found.items()}


def _answers(enrollments: Iterable[Enrollment]) -> dict[int, dict[str, str]]:
    """The newest answer of each mail of a run."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = MailAnswer.objects.filter(delivery__enrollment__in=[each.pk for each in enrollments])
    columns = ("delivery__enrollment_id", "delivery__message_key", "choice_key")
    for pk, key, choice in rows.order_by("answered_at").values_list(*columns):
        if pk is not None:
            found[pk][key] = choice
    return dict(found)


def _pressed(enrollments: Iterable[Enrollment]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    mine = Delivery.objects.filter(enrollment__in=[each.pk for each in enrollments])
    acted = MailLink.objects.filter(pressed_at__isnull=False).exclude(target__in=_NO_ACTS)
    rows = mine.filter(links__in=acted).order_by().distinct()
    for pk, key in rows.values_list("enrollment_id", "message_key"):
        if pk is not None:
            found[pk].append(key)
    return dict(found)


def _permitted(enrollments: Sequence[Enrollment]) -> frozenset[tuple[str, int]]:
    """Asked for both purposes: which one counts stands in each person's version."""
    places = EmailAddress.objects.filter(enrollments__in=[each.pk for each in enrollments])
    named = places.annotate(topic=Cast("enrollments__sequence_id", CharField()))
    return frozenset(
        (purpose, pk)
        for purpose in Delivery.SERIES
        for pk in named.filter(permitted(purpose, topic_from="topic")).values_list(
            "enrollments__pk", flat=True
        )
    )
