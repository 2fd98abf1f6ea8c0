"""The mail a person just asked for: the result, the gift, and the confirm button beside it.

The roof says what stands in it and calls queue_requested in the visitor's own transaction.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from pydantic import Field
from typing_extensions import TypedDict

from leads.models import EmailAddress, Lead
from nurture import bell
from nurture.document import MailDoc, ReplyChoiceDoc, SenderDoc
from nurture.models import Delivery
from nurture.planning.versions import ThemeColours, canonical
from nurture.providers import provider_group
from nurture.writing.bombing import ADDRESS_CAP, judge_request
from quizzes.document import Doc, MaybeLine


class RequestedWords(TypedDict, total=False):
    """What the mail may recall, as it was when the person asked."""

    result: str
    answers: dict[str, dict[str, str]]
    topics: dict[str, int]
    source: str


class RequestedMail(Doc):
    """A requested mail, complete. `has_confirm`: it carries the confirm button too."""

    mail: MailDoc
    theme: ThemeColours = ThemeColours()
    language: str = "en"
    words: RequestedWords = {}
    confirm_label: MaybeLine = Field(default="", description="Empty for the house's own words.")
    has_confirm: bool = True
    asked_for: MaybeLine = Field(default="", description="The series whose first mail this is.")
    series: int = Field(default=0, description="The number of that series, 0 for none.")
    leads_to: MaybeLine = Field(
        default="",
        description="Instead of the button's target: `confirm`, or a path with {seal} in it.",
    )
    seal: MaybeLine = Field(default="", description="Random; see nurture.writing.links.unsealed().")
    choices: tuple[ReplyChoiceDoc, ...] = Field(
        default=(), description="The answers, where the button asks a question."
    )
    sender: SenderDoc = SenderDoc()
    counts_links: bool = False
    is_trial: bool = Field(default=False, description="Asked for by staff who try a funnel out.")


def is_on_its_way(delivery: Delivery | None, *, now: datetime) -> bool:
    """Whether queue_requested() at this moment queued a mail: not held back, and not one that an
    earlier press had asked for."""
    return (
        delivery is not None
        and delivery.created_at == now
        and delivery.state == Delivery.State.SCHEDULED
    )


@transaction.atomic
def queue_requested(
    *,
    lead: Lead,
    address: EmailAddress,
    funnel_id: int | None,
    visit_id: int | None,
    content: RequestedMail,
    dedupe_key: str,
    now: datetime,
    message_key: str = "",
    network: str = "",
    is_trial: bool = False,
) -> Delivery | None:
    """The delivery with this dedupe key, made on the first call; rings the bell after commit.

    None where an unconfirmed address has had its mails of the day: nothing is made, and the
    caller shows the same page. Where the visitor's network (a keyed hash of the day, '' for
    none) has asked for too many, the delivery is made as skipped, to be seen by staff. A trial by
    staff, to an address they named themselves, meets neither cap and says so in its mail.
    `message_key` is that of the first mail of a series asked for by name.
    """
    wanted = Delivery(
        dedupe_key=dedupe_key,
        lead=lead,
        address=address,
        purpose=Delivery.Purpose.REQUESTED,
        message_key=message_key,
        funnel_id=funnel_id,
        visit_id=visit_id,
        network=network,
        provider_group=provider_group(address.normalised),
        content=canonical(content.model_copy(update={"is_trial": True}) if is_trial else content),
        created_at=now,
        due_at=now,
    )
    verdict = judge_request(
        address=address, dedupe_key=dedupe_key, network=network, now=now, is_trial=is_trial
    )
    return verdict if isinstance(verdict, Delivery) else _queued(wanted, verdict)


def _queued(wanted: Delivery, why_not: str) -> Delivery | None:
    """Kept, unless its address has had enough; rung for, unless its network has."""
    if why_not == ADDRESS_CAP:
        return None
    wanted.state = Delivery.State.SKIPPED if why_not else Delivery.State.SCHEDULED
    wanted.skipped_reason = why_not
    wanted.save()
    if not why_not:
        transaction.on_commit(partial(bell.ring_requested, [wanted.pk]))
    return wanted
