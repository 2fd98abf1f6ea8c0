"""The one thing a marketer does best now, over all funnels. The home page shows it first.

Pure: it is told how everything stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Standing:
    """How one funnel stands: `faults` block going live, `visitors` are this week's."""

    pk: int
    name: str
    is_live: bool
    has_changes: bool
    faults: int
    visitors: int


@dataclass(frozen=True, slots=True)
class NextThing:
    words: str
    why: str
    url: str


def next_thing(
    funnels: Sequence[Standing], *, lacks_business: bool, is_ready: bool, waiting: int
) -> NextThing | None:
    """None where everything is done. `waiting` are warm leads nobody has taken yet."""
    first = funnels[0] if funnels else None
    if lacks_business:
        return NextThing(
            _("Say who is asking"),
            _("People trust a name and a face. Two minutes."),
            reverse("admin:leads_business_changelist"),
        )
    if first is None:
        return NextThing(
            _("Pick a start"),
            _("Eight finished funnels wait to become yours. Ten minutes."),
            reverse("admin:funnel_starts"),
        )
    return _with_funnels(funnels, first, is_ready=is_ready, waiting=waiting)


def _with_funnels(
    funnels: Sequence[Standing], first: Standing, *, is_ready: bool, waiting: int
) -> NextThing | None:
    if waiting:
        words = ngettext(
            "%(count)s warm lead is waiting", "%(count)s warm leads are waiting", waiting
        )
        why = _("Answered within the hour they are worth most.")
        return NextThing(words % {"count": waiting}, why, reverse("leads:desk"))
    unfinished = _finish(funnels)
    if unfinished is not None:
        return unfinished
    if not is_ready:
        return NextThing(
            _("Go live"),
            _("Your address on the web and your mail server are not set yet."),
            reverse("home:go_live"),
        )
    if not any(each.visitors for each in funnels):
        return NextThing(
            _("Share %(funnel)s") % {"funnel": first.name},
            _("Nobody came this week. A link where your people are is all it takes."),
            reverse("admin:funnel_share", args=[first.pk]),
        )
    return None


def _finish(funnels: Sequence[Standing]) -> NextThing | None:
    """A funnel with faults comes before one that only waits to be published."""
    faulty = next((each for each in funnels if each.faults), None)
    if faulty is not None:
        return NextThing(
            _("Put %(funnel)s right") % {"funnel": faulty.name},
            ngettext(
                "%(count)s thing keeps it from going live.",
                "%(count)s things keep it from going live.",
                faulty.faults,
            )
            % {"count": faulty.faults},
            reverse("studio:page", args=[faulty.pk]),
        )
    changed = next((each for each in funnels if each.has_changes or not each.is_live), None)
    if changed is not None:
        return NextThing(
            _("Publish %(funnel)s") % {"funnel": changed.name},
            _("It is finished, and nobody sees it yet.")
            if not changed.is_live
            else _("Visitors still see the version before."),
            reverse("admin:funnel_publish", args=[changed.pk]),
        )
    return None
