"""People who sell, for the tests of the pipeline."""

from __future__ import annotations

from django.contrib.auth.models import Permission, User

from leads.pipeline.rules import forget_rules
from tests.leads.factories import make_staff


def seller(name: str) -> User:
    user = make_staff(name)
    user.user_permissions.add(Permission.objects.get(codename="change_lead"))
    forget_rules()
    return user


def team() -> tuple[User, User]:
    """Two who sell: claims and promises count."""
    return seller("anna"), seller("ben")
