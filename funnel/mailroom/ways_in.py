"""How replies and bounces come in here, how that goes, and what to do where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funnel.mail_hooks.knocking import INBOUND, TRACKING, is_locked
from nurture.hearing.mailbox import AWAY, CERTIFICATE, FOLDER, LOGIN, place_of
from nurture.models import MailboxMark

# What is wrong with the mailbox, and what helps.
_TROUBLES = {
    LOGIN: (
        gettext_lazy("The mailbox refused the user name or the password."),
        gettext_lazy(
            "Write the right ones into REPLIES_URL and start again. Many providers want a "
            "password made for programs."
        ),
    ),
    FOLDER: (
        gettext_lazy("There is no folder “%(folder)s” in this mailbox."),
        gettext_lazy("Write a folder that exists at the end of REPLIES_URL, for example /INBOX."),
    ),
    CERTIFICATE: (
        gettext_lazy("The mail server's certificate cannot be trusted."),
        gettext_lazy("Use the name in REPLIES_URL that stands in the certificate."),
    ),
    AWAY: (
        gettext_lazy("The mail server cannot be reached."),
        gettext_lazy(
            "It is tried again every minute. If that lasts, check host and port in REPLIES_URL."
        ),
    ),
}
_UNKNOWN = (
    gettext_lazy("The mail server answered something we do not understand."),
    gettext_lazy("It is tried again every minute. Its own words stand below."),
)


@dataclass(frozen=True, slots=True)
class Way:
    """`said` is how it goes; `cure` what to do, `line` what to copy; `server` its own words."""

    title: str
    is_well: bool
    said: str
    cure: str = ""
    lines: tuple[str, ...] = ()
    server: str = ""
    read_at: datetime | None = None


def ways_in() -> list[Way]:
    """Empty only where nothing is set; then one that says how to begin."""
    found = []
    if settings.REPLIES_URL:
        found.append(_mailbox())
    if settings.MAIL_PROVIDER:
        found.append(_provider())
    return found or [_nothing()]


def _mailbox() -> Way:
    place = place_of(settings.REPLIES_URL)
    title = _("Mailbox %(user)s at %(host)s") % {"user": place.user, "host": place.host}
    mark = MailboxMark.objects.filter(mailbox=place.key).first()
    if mark is None or mark.read_at is None:
        said = _("It was not looked into yet. That happens every minute.")
        return Way(title, is_well=False, said=said)
    if mark.error:
        why, _colon, server = mark.error.partition(": ")
        trouble, cure = _TROUBLES.get(why, _UNKNOWN)
        told = str(trouble) % {"folder": place.folder}
        return Way(title, False, told, str(cure), server=server, read_at=mark.read_at)
    said = _("It is read every minute. Nothing in it is changed or deleted.")
    return Way(title, is_well=True, said=said, read_at=mark.read_at)


def _provider() -> Way:
    provider = settings.MAIL_PROVIDER
    title = _("Your mail provider: %(name)s") % {"name": provider}
    ways = [way for way in (TRACKING, INBOUND) if is_locked(provider, way)]
    if not ways:
        return Way(
            title,
            False,
            _("Bounces, complaints and replies are not let in yet: nothing proves who sends them."),
            _("Set a name and a word of your own, and the same before the @ of the address:"),
            ("ANYMAIL_WEBHOOK_SECRET=name:word",),
        )
    lines = tuple(
        settings.SITE_URL + reverse(f"mail_hooks:{way}", kwargs={"provider": provider})
        for way in ways
    )
    said = _("Give it these addresses, the first for events, the second for incoming mail.")
    return Way(title, is_well=True, said=said, lines=lines)


def _nothing() -> Way:
    return Way(
        _("Replies do not come in here yet"),
        False,
        _(
            "They go to the mailbox of your sender and nowhere else. Until then, press "
            "“They replied” beside the mails of that lead."
        ),
        _("Name that mailbox in the settings of the server, and it is read every minute:"),
        ("REPLIES_URL=imaps://user:password@mail.example.com:993/INBOX",),
    )
