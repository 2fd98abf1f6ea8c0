"""Links in mails: opaque tokens whose target only the roof resolves.

Rendering makes them, the roof finds them and reports the first human act behind one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from leads.activity import Act, record_acts
from nurture.models import Delivery, MailLink

CONFIRM = "confirm"
UNSUBSCRIBE = "unsubscribe"
PREFERENCES = "preferences"
OPEN = "open"

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}\Z")


def make_links(
    *, delivery: Delivery, targets: Iterable[str], away: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Addresses by target. The same delivery keeps its links however often it is rendered.

    `away` holds where links of the text lead, by target: they are stored beside the token.
    """
    leads = dict(away or {})
    wanted = list(dict.fromkeys((*targets, *leads)))
    MailLink.objects.bulk_create(
        [
            MailLink(
                delivery=delivery,
                target=target,
                token=secrets.token_urlsafe(16),
                url=leads.get(target, ""),
            )
            for target in wanted
        ],
        ignore_conflicts=True,
    )
    links = list(MailLink.objects.filter(delivery=delivery, target__in=wanted))
    moved = [link for link in links if link.url != leads.get(link.target, "")]
    for link in moved:
        # Written anew since it was rendered first: the text and its links say the same.
        link.url = leads.get(link.target, "")
    MailLink.objects.bulk_update(moved, ["url"])
    return {link.target: address_of(link) for link in links}


def address_of(link: MailLink) -> str:
    """Built from SITE_URL alone, never from a request's Host header."""
    return f"{settings.SITE_URL}/e/{link.token}/"


def unsealed(seal: str) -> str:
    """32 bytes as text, from the random seal of a requested mail and this house's secret key.

    The database holds the seal and a hash of what it opens: whoever reads it has no link.
    """
    key = hashlib.sha256(b"nurture.links.seal" + settings.SECRET_KEY.encode()).digest()
    opened = hmac.digest(key, seal.encode(), "sha256")
    return base64.urlsafe_b64encode(opened).decode().rstrip("=")


def find(token: str) -> MailLink | None:
    """The link with its delivery, lead and address; None for what was never a token.

    Links of a person who was forgotten open nothing any more.
    """
    if not _TOKEN.match(token):
        return None
    related = ("delivery__lead", "delivery__address", "delivery__enrollment")
    known = MailLink.objects.filter(delivery__lead__erased_at=None)
    return known.select_related(*related).filter(token=token).first()


@transaction.atomic
def press(*, link: MailLink, now: datetime, machine: str = "") -> bool:
    """A person, not a scanner, acted behind this link. True for the first time only.

    One mail counts once for the interest of its reader, however many of its links are pressed.
    `machine` is why it was no person: that is noted beside the link and counts for nothing.
    """
    if machine:
        note_machine(link=link, reason=machine)
        return False
    if not MailLink.objects.filter(pk=link.pk, pressed_at=None).update(pressed_at=now):
        return False
    delivery = link.delivery
    act = Act(
        kind="mail_click",
        subject=f"mail/{delivery.pk}",
        label=f"Came back from the mail: {delivery.subject}"[:300],
        occurred_at=now,
        source_key=f"click:{link.pk}",
        points_key="mail_click",
        visit_id=delivery.visit_id,
    )
    record_acts(lead=delivery.lead, acts=[act], now=now)
    link.pressed_at = now
    return True


def note_machine(*, link: MailLink, reason: str) -> None:
    """The reason of the last one and how many there were; neither address nor browser."""
    MailLink.objects.filter(pk=link.pk).update(
        machine_reason=reason, machine_presses=F("machine_presses") + 1
    )
