"""The press on a mail series: asked for by name, so no further tick is needed.

The first mail goes out at once as what was just asked for and carries the confirm button; the
others begin where permission stands, with this press or with the one in that mail.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from funnel.document import FunnelDocument, SeriesStep
from funnel.journey.agreeing import keep_words, version_of
from funnel.journey.done import Done
from funnel.journey.mailboxes import address_errors, chosen_address
from funnel.journey.opting_in import attach, earlier_acts, held_back, theme_colours
from funnel.journey.presses import Press, RefusedError
from funnel.journey.record import DONE, Record
from funnel.journey.series import enroll_in, version_for
from funnel.journey.series_screen import messages_of, shown_of
from funnel.journey.told import make_act, words
from funnel.journey.trail import Screen, Trail
from funnel.models import Visit
from funnel.trying.people import capture
from funnel.trying.walks import is_trial
from leads.activity import Act
from leads.capture import Captured
from leads.consents import Terms
from leads.models import Activity, Consent, EmailAddress
from nurture.document import MailDoc
from nurture.models import Delivery, SequenceVersion
from nurture.writing.requested import RequestedMail, RequestedWords, is_on_its_way, queue_requested
from quizzes.recall import Words

_LONGEST_TEXT = 2_000


def press_series(
    record: Record, trail: Trail, step: SeriesStep, press: Press, now: datetime
) -> Done:
    """Skips, or captures who is unknown, keeps the consent, queues the first mail, enrolls.

    Who has asked already goes on; asking `again` tells anew only if the mails were stopped since.
    """
    screen, visit = Screen(step.key), record.visit
    view = record.views.get(screen)
    is_asked = view is not None and view.is_yes
    if press.act == "skip" or (is_asked and press.act != "again"):
        record.mark(screen, DONE, is_yes=False, now=now)
        return Done()
    captured = _captured(visit, press, now) if visit.address is None else None
    if captured is not None:
        attach(visit, captured)
    record.mark(screen, DONE, is_yes=True, now=now)
    version = version_for(visit, step.sequence)
    is_new = captured is not None and captured.is_new
    held = _ask(record, trail, step, version, press.network, now, is_new=is_new)
    acts = held or []
    # Nobody new has confirmed anything yet.
    if not (is_new and record.document.double_opt_in):
        enroll_in(visit=visit, version=version, now=now)
    if captured is not None:
        acts += [_address_act(record, screen, now), *earlier_acts(record)]
    # Only who was known before can have said yes to a series that follows a result.
    return Done(
        acts=tuple(acts),
        is_opt_in=captured is not None and not is_new,
        is_told=held is not None or captured is None,
    )


def _captured(visit: Visit, press: Press, now: datetime) -> Captured:
    errors = address_errors(press)
    if errors:
        raise RefusedError(errors)
    return capture(visit, address=chosen_address(press), visitor=visit.lead, now=now)


def _ask(
    record: Record,
    trail: Trail,
    step: SeriesStep,
    version: SequenceVersion,
    network: str,
    now: datetime,
    *,
    is_new: bool,
) -> list[Act] | None:
    """The words of the ask and its first mail; neither a second time for the same ask.

    Held back, it gives what the opt-in's own ask does; the visitor sees the same page.
    """
    visit, document, topic = record.visit, record.document, str(version.sequence_id)
    lead, address = visit.lead, visit.address
    assert lead is not None
    assert address is not None
    times = 0 if is_new else _times(address, topic)
    key = f"gift:{visit.pk}:{step.key}:{address.pk}:{times}"
    if not is_new and Delivery.objects.filter(dedupe_key=key).exists():
        return []
    recalled = words(record, trail)
    delivery = queue_requested(
        lead=lead,
        address=address,
        funnel_id=visit.funnel_id,
        visit_id=visit.pk,
        content=_mail(document, step, version, recalled),
        dedupe_key=key,
        message_key=messages_of(document, step)[0].key,
        network=network,
        now=now,
        is_trial=is_trial(visit),
    )
    is_mailed = is_on_its_way(delivery, now=now)
    keep_words(address, _terms(record, step, topic, recalled), document, now, is_mailed=is_mailed)
    return held_back(record, Screen(step.key), delivery, now)


def _times(address: EmailAddress, topic: str) -> int:
    """How often these mails were stopped: who comes back is sent a new one to confirm."""
    return address.consents.filter(
        purpose=Consent.Purpose.SERIES,
        moment=Consent.Moment.WITHDRAWN,
        topic__in=["", topic],
    ).count()


def _terms(record: Record, step: SeriesStep, topic: str, recalled: Words) -> list[Terms]:
    """The same words twice: for the first mail, and for those that follow it."""
    document, version = record.document, version_of(record)
    asked = str(shown_of(document, step, recalled))[:_LONGEST_TEXT]
    return [
        Terms(Consent.Purpose.REQUESTED, asked, needs_confirmation=False, version=version),
        Terms(Consent.Purpose.SERIES, asked, document.double_opt_in, topic, version),
    ]


def _mail(
    document: FunnelDocument, step: SeriesStep, version: SequenceVersion, recalled: Words
) -> RequestedMail:
    """The first mail of the series in the words of this visit."""
    first, *others = messages_of(document, step)
    series = document.sequence(step.sequence)
    assert series is not None, "its messages were just found"
    waits = document.double_opt_in
    return RequestedMail(
        mail=MailDoc(
            subject=first.subject,
            preheader=first.preheader,
            body=first.body,
            button=first.button,
        ),
        theme=theme_colours(document),
        language=document.language,
        words=RequestedWords(
            result=recalled.result,
            answers={key: dict(said) for key, said in recalled.answers.items()},
            topics=dict(recalled.topics),
            source=recalled.source,
        ),
        confirm_label=_("Yes, send me the next mails") if others and waits else "",
        asked_for=step.magnet.title,
        series=version.sequence_id,
        choices=first.choices,
        sender=series.sender,
        counts_links=series.counts_links,
    )


def _address_act(record: Record, screen: Screen, now: datetime) -> Act:
    """Told beside the series: what the ask cost counts once, with the series itself."""
    return make_act(
        record,
        screen,
        Activity.Kind.ADDRESS,
        "Left an address",
        now,
        points_key="address_given",
        suffix="address",
    )
