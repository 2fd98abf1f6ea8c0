"""Who hears of leads, and of what: one row each, and the usual for whoever has none."""

from __future__ import annotations

from django.contrib.auth.models import User

from leads.access import PERMISSION
from leads.models import AlertChoice, Happening

Kind = Happening.Kind
TOLD = (Kind.NEW_LEAD, Kind.HOT, Kind.CALL_ASKED)


def choice_of(user: User) -> AlertChoice:
    """What they chose; not stored where they never did."""
    return AlertChoice.objects.filter(user=user).first() or AlertChoice(user=user)


def audience() -> list[tuple[User, AlertChoice]]:
    """Active staff who may see leads."""
    people = User.objects.filter(is_active=True, is_staff=True).order_by("pk")
    chosen = {row.user_id: row for row in AlertChoice.objects.filter(user__in=people)}
    return [
        (user, chosen.get(user.pk) or AlertChoice(user=user))
        for user in people
        if user.has_perm(PERMISSION)
    ]


def wants(choice: AlertChoice, kind: str) -> bool:
    wanted = {
        Kind.NEW_LEAD: choice.is_told_of_new,
        Kind.HOT: choice.is_told_of_hot,
        Kind.CALL_ASKED: choice.is_told_of_calls,
    }
    return wanted.get(Kind(kind), False)
