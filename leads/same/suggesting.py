"""Who may be the same person: same phone, same mailbox, same name and company.

Only suggestions: a salesperson decides. A fixed number of queries, each by an index.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from leads.models import EmailAddress, Lead, LeadQuerySet, NotSame

_MOST = 10
# Their mailboxes are the same with and without dots.
_DOTLESS = ("gmail.com", "googlemail.com")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`reasons` are short words: same phone, same name and company, nearly the same address."""

    lead: Lead
    title: str
    reasons: tuple[str, ...]


def suggestions(lead: Lead, candidates: LeadQuerySet) -> list[Suggestion]:
    """At most ten people of `candidates` who may be this one, most reasons first.

    `lead` is a root; `candidates` are whom the asking salesperson may see.
    """
    person = Lead.objects.filter(Q(pk=lead.pk) | Q(merged_into=lead))
    mine = EmailAddress.objects.filter(lead__in=person)
    addresses = list(mine.values_list("normalised", flat=True))
    reasons: dict[int, list[str]] = defaultdict(list)
    others = candidates.people().exclude(pk=lead.pk)
    if lead.phone:
        _note(reasons, others.filter(phone=lead.phone), _("same phone"))
    if lead.name and lead.company:
        same = others.filter(name__iexact=lead.name, company__iexact=lead.company)
        _note(reasons, same, _("same name and company"))
    if addresses:
        near = EmailAddress.objects.filter(_near(addresses)).exclude(normalised__in=addresses)
        roots = [row.lead.merged_into_id or row.lead_id for row in _first(near)]
        _note(reasons, others.filter(pk__in=roots), _("nearly the same address"))
    return _told(lead, others, reasons)


def mailbox(normalised: str) -> str:
    """The mailbox behind an address: without a tag, at Google without dots."""
    local, _at, domain = normalised.rpartition("@")
    local = local.split("+")[0]
    return f"{local.replace('.', '') if domain in _DOTLESS else local}@{domain}"


def _near(addresses: list[str]) -> Q:
    wanted = Q(pk__in=[])
    for address in addresses:
        local, _at, domain = address.rpartition("@")
        plain = local.split("+")[0]
        wanted |= Q(normalised=mailbox(address)) | Q(normalised=f"{plain}@{domain}")
        wanted |= Q(normalised__startswith=f"{plain}+", normalised__endswith=f"@{domain}")
    return wanted


def _first(near: QuerySet[EmailAddress]) -> list[EmailAddress]:
    return list(near.select_related("lead").order_by("pk")[:_MOST])


def _note(reasons: dict[int, list[str]], found: LeadQuerySet, words: str) -> None:
    for pk in found.order_by("pk").values_list("pk", flat=True)[:_MOST]:
        reasons[pk].append(words)


def _told(lead: Lead, others: LeadQuerySet, reasons: dict[int, list[str]]) -> list[Suggestion]:
    if not reasons:
        return []
    parted = NotSame.objects.filter(Q(low=lead) | Q(high=lead)).values_list("low", "high")
    gone = {pk for pair in parted for pk in pair}
    found = others.filter(pk__in=set(reasons) - gone).prefetch_related("addresses")
    rows = [Suggestion(each, _title(each), tuple(reasons[each.pk])) for each in found]
    return sorted(rows, key=lambda row: (-len(row.reasons), row.lead.pk))[:_MOST]


def _title(lead: Lead) -> str:
    address = next((row.address for row in lead.addresses.all()), "")
    return " · ".join(part for part in (lead.name, lead.company, address or lead.phone) if part)
