"""Tells the operator when mails wait too long, and mails every notice past the queue itself.

Two tasks of a minute call it. A notice goes straight to the mail server, whatever stands in the
queue and whatever is stopped; where no server answers it is on the page all the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime, formataddr, make_msgid

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leads.business import business
from nurture.models import Notice
from nurture.noticing import notice
from nurture.rules import rules
from nurture.sending.refusals import Phase, RefusedError
from nurture.sending.transport import transport
from nurture.watching.causes import cause_of
from nurture.watching.pulse import silent_since
from nurture.watching.queue import QueueReport, queue_report
from nurture.writing.composing import sender_domain

logger = logging.getLogger(__name__)

# The key of the incident that is still going on; it gets a name of its own once it is over.
OPEN_KEY = "late"
# After the notice came up: at once, a little later, and when whoever sleeps may be awake.
TRIES = (timedelta(0), timedelta(minutes=5), timedelta(hours=1))


def watch(now: datetime) -> Notice | None:
    """The notice of the incident that goes on now, made once; None where all is well."""
    report = queue_report(now)
    since = report.late.since
    patience = timedelta(minutes=rules().alert_after_minutes)
    if since is not None and now - since >= patience:
        with translation.override(settings.LANGUAGE_CODE):
            subject, text = _words(report, since)
            return notice(kind=Notice.Kind.LATE, key=OPEN_KEY, subject=subject, text=text, now=now)
    # Half of it, so that what goes up and down around the limit is one incident.
    if since is None or now - since < patience / 2:
        _close()
    return None


def send_notices(now: datetime, *, clock: Callable[[], datetime] | None = None) -> int:
    """Mails what was not mailed yet and is due for a try; how many the mail server took.

    A try is claimed by a conditional UPDATE before it begins, so two workers never mail one
    notice at once. After three tries it stays on the page alone.
    """
    waiting = Notice.objects.filter(sent_at=None, attempts__lt=len(TRIES)).order_by("pk")[:20]
    due = [row for row in waiting if row.created_at + TRIES[row.attempts] <= now]
    return sum(_send(row, now, clock or (lambda: now)) for row in due)


def recipient() -> str:
    facts = business()
    return rules().alert_email or facts.reply_to or facts.sender_email


def _words(report: QueueReport, since: datetime) -> tuple[str, str]:
    cause = cause_of(report, silent_since=silent_since(report.now))
    zone = business().zone
    number = report.late.mails
    subject = ngettext(
        "%(number)s mail waits since %(time)s", "%(number)s mails wait since %(time)s", number
    ) % {"number": number, "time": f"{since.astimezone(zone):%H:%M}"}
    facts = {
        "subject": subject,
        "why": cause.why,
        "cure": cause.cure,
        "url": f"{settings.SITE_URL}{reverse('mailroom:watch')}",
        "minutes": rules().alert_after_minutes,
    }
    text = _(
        "%(subject)s: %(why)s.\n\nWhat to do: %(cure)s\n\nLook at it here: %(url)s\n\n"
        "You get this mail once for each incident, when a mail waits longer than"
        " %(minutes)s minutes."
    )
    return subject, text % facts


def _close() -> None:
    """It is over: the next one is an incident of its own."""
    row = Notice.objects.filter(key=OPEN_KEY).first()
    if row is not None:
        name = f"{OPEN_KEY}:{row.created_at:%Y-%m-%dT%H:%M:%S.%f}"
        Notice.objects.filter(pk=row.pk, key=OPEN_KEY).update(key=name)


def _send(row: Notice, now: datetime, clock: Callable[[], datetime]) -> bool:
    mine = Notice.objects.filter(pk=row.pk, sent_at=None, attempts=row.attempts)
    if not mine.update(attempts=F("attempts") + 1):
        return False
    try:
        with transport() as server:
            server.send(_compose(row, now))
    except RefusedError as refusal:
        logger.error("Notice %s was not sent: %s", row.pk, refusal)
        # The last line was sent: most likely it arrived, and once is enough.
        if refusal.phase is not Phase.END or refusal.code is not None:
            return False
    Notice.objects.filter(pk=row.pk).update(sent_at=clock())
    return True


def _compose(row: Notice, now: datetime) -> EmailMultiAlternatives:
    facts = business()
    return EmailMultiAlternatives(
        subject=" ".join(row.subject.split()),
        body=row.text,
        from_email=formataddr((facts.sender_name, facts.sender_email)),
        to=[recipient()],
        headers={
            "Date": format_datetime(now),
            "Message-ID": make_msgid(domain=sender_domain()),
            "Auto-Submitted": "auto-generated",
        },
    )
