"""A checklist sent by mail: one press for whom this visit knows, an address for whom it does not.

The words shown beside the button are the words kept as consent; the mail holds the list itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from funnel.document import ChecklistStep, FunnelDocument
from funnel.journey.agreeing import version_of
from funnel.journey.done import Done
from funnel.journey.opting_in import address_act, attach, earlier_acts, theme_colours
from funnel.journey.presses import Press, RefusedError
from funnel.journey.record import Record
from funnel.journey.speaking import landing_address
from funnel.journey.taken import taken_acts
from funnel.journey.trail import Screen
from funnel.models import Download
from funnel.trying.people import capture
from funnel.trying.walks import is_trial
from leads.activity import Act
from leads.addresses import AddressError, normalise
from leads.consents import Terms, give_consents
from leads.document import ChecklistDoc
from leads.models import Consent, EmailAddress
from nurture.document import ButtonDoc, MailDoc
from nurture.writing.requested import RequestedMail, is_on_its_way, queue_requested
from quizzes.markdown import escape

_LONGEST_LINE, _LONGEST_BODY = 300, 20_000
_TICKED, _OPEN = "☑", "☐"


def ask_words() -> tuple[str, str]:
    """What stands beside the button, and on it."""
    return (
        _("One mail with this list and your ticks, right away. No other mails follow from it."),
        _("Send it to me by mail"),
    )


def check_address(record: Record, press: Press) -> None:
    """Raises RefusedError where an address is needed and none can be read."""
    if record.visit.address_id is not None:
        return
    try:
        normalise(press.email)
    except AddressError as error:
        raise RefusedError({"email": str(error)}) from error


def send_by_mail(
    record: Record, step: ChecklistStep, press: Press, download: Download, now: datetime
) -> Done:
    """Captures the person where nobody is known yet, keeps their word, queues the one mail.

    A second time within the visit changes nothing: the mail is on its way already.
    """
    screen, visit = Screen(step.key), record.visit
    if download.mailed_at is not None:
        return Done(next=screen)
    is_new = visit.address_id is None
    if is_new:
        captured = capture(visit, address=press.email, visitor=visit.lead, now=now)
        attach(visit, captured)
    lead, address = visit.lead, visit.address
    assert lead is not None
    assert address is not None
    delivery = queue_requested(
        lead=lead,
        address=address,
        funnel_id=visit.funnel_id,
        visit_id=visit.pk,
        content=_mail(record.document, step, download.ticks),
        dedupe_key=f"gift:{visit.pk}:{step.key}:1",
        network=press.network,
        now=now,
        is_trial=is_trial(visit),
    )
    _keep_word(record, address, now, is_mailed=is_on_its_way(delivery, now=now))
    download.mailed_at = now
    Download.objects.filter(visit=visit, step_key=step.key).update(mailed_at=now)
    if not is_new:
        return Done(next=screen, acts=tuple(taken_acts(record, step, download)))
    acts = (_address_act(record, screen, now), *earlier_acts(record))
    # As at the gate: what strangers press must not fill the story of this address's person.
    return Done(next=screen, acts=acts, is_opt_in=True, is_told=delivery is not None)


def _address_act(record: Record, screen: Screen, now: datetime) -> Act:
    """Beside the gift's own act, which has this screen's name for its subject."""
    act = address_act(record, screen, now)
    return replace(act, subject=f"{act.subject}/address", source_key=f"{act.source_key}:address")


def _keep_word(record: Record, address: EmailAddress, now: datetime, *, is_mailed: bool) -> None:
    """The words as they stood beside the button; what was asked for needs no confirming."""
    document, (line, button) = record.document, ask_words()
    terms = Terms(
        Consent.Purpose.REQUESTED,
        f"{line} [{button}]",
        needs_confirmation=False,
        version=version_of(record),
    )
    give_consents(
        address=address,
        terms=[terms],
        language=document.language,
        url=settings.SITE_URL + landing_address(document),
        channel="page",
        now=now,
        is_mailed=is_mailed,
    )


def _mail(document: FunnelDocument, step: ChecklistStep, ticks: list[str]) -> RequestedMail:
    """Only the marketer's words and the ticks; nothing that a visitor could have typed."""
    gift = step.magnet
    count = _("%(n)s of %(total)s") % {"n": len(ticks), "total": len(gift.items)}
    mail = MailDoc(
        subject=_literal(gift.title),
        preheader=_literal(f"{count} · {gift.promise}"),
        body=_body(gift, ticks, count),
        button=ButtonDoc(label=_("Open the list"), target=f"step:{step.key}"),
    )
    return RequestedMail(
        mail=mail,
        theme=theme_colours(document),
        language=document.language,
        has_confirm=False,
    )


def _body(gift: ChecklistDoc, ticks: list[str], count: str) -> str:
    top = [
        _("Here is the list you asked for."),
        f"**{escape(gift.title)}**  \n{escape(gift.promise)}",
        f"**{escape(count)}**",
    ]
    whole = "\n\n".join([*top, *_lines(gift, ticks, has_help=True)])
    if len(whole) <= _LONGEST_BODY:
        return whole
    # The button leads to the rest.
    short = "\n\n".join([*top, *_lines(gift, ticks, has_help=False)])
    return short[:_LONGEST_BODY].rpartition("\n\n")[0] if len(short) > _LONGEST_BODY else short


def _lines(gift: ChecklistDoc, ticks: list[str], *, has_help: bool) -> list[str]:
    return [
        f"{_TICKED if item.key in ticks else _OPEN} {escape(item.text)}"
        + (f"  \n*{escape(item.help)}*" if item.help and has_help else "")
        for item in gift.items
    ]


def _literal(text: str) -> str:
    """A line as it is: none of its signs is a merge tag."""
    for sign in ("{{", "{%"):
        while sign in text:
            text = text.replace(sign, f"{sign[0]} {sign[1]}")
    return text[:_LONGEST_LINE]
