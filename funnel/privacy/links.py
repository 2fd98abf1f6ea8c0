"""The fresh link to one's own data: asked for by mail, opened once, good for a while.

Whoever asks reads the same sentence, whether the address is known or not. The views call it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from funnel.models import DataLink
from funnel.privacy.mails import data_mail, newest_visit
from leads.locking import lock_addresses
from leads.models import EmailAddress
from nurture.writing.links import unsealed
from nurture.writing.requested import queue_requested

LASTS = timedelta(hours=24)
TICKET_LASTS = timedelta(minutes=30)
# Nobody can be bombed with these either.
CAPS = ((timedelta(minutes=15), 1), (timedelta(hours=24), 3))
PATH = "/my-data/{seal}/"
_SALT = "funnel.privacy.ticket"


class LinkOverError(Exception):
    """The link was used, or its time is over: a new one has to be asked for."""


class UnknownLinkError(Exception):
    """Nobody was ever sent this link, or its person is forgotten."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened link: whose data it is, and the ticket its page may act with."""

    address: EmailAddress
    ticket: str


@transaction.atomic
def ask_for_data(*, normalised: str, language: str, now: datetime) -> None:
    """Mails a fresh link to a known address, few enough of them; says nothing to the caller."""
    known = EmailAddress.objects.filter(normalised=normalised, lead__erased_at=None).first()
    if known is not None:
        send_data_link(address=known, language=language, now=now)


@transaction.atomic
def send_data_link(*, address: EmailAddress, language: str, now: datetime) -> bool:
    """False where this address was sent enough of them lately."""
    [locked] = lock_addresses([address.pk])
    mine = DataLink.objects.filter(address=locked)
    if any(mine.filter(created_at__gt=now - span).count() >= most for span, most in CAPS):
        return False
    seal = secrets.token_urlsafe(32)
    link = DataLink.objects.create(
        address=locked,
        token_hash=_hash(unsealed(seal)),
        created_at=now,
        expires_at=now + LASTS,
    )
    visit = newest_visit(locked)
    queue_requested(
        lead=locked.lead,
        address=locked,
        funnel_id=visit.funnel_id if visit else None,
        visit_id=visit.pk if visit else None,
        content=data_mail(locked, language=language, seal=seal, path=PATH),
        dedupe_key=f"data:{locked.pk}:{link.pk}",
        now=now,
    )
    return True


def check_link(token: str, *, now: datetime) -> DataLink:
    """The link, still good. Writes nothing. Raises UnknownLinkError and LinkOverError."""
    link = DataLink.objects.select_related("address").filter(token_hash=_hash(token)).first()
    if link is None:
        raise UnknownLinkError
    if link.used_at is not None or link.expires_at <= now:
        raise LinkOverError
    return link


@transaction.atomic
def open_link(token: str, *, now: datetime) -> Opened:
    """Uses the link up. Of two presses at once one wins. Raises as check_link() does."""
    link = check_link(token, now=now)
    if not DataLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        raise LinkOverError
    return Opened(link.address, ticket_for(link, now=now))


def ticket_for(link: DataLink, *, now: datetime) -> str:
    """Signed, for the forms of the page that was opened; dies with the link's row."""
    return signing.dumps([link.pk, int(now.timestamp())], salt=_SALT)


def read_ticket(text: str, *, now: datetime) -> DataLink:
    """Raises UnknownLinkError for a forged or foreign one, LinkOverError after 30 minutes."""
    try:
        pk, issued = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        raise UnknownLinkError from None
    link = DataLink.objects.select_related("address__lead").filter(pk=pk).first()
    age = now.timestamp() - issued
    if link is None or link.used_at is None or age > TICKET_LASTS.total_seconds():
        raise LinkOverError
    return link


def drop_old_links(*, now: datetime) -> int:
    """Links whose time is long over. Until then a late press still hears why it is."""
    gone, _rows = DataLink.objects.filter(expires_at__lte=now - 7 * LASTS).delete()
    return gone


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
