"""A mail has come in: a report goes to the events, a person's answer to the replies.

Webhooks and the mailbox both end here.
"""

from __future__ import annotations

import logging
from datetime import datetime
from email.message import EmailMessage

from django.db import InterfaceError, OperationalError

from nurture.hearing.bounces import is_report, read_report
from nurture.hearing.events import take_event
from nurture.hearing.letters import IncomingMail, header, read_letter
from nurture.hearing.replies import take_reply
from nurture.models import MailEvent, Reply

logger = logging.getLogger(__name__)


def take_mail(
    *, message: EmailMessage, way: Reply.Way, key: str, now: datetime
) -> Reply | MailEvent | None:
    """What was made of it; None for what machines write. Raises only where the database is away.

    A mail that cannot be read is kept aside for staff under `key`, with what could be read.
    """
    try:
        return _heard(message, way, now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001  # one poisonous mail must not stop the others
        logger.warning("A mail could not be read (%s); it is kept aside.", type(error).__name__)
        subject = header(message, "Subject", 300)
        letter = IncomingMail(name=key[:200], sender="", subject=subject, text="")
        return take_reply(mail=letter, way=way, now=now)


def _heard(message: EmailMessage, way: Reply.Way, now: datetime) -> Reply | MailEvent | None:
    report = read_report(message, now=now)
    if report is not None:
        return take_event(event=report, now=now)
    if is_report(message):
        return None
    return take_reply(mail=read_letter(message), way=way, now=now)
