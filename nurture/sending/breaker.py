"""The circuit breaker: a server that is away, a refused password, a provider that refuses us.

Each is a row of MailStop that counts the same trouble in a row; its pause grows with it. When
the pause of the server is over one batch tries with one mail, and its success clears the row.
Settling trips it, batches ask it before they begin.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from nurture.models import MailStop, Notice
from nurture.noticing import notice
from nurture.sending import connecting
from nurture.sending.refusals import Phase, RefusedError, Verdict, judge
from nurture.sending.stopping import ALL, SERVER, group_scope

logger = logging.getLogger(__name__)

Kind = MailStop.Kind
_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")
MOST_FAILURES = 5
# One mail tries; everybody else waits this long for what becomes of it.
TRY = timedelta(minutes=1)
_FIRST = {
    Kind.AWAY: timedelta(minutes=1),
    Kind.LOGIN: timedelta(minutes=30),
    Kind.REFUSED: timedelta(minutes=30),
}
_LONGEST = {
    Kind.AWAY: timedelta(minutes=30),
    Kind.LOGIN: timedelta(hours=2),
    Kind.REFUSED: timedelta(hours=24),
}


@dataclass
class Watch:
    """What stood when a batch began, and what it learned since; no query while all is well."""

    known: dict[str, MailStop] = field(default_factory=dict)
    # Scopes whose pause is over, where this batch is the one that tries.
    tries: set[str] = field(default_factory=set)
    is_open: bool = False

    def answered(self, provider_group: str | None = None) -> None:
        """The server took a mail, or refused one for a reason of its own: it is there.

        `provider_group` where a mail to it was taken.
        """
        scopes = [ALL, SERVER]
        if provider_group is not None:
            scopes.append(group_scope(provider_group))
        fine = [scope for scope in scopes if self.known.pop(scope, None) is not None]
        if fine:
            MailStop.objects.filter(scope__in=fine, kind__in=_FIRST).delete()
        self.tries.clear()

    def refused(self, refusal: RefusedError, *, now: datetime) -> None:
        """Counts it where the server itself is in trouble; the batch then may be over."""
        verdict = judge(refusal)
        if verdict is Verdict.STOP_ALL:
            self.is_open = True
            return
        if not is_trouble(refusal):
            self.answered()
            return
        if refusal.code == 421 or "too many" in refusal.text.lower():
            connecting.lower()
        is_try = SERVER in self.tries
        stop = trip(scope=SERVER, kind=Kind.AWAY, said=str(refusal), now=now, is_try=is_try)
        self.known[SERVER] = stop
        self.is_open = _is_standing(stop, now)


def begin(now: datetime) -> Watch:
    """`is_open` where no batch may begin now. One query, two for the batch that tries."""
    asked = MailStop.objects.filter(Q(scope__in=[ALL, SERVER]) | Q(kind=Kind.REFUSED))
    watch = Watch({row.scope: row for row in asked})
    for scope in (ALL, SERVER):
        row = watch.known.get(scope)
        if row is None:
            continue
        if _is_standing(row, now):
            watch.is_open = True
        elif _has_tripped(row):
            watch.is_open = watch.is_open or not _may_try(row, now)
            watch.tries.add(scope)
    return watch


def is_trouble(refusal: RefusedError) -> bool:
    """The server is away, or has too much to do, whoever the mail is for."""
    if judge(refusal) is Verdict.STOP_ALL:
        return False
    if refusal.code is None or refusal.code == 421:
        return True
    return refusal.phase in (Phase.CONNECT, Phase.LOGIN)


@transaction.atomic
def trip(
    *, scope: str, kind: MailStop.Kind, said: str, now: datetime, is_try: bool = False
) -> MailStop:
    """Counts one more trouble of this kind; the row, which may stand or not yet.

    Trouble that several senders have at once counts once, and what staff paused stays theirs.
    """
    row, is_new = MailStop.objects.select_for_update().get_or_create(
        scope=scope, defaults={"kind": kind, "created_at": now, "until": now}
    )
    if not is_new and row.kind not in _FIRST and _is_standing(row, now):
        return row
    if _is_standing(row, now) and not is_try:
        return row
    row.failures = row.failures + 1 if row.kind == kind else 1
    row.kind, row.created_at = kind, now
    # Servers repeat whom a mail was for; a stop is about nobody.
    row.reason = _ADDRESS.sub("…", said)[:300]
    row.until = now + _pause(kind, row.failures)
    row.save()
    if _is_standing(row, now):
        logger.error("Mails of %s wait until %s: %s", scope, row.until, row.reason)
        _tell(row, now)
    return row


def _pause(kind: MailStop.Kind, failures: int) -> timedelta:
    """Twice as long each time; a server that is away gets some failures for nothing."""
    again = failures - (MOST_FAILURES if kind is Kind.AWAY else 1)
    if again < 0:
        return timedelta(0)
    # 1 << n is a whole number to a type checker, 2 ** n may be none.
    return min(_FIRST[kind] * (1 << min(again, 10)), _LONGEST[kind])


def _is_standing(row: MailStop, now: datetime) -> bool:
    return row.until is None or row.until > now


def _has_tripped(row: MailStop) -> bool:
    return row.kind in _FIRST and _pause(Kind(row.kind), row.failures) > timedelta(0)


def _may_try(row: MailStop, now: datetime) -> bool:
    """One of all who ask, at most once in a while."""
    mine = MailStop.objects.filter(pk=row.pk, until=row.until, failures=row.failures)
    return bool(mine.update(until=now + TRY))


def _tell(row: MailStop, now: datetime) -> None:
    """The operator hears of a password and of a provider once for each incident."""
    said = {"said": row.reason, "provider": row.scope.partition(":")[2]}
    if row.kind == Kind.LOGIN:
        subject = _("All mails wait: the mail server refused the password")
        text = _(
            "Nothing goes out until the user and the password of the mail server are right. It is"
            " tried again by itself, each time a little later.\n\nThe server said: %(said)s"
        )
    elif row.kind == Kind.REFUSED:
        subject = _("Mails to %(provider)s wait: the provider refuses them")
        text = _(
            "The provider refuses mails of this sender, whoever they are for; nobody was taken off"
            " a series for it. Look at the page about your domain: SPF, DKIM and DMARC. It is tried"
            " again by itself, each time a little later.\n\nThe provider said: %(said)s"
        )
    else:
        return
    notice(
        kind=Notice.Kind.STOP,
        key=f"{row.kind}:{row.scope}:{now.date()}",
        subject=subject % said,
        text=text % said,
        now=now,
    )
