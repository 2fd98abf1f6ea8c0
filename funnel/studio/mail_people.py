"""Real people whose words a mail can be looked at with: the newest of its series, else its funnel.

Only who may see people gets to see their words; test persons are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from funnel.models import Funnel
from leads.access import PERMISSION
from leads.models import VisitFacts
from nurture.models import Enrollment, Message, Sequence
from nurture.planning.facts import words_of
from quizzes.recall import Words

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Reader:
    """`pk` is that of what is known of their visit."""

    pk: int
    name: str
    since: datetime


def readers_of(funnel: Funnel, row: Model, by: User) -> list[Reader]:
    series = row.sequence if isinstance(row, Message) else row
    if not isinstance(series, Sequence) or not by.has_perm(PERMISSION):
        return []
    on_it = Enrollment.objects.filter(sequence=series).values("visit_id")
    found = list(_facts(funnel).filter(visit_id__in=on_it)[:_SHOWN])
    found = found or list(_facts(funnel)[:_SHOWN])
    nameless = _("Somebody without a name")
    return [Reader(each.pk, each.lead.name or nameless, each.updated_at) for each in found]


def words_as(funnel: Funnel, pk: str, by: User) -> Words | None:
    """What this reader said, as their mails recall it; None for nobody one may look at."""
    if not pk.isdecimal() or len(pk) > 18 or not by.has_perm(PERMISSION):
        return None
    story = _facts(funnel).filter(pk=int(pk)).first()
    return words_of(story, first_name=story.lead.name) if story else None


def _facts(funnel: Funnel) -> QuerySet[VisitFacts]:
    known = VisitFacts.objects.filter(funnel_id=funnel.pk).select_related("lead")
    return known.filter(lead__is_test=False, lead__erased_at=None, lead__merged_into=None)
