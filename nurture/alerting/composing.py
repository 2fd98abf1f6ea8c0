"""What an alert says: who it is, what happened, why now, and where to go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leads import warmth
from leads.activity import ledgers_of
from leads.desk import shown_name
from leads.models import Alert, EmailAddress, Happening, Lead
from leads.scoring_models import current
from leads.told import told


@dataclass(frozen=True, slots=True)
class Told:
    """One person and what happened with them: the most pressing thing first."""

    lead: Lead
    name: str
    kinds: tuple[str, ...]
    why: str

    @property
    def url(self) -> str:
        return settings.SITE_URL + reverse("leads:lead", args=[self.lead.pk])


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str


_ORDER = (Happening.Kind.CALL_ASKED, Happening.Kind.HOT, Happening.Kind.NEW_LEAD)


def told_of(alerts: Sequence[Alert], now: datetime) -> list[Told]:
    """One entry for each person, callers first. Alerts come with happening and its lead."""
    kinds: dict[int, set[str]] = {}
    leads: dict[int, Lead] = {}
    for alert in alerts:
        lead = alert.happening.lead.merged_into or alert.happening.lead
        leads[lead.pk] = lead
        kinds.setdefault(lead.pk, set()).add(alert.happening.kind)
    ledgers, model = ledgers_of(list(leads)), current().model
    addresses: dict[int, list[EmailAddress]] = {}
    for row in EmailAddress.objects.filter(lead__in=leads).order_by("pk"):
        addresses.setdefault(row.lead_id, []).append(row)
    found = [
        Told(
            lead=lead,
            name=shown_name(lead, addresses.get(pk, [])),
            kinds=tuple(kind for kind in _ORDER if kind in kinds[pk]),
            why=_why(warmth.score(ledgers.get(pk, []), now, model)),
        )
        for pk, lead in leads.items()
    ]
    return sorted(
        found, key=lambda each: (_ORDER.index(Happening.Kind(each.kinds[0])), -each.lead.warmth)
    )


def alert_words(people: Sequence[Told]) -> Words:
    """Of one person what happened stands in the subject; of several how many they are."""
    first = people[0]
    if len(people) == 1:
        subject = _said(first.kinds[0]) % {"name": first.name}
    else:
        subject = ngettext(
            "%(number)s lead for you: %(name)s and more",
            "%(number)s leads for you: %(name)s and more",
            len(people),
        ) % {"number": len(people), "name": first.name}
    return Words(" ".join(subject.split()), "\n\n".join([*map(_lines, people), _foot()]))


def digest_words(people: Sequence[Told], follow_ups: Sequence[tuple[str, str]]) -> Words:
    """`follow_ups` are (name, address of the page) of whom to get in touch with today."""
    number = len(people) + len(follow_ups)
    subject = ngettext("Your day: %(number)s lead", "Your day: %(number)s leads", number) % {
        "number": number
    }
    parts = [_lines(each) for each in people]
    if follow_ups:
        lines = [_("Get in touch today:"), *(f"{name}\n{url}" for name, url in follow_ups)]
        parts.append("\n".join(lines))
    return Words(subject, "\n\n".join([*parts, _foot()]))


def sample_words() -> Words:
    return Words(_("This is how you hear of leads"), _("It works. Nothing happened yet."))


def _said(kind: str) -> str:
    return {
        Happening.Kind.CALL_ASKED: _("%(name)s asks for a call"),
        Happening.Kind.HOT: _("%(name)s is hot now"),
        Happening.Kind.NEW_LEAD: _("New lead: %(name)s"),
    }[Happening.Kind(kind)]


def _lines(each: Told) -> str:
    said = [_said(kind) % {"name": each.name} for kind in each.kinds]
    lines = [*said]
    if each.why:
        lines.append(_("Why now: %(why)s") % {"why": each.why})
    if each.lead.phone and not each.lead.phone_is_wrong:
        lines.append(each.lead.phone)
    return "\n".join([*lines, each.url])


def _why(receipt: warmth.Receipt) -> str:
    return " · ".join(told(row.label) for row in receipt.reasons)


def _foot() -> str:
    url = settings.SITE_URL + reverse("alerting:choices")
    return _("What you hear of, and when: %(url)s") % {"url": url}
