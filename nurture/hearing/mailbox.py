"""The mailbox of replies, read by IMAP: what came since the last look, and never anything changed.

The task read_replies calls it every minute. Two workers do not read at once; a mail that stops
the reading of it is kept aside, and the others come in.
"""

from __future__ import annotations

import hashlib
import imaplib
import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from django.db.models import Q
from imap_tools import AND, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from nurture.hearing.arriving import take_mail
from nurture.models import MailboxMark, Reply

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
MOST_A_ROUND = 50
# Who reads renews the mark before each mail; a reader that died is followed after this time.
HELD_FOR = timedelta(seconds=50)
TIMEOUT_SECONDS = 20.0
# The text of a mail stands at its beginning; attachments are not kept, so they are not fetched.
MOST_BYTES = 2_000_000
# On the first look, and where the server has numbered its mails anew.
_FIRST_LOOK = timedelta(days=1)
# What stands in MailboxMark.error before the server's own words.
LOGIN, FOLDER, CERTIFICATE, AWAY, SPEECH = "login", "folder", "certificate", "away", "speech"


@dataclass(frozen=True, slots=True)
class Place:
    """A mailbox by its address; `key` names it without telling whose it is."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    is_encrypted: bool

    @property
    def key(self) -> str:
        text = f"{self.user}@{self.host}:{self.port}/{self.folder}"
        return hashlib.sha256(text.encode()).hexdigest()


class MailboxError(Exception):
    """`why` is one of the words above; str() is what the server said."""

    def __init__(self, why: str, said: object) -> None:
        super().__init__(str(said)[:300])
        self.why = why


def place_of(url: str) -> Place:
    """REPLIES_URL in its parts; the settings have made sure that all are there."""
    parts = urlsplit(url)
    is_encrypted = parts.scheme == "imaps"
    return Place(
        host=parts.hostname or "",
        port=parts.port or (993 if is_encrypted else 143),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        is_encrypted=is_encrypted,
    )


def read_mailbox(*, place: Place, clock: Clock) -> int:
    """How many mails were taken in. What goes wrong is written down for staff, not raised."""
    mark = _claim(place, clock())
    if mark is None:
        return 0
    error, taken = "", 0
    try:
        with _opened(place) as box:
            taken = _read(box, mark, place, clock)
    except MailboxError as found:
        error = f"{found.why}: {found}"[:500]
        logger.warning("The mailbox of replies: %s", error)
    MailboxMark.objects.filter(pk=mark.pk).update(error=error, read_at=clock())
    return taken


def _claim(place: Place, now: datetime) -> MailboxMark | None:
    """One UPDATE decides who reads."""
    mark, _is_new = MailboxMark.objects.get_or_create(mailbox=place.key)
    free = Q(read_at=None) | Q(read_at__lte=now - HELD_FOR)
    is_mine = MailboxMark.objects.filter(free, pk=mark.pk).update(read_at=now)
    return MailboxMark.objects.get(pk=mark.pk) if is_mine else None


@contextmanager
def _opened(place: Place) -> Iterator[imaplib.IMAP4]:
    """A folder opened for reading only, so that not even a flag can change."""
    kind = MailBox if place.is_encrypted else MailBoxUnencrypted
    box = None
    try:
        box = kind(place.host, place.port, timeout=TIMEOUT_SECONDS)
        box.login(place.user, place.password, initial_folder=None)
        box.folder.set(place.folder, readonly=True)
        yield box.client
    except MailboxLoginError as error:
        raise MailboxError(LOGIN, error) from error
    except MailboxFolderSelectError as error:
        raise MailboxError(FOLDER, error) from error
    except ssl.SSLError as error:
        raise MailboxError(CERTIFICATE, error) from error
    except (OSError, imaplib.IMAP4.abort) as error:
        raise MailboxError(AWAY, error or type(error).__name__) from error
    except (ImapToolsError, imaplib.IMAP4.error, ValueError) as error:
        raise MailboxError(SPEECH, error) from error
    finally:
        if box is not None:
            _closed(box.client)


def _closed(client: imaplib.IMAP4) -> None:
    try:
        client.logout()
    except (OSError, imaplib.IMAP4.error):
        # It was gone before it was closed; our end of the line is left to be closed.
        with suppress(OSError):
            client.shutdown()


def _read(client: imaplib.IMAP4, mark: MailboxMark, place: Place, clock: Clock) -> int:
    """Mail by mail: the mark moves on behind each, so nothing is read for nothing."""
    validity = _validity(client)
    if validity != mark.uid_validity:
        mark.uid_validity, mark.last_uid = validity, 0
    taken = 0
    for uid in _uids(client, mark, clock())[:MOST_A_ROUND]:
        raw = _fetch(client, uid)
        if raw is not None:
            message = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
            key = f"mailbox:{place.key[:16]}:{validity}:{uid}"
            made = take_mail(message=message, way=Reply.Way.MAILBOX, key=key, now=clock())
            taken += made is not None
        mark.last_uid, mark.read_at = uid, clock()
        mark.save(update_fields=["uid_validity", "last_uid", "read_at"])
    return taken


def _validity(client: imaplib.IMAP4) -> int:
    _code, found = client.response("UIDVALIDITY")
    first = found[0] if found else None
    return int(first) if isinstance(first, bytes) and first.isdigit() else 0


def _uids(client: imaplib.IMAP4, mark: MailboxMark, now: datetime) -> list[int]:
    """Rising. "n:*" always finds the last mail, even an older one: that is left out."""
    since = str(AND(date_gte=(now - _FIRST_LOOK).date()))
    asked = f"UID {mark.last_uid + 1}:*" if mark.last_uid else since
    status, found = client.uid("SEARCH", asked)
    if status != "OK":
        raise MailboxError(SPEECH, found)
    first = found[0] if found and isinstance(found[0], bytes) else b""
    return sorted(uid for uid in map(int, first.split()) if uid > mark.last_uid)


def _fetch(client: imaplib.IMAP4, uid: int) -> bytes | None:
    """The beginning of the mail, without marking it as read; None where it is gone meanwhile."""
    status, found = client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
    if status != "OK":
        raise MailboxError(SPEECH, found)
    return next((part[1] for part in found if isinstance(part, tuple) and len(part) > 1), None)
