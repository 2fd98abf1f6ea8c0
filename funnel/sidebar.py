"""The marketers' doors in the admin, and the raw rows behind them for superusers."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

_APPS = ("funnel", "quizzes", "leads", "nurture", "auth")


@dataclass(frozen=True, slots=True)
class Door:
    """One entry. The first (permission, URL name) that this person may use is where it leads."""

    title: StrPromise
    icon: str
    ways: tuple[tuple[str, str], ...]
    rooms: tuple[str, ...]

    def is_open_at(self, path: str) -> bool:
        home = reverse("admin:index")
        return any(path.startswith(f"{home}{room}/") for room in self.rooms)


DOORS = (
    Door(
        _("Funnels"),
        "stairs",
        (("funnel.view_funnel", "admin:funnel_funnel_changelist"),),
        ("funnel/funnel", "funnel/step", "funnel/optin", "funnel/offer", "quizzes"),
    ),
    Door(
        _("Gifts"),
        "redeem",
        (("leads.view_leadmagnet", "admin:leads_leadmagnet_changelist"),),
        ("leads/leadmagnet",),
    ),
    Door(
        _("Mails"),
        "mail",
        (("nurture.view_sequence", "admin:nurture_sequence_changelist"),),
        ("nurture/sequence",),
    ),
    Door(
        _("Leads"),
        "group",
        (("leads.view_lead", "leads:desk"), ("funnel.view_funnel", "admin:funnel_people")),
        ("funnel/funnel/people",),
    ),
    Door(
        _("Numbers"), "monitoring", (("funnel.view_publication", "funnel_numbers"),), ("numbers",)
    ),
    Door(
        _("Settings"),
        "tune",
        (("leads.view_business", "admin:leads_business_changelist"),),
        # The tabs of that page lead there.
        ("leads/business", "leads/deskrules", "funnel/connection"),
    ),
    Door(_("What counts"), "rule", (("leads.add_scoringmodel", "tuning:tune"),), ("tuning",)),
    Door(_("Webhooks"), "webhook", (("leads.view_webhook", "webhooks:index"),), ("webhooks",)),
    Door(
        _("Audit log"),
        "policy",
        (("leads.view_auditentry", "admin:leads_auditentry_changelist"),),
        ("leads/auditentry",),
    ),
)

_LOOK, _CHANGE = "nurture.view_sequence", "nurture.change_sequence"
# The mail room: what is on its way, what came back, and what decides whether it arrives.
MAIL = (
    Door(
        _("On their way"),
        "outgoing_mail",
        ((_LOOK, "mailroom:watch"),),
        ("mail/waiting", "mail/stop"),
    ),
    Door(_("Replies"), "reply", ((_LOOK, "mailroom:replies"),), ("mail/replies",)),
    Door(
        _("Do not mail"),
        "do_not_disturb_on",
        ((_LOOK, "mailroom:do_not_mail"),),
        ("mail/do-not-mail",),
    ),
    Door(_("Your domain"), "verified_user", ((_LOOK, "mailroom:domain"),), ("mail/domain",)),
    Door(_("Rules"), "rule", ((_CHANGE, "mailroom:rules"),), ("mail/rules",)),
    Door(_("Outbox"), "outbox", ((_LOOK, "nurture:outbox"),), ()),
)


def navigation(request: HttpRequest) -> list[dict[str, object]]:
    """Unfold's list of groups for this person: the doors, and raw rows for superusers."""
    doors = [entry for door in DOORS if (entry := _entry(door, request)) is not None]
    groups: list[dict[str, object]] = [{"items": doors}]
    mail = _mail(request)
    if mail:
        groups.append({"title": _("Mail"), "separator": True, "items": mail})
    if request.user.is_active and request.user.is_superuser:
        groups.append(
            {
                "title": _("Raw rows"),
                "separator": True,
                "collapsible": True,
                "items": _raw_rows(request),
            }
        )
    return groups


def _entry(door: Door, request: HttpRequest) -> dict[str, object] | None:
    for permission, name in door.ways:
        link = _address(name)
        if link and request.user.has_perm(permission):
            return {
                "title": door.title,
                "icon": door.icon,
                "link": link,
                "active": door.is_open_at(request.path),
            }
    return None


def _mail(request: HttpRequest) -> list[dict[str, object]]:
    """The mail room's doors; the outbox only where mails are kept instead of sent."""
    is_kept = settings.IS_EMBEDDED and not settings.EMAIL_URL and not settings.MAIL_PROVIDER
    doors = [door for door in MAIL if is_kept or door.title != MAIL[-1].title]
    found = [entry for door in doors if (entry := _entry(door, request)) is not None]
    for entry in found:
        # The first one's address is the beginning of all the others'.
        entry["active"] = entry["active"] or request.path == entry["link"]
    return found


def _raw_rows(request: HttpRequest) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for label in _APPS:
        for model in apps.get_app_config(label).get_models():
            meta = model._meta
            link = _address(f"admin:{meta.app_label}_{meta.model_name}_changelist")
            if link:
                title = str(meta.verbose_name_plural)
                found.append(
                    {
                        "title": title[0].upper() + title[1:],
                        "link": link,
                        "active": request.path.startswith(link),
                    }
                )
    return found


def _address(name: str) -> str:
    """Where a page is; empty when this installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def stylesheet(_request: HttpRequest) -> str:
    return static("css/admin.css")


def icon(_request: HttpRequest) -> str:
    """Stands in the tabs of staff; without it every page asks for one that is not there."""
    return static("img/small-yes.svg")


def own_browser_script(_request: HttpRequest) -> str:
    """Marks the browsers of staff, so that their own visits never count."""
    return static("js/studio/own_browser.js")


def _tab(title: StrPromise, model: str) -> dict[str, object]:
    """One page of the settings; `model` is "app.model"."""
    room = reverse_lazy(f"admin:{model.replace('.', '_')}_changelist")
    return {
        "title": title,
        "link": room,
        "permission": lambda request: request.user.has_perm(model.replace(".", ".view_")),
        "active": lambda request: request.path.startswith(str(room)),
    }


_SETTINGS = ("leads.business", "leads.deskrules", "funnel.connection")

# What stands behind the door called Settings, on its lists and on its pages.
TABS: list[dict[str, object]] = [
    {
        "models": [*_SETTINGS, *({"name": name, "detail": True} for name in _SETTINGS)],
        "items": [
            _tab(_("Your business"), "leads.business"),
            _tab(_("Promises"), "leads.deskrules"),
            _tab(_("Connections"), "funnel.connection"),
        ],
    }
]

SIDEBAR: dict[str, object] = {
    "show_search": False,
    "show_all_applications": False,
    "navigation": navigation,
}
