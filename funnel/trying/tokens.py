"""What makes a walk a trial: a signed try link, or the mark in a staff member's own browser.

The journey reads them once, at a visit's first press; nobody else can write either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

from leads.addresses import address_hash

# The field of the address, of the form, and of what a visit keeps.
TRY = "try"
LINK_LASTS = timedelta(days=1)
MARK_LASTS = timedelta(days=90)
_LINK, _MARK = "funnel.trying.link", "funnel.trying.mark"
_LONGEST = 300
_HASH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Pass:
    """What a try link allows. `publication_id` None means whatever is live when it is opened;
    `address_mark` stands for the one address that may get mail."""

    user_id: int
    funnel_id: int
    publication_id: int | None
    address_mark: str


def address_mark(normalised: str) -> str:
    """Tells an address from another without saying it: a link stands in histories and logs."""
    return address_hash(normalised)[:_HASH_LENGTH]


def sign_pass(allowed: Pass) -> str:
    values = [
        allowed.user_id,
        allowed.funnel_id,
        allowed.publication_id or 0,
        allowed.address_mark,
    ]
    return signing.dumps(values, salt=_LINK)


def read_pass(token: object, *, max_age: timedelta | None = LINK_LASTS) -> Pass | None:
    """None for what is forged or too old. A walk that has begun goes on: max_age None."""
    text = str(token or "")
    if not text or len(text) > _LONGEST:
        return None
    try:
        user, funnel, publication, mark = signing.loads(text, salt=_LINK, max_age=max_age)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Pass(int(user), int(funnel), int(publication) or None, str(mark))


def new_mark() -> str:
    """For a browser of staff: says that it is one, and nothing of whose."""
    return signing.TimestampSigner(salt=_MARK).sign("s")


def is_mark(text: object) -> bool:
    """Whether it is a mark of ours that is not too old."""
    value = str(text or "")
    if len(value) > _LONGEST:
        return False
    try:
        signing.TimestampSigner(salt=_MARK).unsign(value, max_age=MARK_LASTS)
    except signing.BadSignature:
        return False
    return True


def is_staff(fields: Mapping[str, object]) -> bool:
    """Whether the form of a landing page was sent by staff. No query.

    The mark travels in `seen`: a browser that has it sends no beacon, so there is nothing else
    to say in that field.
    """
    return read_pass(fields.get(TRY)) is not None or is_mark(fields.get("seen"))


def carried_pass(fields: Mapping[str, object]) -> dict[str, str]:
    """What the landing page's form and its other languages carry on of a try link."""
    token = str(fields.get(TRY) or "")
    return {TRY: token} if read_pass(token) is not None else {}
