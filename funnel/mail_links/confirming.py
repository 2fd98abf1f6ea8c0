"""The confirm press: the address is real, permission is proved, the series may begin."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from funnel.journey.series import enroll_asked, enroll_visit
from funnel.mail_links.places import visit_of
from leads.activity import Act, record_acts
from leads.consents import confirm_address
from leads.models import Activity
from nurture.models import MailLink
from nurture.planning.enrolling import release_held
from nurture.writing.links import press


@transaction.atomic
def confirm(*, link: MailLink, now: datetime) -> bool:
    """True for the press that changed something; pressing again is harmless."""
    delivery = link.delivery
    is_first = confirm_address(address=delivery.address, now=now, channel="mail")
    release_held(address=delivery.address, now=now)
    press(link=link, now=now)
    act = Act(
        kind=Activity.Kind.ADDRESS,
        subject=f"address/{delivery.address_id}/confirmed",
        label="Confirmed the address",
        occurred_at=now,
        source_key=f"confirmed:{delivery.address_id}",
        points_key="address_confirmed",
        visit_id=delivery.visit_id,
    )
    record_acts(lead=delivery.lead, acts=[act], now=now)
    visit = visit_of(link)
    if visit is not None and visit.address_id == delivery.address_id:
        # Where the look at resting visits came before this press, permission was missing then:
        # the default series begins now.
        enroll_visit(visit=visit, now=now, has_left=visit.series_checked_at is not None)
    enroll_asked(address=delivery.address, now=now)
    return is_first
