"""Everything the page of one person's mails shows: state, what comes next, what if, the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.utils import timezone

from funnel.admin.vocabulary import mail_vocabulary
from funnel.mailroom.lead_forms import WhatIfForm, funnel_of
from funnel.models import Funnel
from leads.business import business
from leads.desk import shown_name
from leads.models import EmailAddress, Lead
from leads.whereabouts import clock_there, place_of
from nurture.models import MailStop, Sequence
from nurture.people import same_person
from nurture.planning.zones import is_zone
from nurture.sending.stopping import lead_scope, standing_stops
from nurture.telling.ledger import Mails, mails_of
from nurture.telling.rehearsing import Rehearsal, rehearse
from quizzes.conditions import Condition
from quizzes.wording.describing import describe
from quizzes.wording.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class MailsPage:
    """`zone`: the one its times are said in; `clock` the time there, '' where it is not theirs."""

    lead: Lead
    title: str
    zone: ZoneInfo
    clock: str
    pause: MailStop | None
    mails: Mails
    coming: Rehearsal
    form: WhatIfForm
    what_if: Rehearsal | None

    @property
    def place(self) -> str:
        return place_of(self.zone.key)

    @property
    def is_running(self) -> bool:
        return any(each.is_running for each in self.mails.series)


def page_of(lead: Lead, form: WhatIfForm, *, now: datetime) -> MailsPage:
    people = same_person(lead.pk)
    addresses = EmailAddress.objects.filter(lead__in=people).order_by("pk")
    theirs = lead.time_zone if is_zone(lead.time_zone) else ""
    zone = ZoneInfo(theirs) if theirs else business().zone
    stops = standing_stops([lead_scope(pk) for pk in people], now)
    with timezone.override(zone):
        return MailsPage(
            lead=lead,
            title=shown_name(lead, list(addresses)),
            zone=zone,
            clock=clock_there(theirs, now),
            pause=next(iter(stops.values()), None),
            mails=mails_of(lead, now, zone=theirs, say=_saying()),
            coming=rehearse(lead, now=now),
            form=form,
            what_if=_what_if(lead, form, now) if form.is_asked else None,
        )


def _what_if(lead: Lead, form: WhatIfForm, now: datetime) -> Rehearsal:
    version = form.version()
    funnel_id = funnel_of(version.sequence_id) if version is not None else None
    imagined = form.imagined()
    return rehearse(lead, now=now, imagined=imagined, version=version, funnel_id=funnel_id)


def _saying() -> Callable[[int, Condition], str]:
    """Conditions in words; the words of a series are read once."""

    @cache
    def words(sequence_id: int) -> Vocabulary:
        sequence = Sequence.objects.prefetch_related("messages").get(pk=sequence_id)
        funnel_id = funnel_of(sequence_id)
        if funnel_id is None:
            return Vocabulary()
        return mail_vocabulary(Funnel.objects.get(pk=funnel_id), sequence)

    return lambda sequence_id, condition: describe(condition, words(sequence_id))
