"""How many posts one address may make on public pages in a minute.

High enough for an office behind one address; low enough that filling a table takes effort.
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from funnel.border.paths import is_mail_hook, is_one_click_unsubscribe, is_public_post
from funnel.border.refusals import Answer, refuse
from funnel.guard import client_address

WINDOW_SECONDS = 60

logger = logging.getLogger(__name__)


def unhurried_posts(get_response: Answer) -> Answer:
    """429 with Retry-After above PUBLIC_POSTS_PER_MINUTE.

    A provider's unsubscribe presses and events come from few addresses and are never counted.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        is_by_machine = is_mail_hook(request) or is_one_click_unsubscribe(request)
        if not is_public_post(request) or is_by_machine:
            return get_response(request)
        now = timezone.now()
        if count_post(client_address(request), now=now) <= settings.PUBLIC_POSTS_PER_MINUTE:
            return get_response(request)
        answer = refuse(
            request,
            status=429,
            title=_("One moment, please"),
            text=_(
                "Many answers came from your connection just now. Wait a minute, then go on: "
                "everything so far is kept."
            ),
        )
        answer["Retry-After"] = str(WINDOW_SECONDS - int(now.timestamp()) % WINDOW_SECONDS)
        return answer

    return middleware


def count_post(address: str, *, now: datetime) -> int:
    """Posts of this address in this minute, this one included; 0 while the cache is away.

    A visitor's answer matters more than the limit, so a missing cache lets everybody pass.
    """
    key = f"posts:{pseudonym(address, now=now)}:{int(now.timestamp()) // WINDOW_SECONDS}"
    try:
        cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
        return int(cache.incr(key))
    except (RedisError, OSError):
        logger.warning("The cache cannot be reached: posts are not counted.")
    except ValueError:
        # The key was evicted between the two calls.
        return 1
    return 0


def pseudonym(address: str, *, now: datetime) -> str:
    """The same for one address on one day, and not to be undone or followed to the next."""
    day = f"{now:%Y-%m-%d}"
    daily = hmac.digest(settings.SECRET_KEY.encode(), f"post limit {day}".encode(), "sha256")
    return hmac.new(daily, _network(address).encode(), "sha256").hexdigest()[:32]


def _network(address: str) -> str:
    """One subscriber has a whole /64 of IPv6."""
    try:
        parsed = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed), 64), strict=False))
