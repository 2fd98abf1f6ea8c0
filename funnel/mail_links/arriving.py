"""The first press of somebody who came from a list: their mail's link makes the visit.

Before it there is nothing to show but the funnel itself; the views ask for the press.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from funnel.document import FunnelDocument
from funnel.journey.record import open_record, settle
from funnel.journey.starting import Arrival, start_visit
from funnel.journey.told import step_name
from funnel.journey.trail import Screen
from funnel.mail_links.places import publication_of, start_key
from funnel.models import Publication, Visit
from leads.capture import keep_time_zone
from leads.locking import lock_addresses
from nurture.models import Delivery, Enrollment, MailLink
from nurture.writing.links import press
from quizzes.recall import Words, render_gently

SOURCE = "mail"
# Their names are kinds for sales; the hook says it better.
_UNNAMED = ("quiz", "poll", "result")


def may_arrive(link: MailLink) -> Publication | None:
    """What a press would lead into; None where the mail had a visit that is gone, or the funnel
    is not live any more."""
    delivery = link.delivery
    if delivery.visit_id is not None or delivery.funnel_id is None:
        return None
    return publication_of(None, delivery.funnel_id)


def promise(document: FunnelDocument, target: str) -> str:
    """What waits behind the press, as its own screen is headed; '' where the hook says enough."""
    kind, _colon, key = target.partition(":")
    wanted = [step for step in document.steps if step.key == key or step.kind == kind]
    if not wanted or wanted[0].kind in _UNNAMED:
        return ""
    return render_gently(step_name(wanted[0]), Words(), is_markdown=False)


@transaction.atomic
def arrive(*, link: MailLink, arrival: Arrival, now: datetime) -> Visit | None:
    """The visit behind this mail, made by the first press; None where nothing is live.

    Idempotent: every later press of the mail finds the same visit.
    """
    publication = may_arrive(link)
    if publication is None:
        return None
    delivery = link.delivery
    [address] = lock_addresses([delivery.address_id])
    visit, is_new = start_visit(
        publication=publication,
        key=start_key(link),
        arrival=replace(arrival, source=SOURCE, is_test=address.is_test),
        now=now,
        was_seen=False,
        reads=address.language,
    )
    if is_new:
        visit.lead = delivery.lead.merged_into or delivery.lead
        visit.address = address
        keep_time_zone(lead=visit.lead, zone=visit.time_zone)
        record = open_record(visit, is_new=True)
        here = settle(record, now).here or Screen(record.document.steps[0].key)
        visit.at_step, visit.at_question = here.step, here.question
        record.save_visit()
    _remember(delivery, visit)
    press(link=link, now=now)
    return visit


def _remember(delivery: Delivery, visit: Visit) -> None:
    """The mail, and the series it belongs to, have a visit from here on."""
    Delivery.objects.filter(pk=delivery.pk, visit_id=None).update(visit_id=visit.pk)
    if delivery.enrollment_id is not None:
        place = Enrollment.objects.filter(pk=delivery.enrollment_id, visit_id=None)
        place.update(visit_id=visit.pk)
    delivery.visit_id = visit.pk
