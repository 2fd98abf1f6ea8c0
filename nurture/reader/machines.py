"""Was it a person who pressed? Scanners of mail providers open every link, and some press buttons.

The roof asks judge() before a press behind a mail's link counts. What a machine did is kept as a
reason and a number beside the link; who it was, is not kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

from nurture.models import MailLink

PREFETCH, AGENT, SCRIPT, FAST, MANY = "prefetch", "agent", "script", "fast", "many"
# What says of itself that it is no person; the others are guesses, which a second press refutes.
CERTAIN = (PREFETCH, AGENT)
# Nobody reads a mail and presses twice within these; a browser that tells of the hand is believed.
_FAST = 8.0
_BURST = timedelta(seconds=10)
_MANY, _MANY_WITHOUT_HAND = 3, 2
_AGAIN_AFTER, _AGAIN_WITHIN = timedelta(seconds=2), timedelta(hours=24)
_ANNOUNCED = re.compile(r"prefetch|preview|prerender", re.IGNORECASE)
# On Apple's phones they are Safari within, and call themselves CriOS, FxiOS and EdgiOS.
_TELLS_OF_HAND = re.compile(r"\b(Chrome|Chromium|Firefox|HeadlessChrome)/")
_AGENT = re.compile(
    r"bot\b|crawl|spider|slurp|scan(ner|ning)|preview|monitor|curl/|wget/|libwww|okhttp"
    r"|python-|go-http|java/|httpclient|node-fetch|axios|phantomjs"
    r"|barracuda|mimecast|proofpoint|symantec|messagelabs|fireeye|trend ?micro|sophos|safelinks"
    r"|urldefense|microsoft office|google-safety|bitdefender|cloudmark",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What a request tells of who sent it; nothing of it is kept.

    `purpose` is whatever announces a look in advance; `mode` and `user` are Sec-Fetch-Mode and
    Sec-Fetch-User, '' where the browser or the way does not send them.
    """

    agent: str = ""
    purpose: str = ""
    mode: str = ""
    user: str = ""


def signs_of(headers: Mapping[str, str]) -> Signs:
    """From headers by name, in any case."""
    told = {name.lower(): value for name, value in headers.items()}
    ahead = ("purpose", "x-purpose", "sec-purpose", "x-moz")
    return Signs(
        agent=told.get("user-agent", "")[:500],
        purpose=" ".join(told.get(name, "")[:60] for name in ahead).strip(),
        mode=told.get("sec-fetch-mode", "")[:20],
        user=told.get("sec-fetch-user", "")[:5],
    )


def verdict(signs: Signs, *, since_handover: float | None, recent: int) -> str:
    """'' for a person, else why it is taken for a machine: one of the names above.

    Pure. `since_handover` in seconds, None where it is not known; `recent` counts the other links
    of this mail that were pressed in the last seconds. Chrome and Firefox send Sec-Fetch-User with
    a form only where a hand pressed its button; Safari and what is built on it never send it.
    """
    if _ANNOUNCED.search(signs.purpose):
        return PREFETCH
    if _AGENT.search(signs.agent):
        return AGENT
    has_hand = signs.user == "?1"
    if signs.mode == "navigate" and not has_hand and _TELLS_OF_HAND.search(signs.agent):
        return SCRIPT
    # A clock behind ours is no proof.
    if not has_hand and since_handover is not None and 0 <= since_handover < _FAST:
        return FAST
    if recent >= (_MANY if has_hand else _MANY_WITHOUT_HAND):
        return MANY
    return ""


def judge(link: MailLink, signs: Signs, *, now: datetime, again: str = "") -> str:
    """verdict() over what is stored, in one query. `again` is the mark of a page that asked for
    one more press: a guess falls with it, so that nobody is locked out."""
    handed_over_at = link.delivery.handed_over_at
    others = MailLink.objects.filter(delivery=link.delivery_id, pressed_at__gt=now - _BURST)
    reason = verdict(
        signs,
        since_handover=(now - handed_over_at).total_seconds() if handed_over_at else None,
        recent=others.exclude(pk=link.pk).count(),
    )
    if reason and reason not in CERTAIN and is_second_press(link, again, now=now):
        return ""
    return reason


def mark_of(link: MailLink, *, now: datetime) -> str:
    """For the page that asks for one more press: says when it was asked, and cannot be made up."""
    return _signer().sign(f"{link.pk}.{int(now.timestamp())}")


def is_second_press(link: MailLink, mark: str, *, now: datetime) -> bool:
    """Whether this mark was given out for this link long enough ago for a person to have read."""
    try:
        pk, _dot, at = _signer().unsign(mark[:200]).partition(".")
    except BadSignature:
        return False
    waited = timedelta(seconds=now.timestamp() - int(at))
    return pk == str(link.pk) and _AGAIN_AFTER <= waited <= _AGAIN_WITHIN


def _signer() -> Signer:
    return Signer(salt="nurture.reader.machines.again")
