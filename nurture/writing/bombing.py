"""Nobody can be bombed: how many mails strangers may ask for to an address that is not theirs.

Called by queue_requested inside its write, with the rows locked that the counting rests on.
The sender has caps of its own (guards); these keep the rows themselves from piling up.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q

from leads.locking import lock_addresses
from leads.models import EmailAddress
from nurture.models import Delivery

ADDRESS_CAP, NETWORK_CAP = "address_cap", "network_cap"
DAY, HOUR = timedelta(hours=24), timedelta(hours=1)
MOST_A_DAY = 3
# Who typed a confirmed address is not known either; its own person hardly asks so often.
MOST_A_DAY_CONFIRMED = 10
# Never sent, so nobody was bothered by them.
_UNSENT = (Delivery.State.FAILED, Delivery.State.CANCELLED, Delivery.State.SKIPPED)


def judge_request(
    *,
    address: EmailAddress,
    dedupe_key: str,
    network: str,
    now: datetime,
    is_trial: bool = False,
) -> Delivery | str:
    """The delivery of this key where it exists; '' for a mail that may be queued, else
    ADDRESS_CAP or NETWORK_CAP. Inside a transaction: from here on the address is locked, so two
    requests with one key follow each other.

    Two first presses of a network at once may both find room: it can be overshot by as many mails
    as there are workers, once a day. From its first row on, its presses follow each other.
    """
    (locked,) = lock_addresses([address.pk])
    today = Q(address=locked, purpose=Delivery.Purpose.REQUESTED, created_at__gt=now - DAY)
    asked = list(Delivery.objects.filter(Q(dedupe_key=dedupe_key) | today).defer("content"))
    known = next((each for each in asked if each.dedupe_key == dedupe_key), None)
    if known is not None:
        return known
    if is_trial:
        return ""
    is_confirmed = locked.confirmed_at is not None
    most = MOST_A_DAY_CONFIRMED if is_confirmed else MOST_A_DAY
    if sum(each.state not in _UNSENT for each in asked) >= most:
        return ADDRESS_CAP
    if is_confirmed or not network or _has_room(network, now):
        return ""
    # What was held back is shown a few times, not five thousand times.
    skipped = sum(each.state == Delivery.State.SKIPPED for each in asked)
    return NETWORK_CAP if skipped < MOST_A_DAY else ADDRESS_CAP


def _has_room(network: str, now: datetime) -> bool:
    """Everybody of one network waits in line here: the first row of its day is the turnstile."""
    mine = Delivery.objects.filter(network=network)
    if mine.select_for_update().order_by("created_at", "pk").first() is None:
        return True
    asked = mine.filter(
        address__confirmed_at=None,
        purpose=Delivery.Purpose.REQUESTED,
        created_at__gt=now - DAY,
    ).exclude(state__in=_UNSENT)
    counted = asked.aggregate(
        day=Count("pk"), hour=Count("pk", filter=Q(created_at__gt=now - HOUR))
    )
    return bool(
        counted["hour"] < settings.NETWORK_MAILS_PER_HOUR
        and counted["day"] < settings.NETWORK_MAILS_PER_DAY
    )
