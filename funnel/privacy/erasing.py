"""Forgetting a person: every room of the house empties its own, in one transaction.

The person's own press, a salesperson, and forgetting after seven days call it. What stays
counts something and names nobody; of who asked to be forgotten a keyed hash stays as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from funnel.models import Answer, DataLink, Visit, new_conversion_key, new_visit_key
from funnel.privacy.traces import erase_chance_traces, erase_staff_traces
from funnel.publishing.loading import published
from leads import privacy as leads_privacy
from leads.locking import lock_addresses
from leads.models import EmailAddress
from nurture import privacy as nurture_privacy
from nurture.people import same_person
from quizzes.document import QuestionDoc

# Their own words, and dates and numbers that may tell who they are; choices are only counted.
TYPED = ("short_text", "long_text", "number", "date")


@transaction.atomic
def erase_person(*, lead_id: int, now: datetime, is_suppressed: bool = True) -> None:
    """Everybody merged with this lead is forgotten. Idempotent.

    `is_suppressed` False leaves no trace at all: for an address whose person never answered,
    which therefore asked us to stop nothing.
    """
    people = same_person(lead_id)
    mine = EmailAddress.objects.filter(lead__in=people)
    addresses = lock_addresses(mine.values_list("pk", flat=True))
    texts = _texts(addresses)
    # The mail first: it finds copies by the address. Leads last: it blanks the address.
    nurture_privacy.erase_lead(lead_ids=people, now=now)
    _erase_visits(people, addresses, now)
    DataLink.objects.filter(address__in=addresses).delete()
    erase_staff_traces(people, addresses, texts)
    erase_chance_traces(texts)
    leads_privacy.erase_lead(lead_ids=people, now=now, is_suppressed=is_suppressed)


def _texts(addresses: Iterable[EmailAddress]) -> list[str]:
    """Every spelling of the addresses; none of a husk."""
    kept = (row for row in addresses if row.address)
    return sorted({text for row in kept for text in (row.address, row.normalised)})


def _erase_visits(people: Sequence[int], addresses: Sequence[EmailAddress], now: datetime) -> None:
    """Walks stay as counts: without a way in, without typed words, without where from."""
    visits = Visit.objects.filter(Q(lead__in=people) | Q(address__in=addresses))
    for visit in visits.select_for_update(of=("self",)).order_by("pk"):
        _erase_answers(visit)
        visit.key, visit.conversion_key = new_visit_key(), new_conversion_key()
        visit.start_key = f"erased:{visit.pk}"
        visit.referrer = visit.term = visit.content = visit.time_zone = ""
        visit.hidden, visit.presses, visit.figures = {}, {}, {}
        visit.series_checked_at = visit.series_checked_at or now
        visit.save()


def _erase_answers(visit: Visit) -> None:
    """What was typed becomes empty; the row stays, since it was answered."""
    typed = {(step, question.key) for step, question in _questions(visit) if question.kind in TYPED}
    for row in Answer.objects.filter(visit=visit):
        if (row.step_key, row.question_key) in typed:
            row.values = []
            row.save(update_fields=["values"])


def _questions(visit: Visit) -> list[tuple[str, QuestionDoc]]:
    document = published(visit.publication_id)
    return [
        (step.key, question)
        for step in document.steps
        if step.kind in ("quiz", "poll")
        for question in step.quiz.questions
    ]
