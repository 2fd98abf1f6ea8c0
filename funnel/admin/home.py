"""The first page of the admin: each funnel, how it does, and the one next thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnel.admin.state import FunnelState, state_of
from funnel.home.next_thing import NextThing, Standing, next_thing
from funnel.home.readying import is_ready, lacks
from funnel.home.week import Week, empty_week, weeks
from funnel.mailroom.overview import BAD, NOTE, Headline, headline, look_needed, silence
from funnel.models import Funnel
from funnel.sidebar import navigation
from leads.business import business
from leads.models import Business, Lead
from nurture.watching.queue import queue_report

_MOST = 20


@dataclass(frozen=True, slots=True)
class Card:
    """One funnel on the first page."""

    state: FunnelState
    week: Week


@dataclass(frozen=True, slots=True)
class Beginning:
    """The three things an empty installation asks for."""

    has_business: bool
    has_funnel: bool
    is_live: bool

    @property
    def is_done(self) -> bool:
        return self.has_business and self.has_funnel and self.is_live


# Any: the context of Unfold's index page.
def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Called by Unfold for /admin/."""
    context["doors"] = navigation(request)[0]["items"]
    context["title"] = _("Home")
    if request.user.has_perm("funnel.view_funnel"):
        context |= _marketing(timezone.now())
    if request.user.has_perm("nurture.view_sequence"):
        context["mail_look"] = _mail_look(timezone.now())
    return context


def _marketing(now: datetime) -> dict[str, object]:
    funnels = Funnel.objects.select_related("publication__published_by", "theme")
    states = [state_of(funnel) for funnel in funnels.order_by("-pk")[:_MOST]]
    zone = business().zone
    this_week, nobody = weeks(now=now, zone=zone), empty_week(now=now, zone=zone)
    cards = [Card(state, this_week.get(state.funnel.pk, nobody)) for state in states]
    row = Business.objects.first()
    beginning = Beginning(
        has_business=not lacks(row),
        has_funnel=any(not card.state.funnel.is_demo for card in cards),
        is_live=is_ready(row),
    )
    return {
        "cards": cards,
        "beginning": None if beginning.is_done else beginning,
        "next_thing": _next(cards, beginning, waiting=_waiting()),
    }


def _waiting() -> int:
    """Warm people whom nobody has taken yet."""
    warm = (Lead.Band.WARM, Lead.Band.HOT)
    return Lead.objects.people().filter(stage=Lead.Stage.NEW, band__in=warm).count()


def _mail_look(now: datetime) -> Headline | None:
    """The mail room's sentence where somebody should have a look; None where all is well."""
    report = queue_report(now)
    found = headline(report, silent=silence(now))
    number = look_needed(report)
    if found.tone == BAD or (found.tone == NOTE and not number):
        return found
    if not number:
        return None
    words = ngettext("%(number)s mail wants a look.", "%(number)s mails want a look.", number)
    return Headline(NOTE, words % {"number": number})


def _next(cards: list[Card], beginning: Beginning, *, waiting: int) -> NextThing | None:
    own = [card for card in cards if not card.state.funnel.is_demo]
    return next_thing(
        [
            Standing(
                pk=card.state.funnel.pk,
                name=card.state.funnel.name,
                is_live=card.state.live is not None,
                has_changes=card.state.has_changes,
                faults=card.state.found.errors,
                visitors=card.week.visitors.total,
            )
            for card in own
        ],
        lacks_business=not beginning.has_business,
        is_ready=beginning.is_live,
        waiting=waiting,
    )
