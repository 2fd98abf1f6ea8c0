"""The first tap: a landing page's form becomes a visit with its first answer.

Idempotent: one landing page in one browser makes one visit, however often its form arrives.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from funnel.models import LandingCount, Publication, Visit

_ROBOT = re.compile(
    r"bot\b|crawl|spider|slurp|preview|facebookexternalhit|headlesschrome-lighthouse|curl/|wget/"
    r"|python-requests|monitor",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a visitor comes from and with what, frozen at the first touch."""

    source: str = "direct"
    medium: str = ""
    campaign: str = ""
    term: str = ""
    content: str = ""
    referrer: str = ""
    language: str = ""
    device: str = ""
    is_suspected_bot: bool = False
    is_test: bool = False
    # A known zone, or '' where the browser named none.
    time_zone: str = ""
    embedded_on: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)


def is_robot(user_agent: str) -> bool:
    return not user_agent or bool(_ROBOT.search(user_agent))


def device_class(user_agent: str) -> str:
    """phone, tablet or desktop, from the words browsers put there themselves."""
    if "iPad" in user_agent or ("Android" in user_agent and "Mobile" not in user_agent):
        return "tablet"
    return "phone" if "Mobi" in user_agent else "desktop"


def new_nonce() -> str:
    """The landing page's own number, for browsers that run no script."""
    return secrets.token_urlsafe(12)


def start_key(*, tab: str, nonce: str, address: str, user_agent: str) -> str:
    """What makes two forms the same landing page.

    A script's random tab id is enough by itself. Without script the page's own number may sit
    in a shared cache, so the network address and the browser's name are taken in with it.
    """
    parts = ["tab", tab] if tab else ["page", nonce, address, user_agent]
    text = "\n".join(parts).encode("utf-8", "replace")
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()


def start_visit(
    *,
    publication: Publication,
    key: str,
    arrival: Arrival,
    now: datetime,
    was_seen: bool,
    reads: str = "",
) -> tuple[Visit, bool]:
    """The visit of this landing page and whether it is new. `reads`: the page's language.

    `was_seen` says that the page's beacon was sent; otherwise the start counts its own view.
    """
    visit = Visit(
        start_key=key,
        funnel_id=publication.funnel_id,
        publication=publication,
        started_at=now,
        last_act_at=now,
        is_own_view=not was_seen,
        reads=reads,
        **asdict(arrival),
    )
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError:
        return Visit.objects.select_for_update().get(start_key=key), False
    return visit, True


def count_view(*, publication_id: int, source: str, now: datetime) -> None:
    """One more person saw the landing page."""
    row = {"publication_id": publication_id, "day_on": now.date(), "source": source}
    if not LandingCount.objects.filter(**row).update(views=F("views") + 1):
        LandingCount.objects.bulk_create([LandingCount(**row)], ignore_conflicts=True)
        LandingCount.objects.filter(**row).update(views=F("views") + 1)
