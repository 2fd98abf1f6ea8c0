"""One plain mail to see whether the mail server takes mails. The page Go live calls it.

It is no delivery: nobody is written to but who pressed the button, and nothing is repeated.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime, formataddr, make_msgid

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _

from leads.business import business
from nurture.sending.refusals import Phase, RefusedError
from nurture.sending.transport import transport
from nurture.writing.composing import sender_domain


def send_probe(*, to: str, now: datetime) -> str:
    """'' once the mail server took the mail; else what went wrong and what to look at."""
    facts = business()
    message = EmailMultiAlternatives(
        subject=_("A test mail from %(business)s") % {"business": facts.name},
        body=_(
            "Your mail server works.\n\nIf you found this among the spam, have a look at the"
            " entries of your domain: SPF, DKIM and DMARC."
        ),
        from_email=formataddr((facts.sender_name, facts.sender_email)),
        to=[to],
        headers={
            "Date": format_datetime(now),
            "Message-ID": make_msgid(domain=sender_domain()),
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        with transport() as server:
            server.send(message)
    except RefusedError as refusal:
        return cure_of(refusal)
    return ""


def cure_of(refusal: RefusedError) -> str:
    said = {"said": f"{refusal.code or ''} {refusal.text}".strip()}
    match refusal.phase:
        case Phase.CONNECT:
            return _("The mail server does not answer. Look at its name and port. %(said)s") % said
        case Phase.LOGIN:
            return _("The mail server refused the user or the password. %(said)s") % said
        case Phase.ENVELOPE:
            return _("The mail server does not take mails from your sender. %(said)s") % said
        case Phase.RECIPIENT:
            return _("The mail server does not take mails to that address. %(said)s") % said
        case _:
            return _("The mail server did not take the mail. %(said)s") % said
