"""Findings set aside, each with the reason somebody gave. The studio and the portable file write
them; a law cannot be set aside.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from funnel.checking.report import Waivers
from funnel.checking.rules import RULES
from funnel.document import FunnelDocument, IgnoredDoc
from funnel.models import Funnel, Waiver

_LONGEST = 300


class NotIgnorableError(ValueError):
    """The sentence says why."""


def waivers_of(funnel: Funnel) -> Waivers:
    """What is set aside in this draft."""
    rows = Waiver.objects.filter(funnel=funnel).values_list("code", "place", "reason")
    return {(code, place): reason for code, place, reason in rows}


def waivers_in(document: FunnelDocument) -> Waivers:
    """What a file says is set aside."""
    return {(each.code, each.place): each.reason for each in document.ignored}


@transaction.atomic
def ignore_finding(
    *, funnel: Funnel, code: str, place: str, reason: str, by: User | None, now: datetime
) -> Waiver:
    """Sets the finding of this rule in this place aside; again with another reason changes it.

    Raises NotIgnorableError for a law, an unknown rule, or without a reason.
    """
    rule = next((rule for rule in RULES if rule.code == code), None)
    reason = " ".join(reason.split())[:_LONGEST]
    if rule is None:
        raise NotIgnorableError(_("The check knows no such rule."))
    if rule.is_law:
        raise NotIgnorableError(
            _("This cannot be ignored: visitors would get stuck. Put it right instead.")
        )
    if not reason:
        raise NotIgnorableError(_("Say why, in a few words. Whoever comes after you reads it."))
    return Waiver.objects.update_or_create(
        funnel=funnel,
        code=code,
        place=place[:_LONGEST],
        defaults={"reason": reason, "made_at": now, "made_by": by},
    )[0]


@transaction.atomic
def heed_finding(*, funnel: Funnel, code: str, place: str) -> None:
    """The finding counts again. Idempotent."""
    Waiver.objects.filter(funnel=funnel, code=code, place=place).delete()


def with_waivers(document: FunnelDocument, funnel: Funnel) -> FunnelDocument:
    """The document as a file carries it, with what is set aside in the draft."""
    ignored = tuple(
        IgnoredDoc(code=code, place=place, reason=reason)
        for (code, place), reason in sorted(waivers_of(funnel).items())
    )
    return document.model_copy(update={"ignored": ignored})


@transaction.atomic
def write_waivers(
    *, funnel: Funnel, ignored: Iterable[IgnoredDoc], by: User | None, now: datetime
) -> None:
    """The draft sets exactly these aside. Rules that are laws or unknown here are left out."""
    known = {rule.code for rule in RULES if not rule.is_law}
    wanted = {(each.code, each.place): each.reason for each in ignored if each.code in known}
    standing = waivers_of(funnel)
    for code, place in standing.keys() - wanted.keys():
        heed_finding(funnel=funnel, code=code, place=place)
    for (code, place), reason in wanted.items():
        if standing.get((code, place)) != reason:
            ignore_finding(funnel=funnel, code=code, place=place, reason=reason, by=by, now=now)
