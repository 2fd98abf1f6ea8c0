"""A list of leads taken along: what the desk shows, with what they agreed to, as a file.

The worker writes it whole or not at all: killed half-way it begins again.
"""

from __future__ import annotations

import csv
import json
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.files.base import File
from django.db.models import Q
from django.utils.translation import gettext as _

from leads.desk_choosing import chosen
from leads.desk_question import DeskQuestion
from leads.lists.rows import harmless
from leads.models import (
    Consent,
    EmailAddress,
    Lead,
    LeadQuerySet,
    ListExport,
    Suppression,
    VisitFacts,
)
from leads.visibility import visible_to

State = ListExport.State
PORTION = 500
LEASE = timedelta(seconds=120)
KEPT = timedelta(days=7)
_WORK = (State.WAITING, State.RUNNING)


def leads_of(by: User, question: DeskQuestion, now: datetime) -> LeadQuerySet:
    """The leads of a question of the desk that this person may see at this moment."""
    return chosen(visible_to(by).people(), question, by, now)


def work(*, clock: Callable[[], datetime]) -> int:
    """Writes one waiting list; how many leads stand in it."""
    now = clock()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    rows = ListExport.objects.filter(free, state__in=_WORK).order_by("pk")
    for pk in rows.values_list("pk", flat=True)[:5]:
        mine = ListExport.objects.filter(free, pk=pk, state__in=_WORK)
        if mine.update(state=State.RUNNING, leased_until=now + LEASE, done=0):
            return _write(ListExport.objects.select_related("by").get(pk=pk), clock)
    return 0


def cancel(*, export: int, now: datetime) -> bool:
    rows = ListExport.objects.filter(pk=export, state__in=_WORK)
    return bool(rows.update(state=State.CANCELLED, finished_at=now, leased_until=None))


def _write(row: ListExport, clock: Callable[[], datetime]) -> int:
    if row.by is None:
        _end(row, State.FAILED, clock(), fault=_("The account that asked for it is gone."))
        return 0
    ids = list(
        leads_of(row.by, DeskQuestion(**json.loads(row.question)), clock())
        .order_by()
        .values_list("pk", flat=True)
    )
    ids.sort()
    ListExport.objects.filter(pk=row.pk).update(total=len(ids))
    with tempfile.TemporaryFile("w+b") as raw:
        # With its mark, by which spreadsheets know the letters.
        raw.write("\ufeff".encode())
        for line in _lines([[str(each) for each in _headers()]]):
            raw.write(line)
        for start in range(0, len(ids), PORTION):
            part = ids[start : start + PORTION]
            for line in _lines(_cells(part)):
                raw.write(line)
            mine = ListExport.objects.filter(pk=row.pk, state=State.RUNNING)
            if not mine.update(done=start + len(part), leased_until=clock() + LEASE):
                return 0
        raw.seek(0)
        row.file.save(f"{secrets.token_hex(16)}.csv", File(raw), save=False)
    if not _end(row, State.DONE, clock(), file=row.file.name or ""):
        row.file.delete(save=False)
    return len(ids)


def _end(row: ListExport, state: str, now: datetime, *, fault: str = "", file: str = "") -> bool:
    mine = ListExport.objects.filter(pk=row.pk, state=State.RUNNING)
    return bool(
        mine.update(state=state, finished_at=now, leased_until=None, fault=fault, file=file)
    )


def _headers() -> list[str]:
    return [
        _("Name"),
        _("Address"),
        _("Phone"),
        _("Company"),
        _("Stage"),
        _("Owner"),
        _("Interest"),
        _("Match"),
        _("Source"),
        _("Since"),
        _("Last seen"),
        _("Do not mail"),
        _("Agreed to"),
        _("What they said"),
    ]


def _cells(ids: Sequence[int]) -> Iterator[list[str]]:
    leads = Lead.objects.filter(pk__in=ids).select_related("owner").order_by("pk")
    roots = {pk: pk for pk in ids}
    merged = Lead.objects.filter(merged_into__in=ids).values_list("pk", "merged_into")
    roots.update({pk: root for pk, root in merged if root is not None})
    addresses: dict[int, list[EmailAddress]] = {}
    for row in EmailAddress.objects.filter(lead__in=roots).order_by("pk"):
        addresses.setdefault(roots[row.lead_id], []).append(row)
    agreed: dict[int, list[Consent]] = {}
    for consent in Consent.objects.filter(address__lead__in=roots).select_related("address"):
        agreed.setdefault(roots[consent.address.lead_id], []).append(consent)
    facts: dict[int, VisitFacts] = {}
    for visit in VisitFacts.objects.filter(lead__in=roots).order_by("started_at"):
        facts[roots[visit.lead_id]] = visit
    stops: dict[str, str] = {}
    hashes = [row.address_hash for rows in addresses.values() for row in rows]
    for stop in Suppression.objects.filter(address_hash__in=hashes):
        stops[stop.address_hash] = stop.get_reason_display()
    for lead in leads:
        own = addresses.get(lead.pk, [])
        told = facts.get(lead.pk)
        yield [
            lead.name,
            ", ".join(row.address for row in own),
            lead.phone,
            lead.company,
            lead.get_stage_display(),
            lead.owner.get_username() if lead.owner else "",
            f"{lead.warmth} ({lead.get_band_display()})",
            lead.fit,
            told.source if told else "",
            lead.created_at.isoformat(timespec="minutes"),
            lead.last_act_at.isoformat(timespec="minutes"),
            ", ".join(dict.fromkeys(stops[r.address_hash] for r in own if r.address_hash in stops)),
            "\n".join(_agreed(each) for each in agreed.get(lead.pk, [])),
            "\n".join(_said(told)) if told else "",
        ]


def _agreed(row: Consent) -> str:
    day = row.occurred_at.date().isoformat()
    where = f"{row.channel} {row.url}".strip()
    parts = (day, row.get_purpose_display(), row.get_moment_display(), where, row.version, row.text)
    return " | ".join(part for part in parts if part)


def _said(visit: VisitFacts) -> Iterator[str]:
    """Private answers stay in the house."""
    for each in visit.answers:
        if each.get("said") and not each.get("sensitive"):
            yield f"{each.get('asked', '')}: {each['said']}"


def _lines(rows: Iterator[list[str]] | list[list[str]]) -> Iterator[bytes]:
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row]).encode()


class _Line:
    """Gives back each line that csv writes."""

    def write(self, line: str) -> str:
        return line
