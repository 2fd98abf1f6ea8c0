"""Who of the staff may do what: three groups, made again after each migration.

Permissions somebody added by hand stay; what these groups need is always there.
"""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

MARKETING, SALES, OWNER = "Marketing", "Sales", "Owner"

_ALL = ("view", "add", "change", "delete")
_NEEDS: dict[str, dict[str, tuple[str, ...]]] = {
    MARKETING: {
        **dict.fromkeys(
            (
                "quizzes.quiz",
                "quizzes.category",
                "quizzes.figure",
                "quizzes.outcome",
                "quizzes.question",
                "quizzes.choice",
                "quizzes.weight",
                "leads.leadmagnet",
                "leads.checklistitem",
                "nurture.sequence",
                "nurture.message",
                "funnel.funnel",
                "funnel.step",
                "funnel.optin",
                "funnel.optinfield",
                "funnel.offer",
                "funnel.theme",
                "funnel.seriesrule",
                "funnel.sourcehook",
            ),
            _ALL,
        ),
        "leads.business": ("view", "add", "change"),
        "leads.deskrules": ("view", "add", "change"),
        "leads.webhook": _ALL,
        "leads.scoringmodel": ("view", "add"),
        "leads.mediafile": ("view", "add"),
        "funnel.publication": ("view",),
        "funnel.connection": ("view", "add", "change"),
    },
    OWNER: {"leads.auditentry": ("view",)},
    SALES: {
        "leads.lead": ("view", "change"),
        **dict.fromkeys(
            ("leads.emailaddress", "leads.consent", "leads.activity", "leads.visitfacts"),
            ("view",),
        ),
    },
}
# What no table has by itself, as app.codename.
_RIGHTS: dict[str, tuple[str, ...]] = {
    OWNER: ("leads.see_all_leads", "leads.see_sensitive_answers", "leads.exchange_leads")
}
# Who holds what others hold, too.
_OF_OTHERS = {OWNER: (MARKETING, SALES)}


@transaction.atomic
def ensure_groups() -> None:
    """All three exist and hold what they need. Idempotent; one write at most each."""
    for name in (MARKETING, SALES, OWNER):
        group, _ = Group.objects.get_or_create(name=name)
        wanted = Q(pk__in=[])
        for role in (name, *_OF_OTHERS.get(name, ())):
            wanted |= _needed(role)
        group.permissions.add(*Permission.objects.filter(wanted))


def _needed(role: str) -> Q:
    wanted = Q(pk__in=[])
    for label, verbs in _NEEDS.get(role, {}).items():
        app, model = label.split(".")
        names = [f"{verb}_{model}" for verb in verbs]
        wanted |= Q(content_type__app_label=app, codename__in=names)
    for right in _RIGHTS.get(role, ()):
        app, codename = right.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return wanted


# Any: what Django's signal sends along; `migrate` names the apps it knows, `flush` does not.
def after_migrate(*, apps: Apps | None = None, **_kwargs: Any) -> None:
    """post_migrate of the roof, the last app: every permission stands by now."""
    if apps is None or "auth" in {state.label for state in apps.get_app_configs()}:
        ensure_groups()
