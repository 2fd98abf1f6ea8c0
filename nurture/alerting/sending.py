"""Sends what waits: everything due for one person as one message, claimed before it goes.

A worker that dies while it sends leaves its lease to run out; that message may then come twice,
for staff would rather hear twice of a lead than never.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.timezone import localtime

from leads.access import PERMISSION
from leads.business import business
from leads.desk import shown_name
from leads.models import Alert, AlertChoice, EmailAddress, Lead, Suppression
from leads.visibility import may_see, visible_to
from nurture.alerting.choosing import choice_of
from nurture.alerting.composing import Told, Words, alert_words, digest_words, told_of
from nurture.alerting.delivering import UndeliveredError, deliver
from nurture.alerting.quiet import free_at

logger = logging.getLogger(__name__)

State = Alert.State
_AT_ONCE = 50
_LEASE = timedelta(minutes=2)
# Several leads within it come as one message.
_BETWEEN = timedelta(minutes=2)
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)


def send_due(*, now: datetime) -> int:
    """Alerts that are due, of everybody who is told at once; how many alerts went out."""
    people = _due(now).exclude(user__alert_choice__way=AlertChoice.Way.DIGEST)
    lately = Alert.objects.filter(sent_at__gt=now - _BETWEEN).values("user_id")
    ids = people.exclude(user__in=lately).order_by().values_list("user_id", flat=True).distinct()
    return sum(_send(user, now) for user in User.objects.filter(pk__in=list(ids)))


def send_digests(*, now: datetime) -> int:
    """Their one mail of the day, to everybody whose hour has come; how many mails went out."""
    local = localtime(now, business().zone)
    waiting = AlertChoice.objects.filter(
        way=AlertChoice.Way.DIGEST, digest_at__lte=local.time(), user__is_active=True
    ).exclude(digest_sent_on=local.date())
    return sum(_digest(row, now) for row in waiting.select_related("user"))


def _due(now: datetime) -> QuerySet[Alert]:
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return Alert.objects.filter(free, state=State.WAITING, due_at__lte=now)


def _send(user: User, now: datetime) -> int:
    choice = choice_of(user)
    if _put_off(user, choice, now):
        return 0
    mine = _claimed(_due(now).filter(user=user), now)
    people = _still(mine, user, now)
    return _go(user, choice, mine, lambda: alert_words(people) if people else None, now)


def _put_off(user: User, choice: AlertChoice, now: datetime) -> bool:
    """Quiet hours hold for what waited, too."""
    at = free_at(
        now, zone=business().zone, quiet_from=choice.quiet_from, quiet_until=choice.quiet_until
    )
    if at > now:
        _due(now).filter(user=user).update(due_at=at)
    return at > now


def _claimed(alerts: QuerySet[Alert], now: datetime) -> list[Alert]:
    """Those which are ours alone. The lease is told apart from another worker's by its own end."""
    lease = now + _LEASE + timedelta(microseconds=secrets.randbelow(1_000_000))
    ids = list(alerts.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    alerts.filter(pk__in=ids).update(leased_until=lease, attempts=F("attempts") + 1)
    rows = Alert.objects.filter(pk__in=ids, leased_until=lease)
    return list(rows.select_related("happening__lead__merged_into").order_by("pk"))


def _still(alerts: list[Alert], user: User, now: datetime) -> list[Told]:
    """Whom they may see at this moment and who may be contacted; of the others nothing is told."""
    if not (user.is_active and user.is_staff and user.has_perm(PERMISSION)):
        return []
    people = told_of(alerts, now)
    forbidden = _forbidden([each.lead.pk for each in people])
    return [
        each
        for each in people
        if each.lead.erased_at is None
        and each.lead.pk not in forbidden
        and may_see(user, each.lead)
    ]


def _forbidden(lead_ids: list[int]) -> set[int]:
    hashes = Suppression.objects.filter(reason=Suppression.Reason.DO_NOT_CONTACT)
    rows = EmailAddress.objects.filter(
        Q(lead__in=lead_ids) | Q(lead__merged_into__in=lead_ids),
        address_hash__in=hashes.values("address_hash"),
    ).select_related("lead")
    return {row.lead.merged_into_id or row.lead_id for row in rows}


def _go(
    user: User,
    choice: AlertChoice,
    alerts: list[Alert],
    words: Callable[[], Words | None],
    now: datetime,
) -> int:
    """How many alerts are told; without words there was nothing (any more) to tell."""
    mine = Alert.objects.filter(pk__in=[row.pk for row in alerts], state=State.WAITING)
    if not _told(user, choice, alerts, words, now):
        return 0
    return mine.update(state=State.SENT, sent_at=now, leased_until=None, fault="")


def _told(
    user: User,
    choice: AlertChoice,
    alerts: list[Alert],
    words: Callable[[], Words | None],
    now: datetime,
) -> bool:
    with translation.override(settings.LANGUAGE_CODE):
        said = words()
        if said is None:
            Alert.objects.filter(pk__in=[row.pk for row in alerts]).delete()
            return False
        try:
            deliver(user=user, choice=choice, words=said, now=now)
        except UndeliveredError as error:
            logger.warning("User %s was not told: %s", user.pk, error)
            _keep(alerts, str(error), now)
            return False
    return True


def _keep(alerts: list[Alert], fault: str, now: datetime) -> None:
    for row in alerts:
        is_last = row.attempts > len(WAITS)
        Alert.objects.filter(pk=row.pk, state=State.WAITING).update(
            state=State.FAILED if is_last else State.WAITING,
            due_at=row.due_at if is_last else now + WAITS[row.attempts - 1],
            fault=fault[:300],
            leased_until=None,
        )


def _digest(choice: AlertChoice, now: datetime) -> int:
    """The day is taken first, so that two workers send one mail; given back if it did not go."""
    user, before = choice.user, choice.digest_sent_on
    today = localtime(now, business().zone).date()
    mine = AlertChoice.objects.filter(pk=choice.pk, digest_sent_on=before)
    if not mine.update(digest_sent_on=today):
        return 0
    alerts = _claimed(Alert.objects.filter(user=user, state=State.WAITING), now)
    people = _still(alerts, user, now)
    follow_ups = _follow_ups(user, {each.lead.pk for each in people}, now)
    if not people and not follow_ups:
        Alert.objects.filter(pk__in=[row.pk for row in alerts]).delete()
        return 0
    if not _told(user, choice, alerts, lambda: digest_words(people, follow_ups), now):
        AlertChoice.objects.filter(pk=choice.pk).update(digest_sent_on=before)
        return 0
    Alert.objects.filter(pk__in=[row.pk for row in alerts]).update(
        state=State.SENT, sent_at=now, leased_until=None, fault=""
    )
    return 1


def _follow_ups(user: User, but: set[int], now: datetime) -> list[tuple[str, str]]:
    """Their own leads to get in touch with today or before, the longest due first."""
    local = localtime(now, business().zone) + timedelta(days=1)
    tomorrow = local.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = (
        visible_to(user)
        .people()
        .filter(owner=user, follow_up_at__lt=tomorrow, stage__in=Lead.OPEN_STAGES)
        .exclude(pk__in=but)
        .order_by("follow_up_at", "pk")[:_AT_ONCE]
    )
    forbidden = _forbidden([row.pk for row in rows])
    people = [row for row in rows if row.pk not in forbidden]
    return [
        (each.name, each.url)
        for each in (
            Told(row, shown_name(row, list(row.addresses.all())), (), "") for row in people
        )
    ]
