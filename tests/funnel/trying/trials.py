"""Somebody of staff who tries a funnel out: their links, and a walk through all of it."""

from __future__ import annotations

from funnel.models import Publication
from funnel.trying.tokens import TRY, Pass, address_mark, sign_pass
from tests.funnel.journey.visitor import Visitor

ADDRESS = "mara+try@example.com"


def token_for(
    publication: Publication, *, is_draft: bool = False, address: str = ADDRESS, user: int = 7
) -> str:
    tried = publication.pk if is_draft else None
    return sign_pass(Pass(user, publication.funnel_id, tried, address_mark(address)))


def land(publication: Publication, token: str, *, has_script: bool = True) -> Visitor:
    visitor = Visitor(publication, has_script=has_script)
    visitor.land(f"?{TRY}={token}")
    visitor.address = f"/f/{visitor.slug}/"
    return visitor


def walk(visitor: Visitor, *, calls: bool = True) -> Visitor:
    """From the first press over poll, gifts and the gate to the offer and, unless told
    otherwise, a call: that is what the mails lead to, so none follow."""
    visitor.answer().answer().go_on_to("checklist").press(act="next", tick="one")
    visitor.go_on_to("opt_in").press(act="next", email=ADDRESS, first_name="Mara", marketing="yes")
    visitor.go_on_to("offer")
    if calls:
        visitor.press(act="call", phone="+49 170 1234567", good_time="Now")
    return visitor
