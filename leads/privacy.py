"""What leads keep about one person: handed out whole, and taken away whole.

The roof's privacy room calls both; a person is every lead row that was merged into one.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from leads import warmth
from leads.activity import refresh_numbers
from leads.depth import depth_rows
from leads.fit import fit
from leads.models import (
    Activity,
    Consent,
    EmailAddress,
    Happening,
    ImportedRow,
    Lead,
    LeadDetail,
    Merge,
    Note,
    StageChange,
    Suppression,
    Task,
    Touch,
    VisitFacts,
)
from leads.scoring_models import current
from leads.suppressing import suppress

# A reserved name (RFC 2606): nothing can ever be sent there.
_NOWHERE = "erased.invalid"


def export_lead(lead_ids: Sequence[int], *, now: datetime) -> dict[str, object]:
    """Plain values for JSON: who they are, what they agreed to, told us and did, oldest first,
    and what their numbers are made of at `now`."""
    ledger = list(Activity.objects.filter(lead__in=lead_ids).order_by("occurred_at", "pk"))
    addresses = EmailAddress.objects.filter(lead__in=lead_ids).order_by("pk")
    hashes = [row.address_hash for row in addresses]
    return {
        "person": [_person(row) for row in Lead.objects.filter(pk__in=lead_ids).order_by("pk")],
        "addresses": [_address(row) for row in addresses],
        "agreed": [
            _consent(row) for row in Consent.objects.filter(address__in=addresses).order_by("pk")
        ],
        "do_not_mail": [
            {"reason": row.reason, "since": row.created_at}
            for row in Suppression.objects.filter(address_hash__in=hashes).order_by("pk")
        ],
        "own_fields": [
            {"asked": row.label, "said": row.value, "at": row.written_at}
            for row in LeadDetail.objects.filter(lead__in=lead_ids)
        ],
        "visits": [
            _facts(row)
            for row in VisitFacts.objects.filter(lead__in=lead_ids).order_by("started_at", "pk")
        ],
        "acts": [{"at": row.occurred_at, "what": row.label, "level": row.level} for row in ledger],
        "interest_made_of": _interest(ledger, now),
        "match_made_of": _match(lead_ids),
        "small_yeses_made_of": [
            {"at": row.occurred_at, "what": row.label, "effort": row.effort}
            for row in depth_rows(ledger)
        ],
        "notes": [
            {"at": row.created_at, "text": row.text}
            for row in Note.objects.filter(lead__in=lead_ids).order_by("pk")
        ],
        "contacts": [
            {"at": row.created_at, "outcome": row.outcome, "note": row.note}
            for row in Touch.objects.filter(lead__in=lead_ids).order_by("pk")
        ],
        "tasks": [
            {"at": row.created_at, "text": row.text}
            for row in Task.objects.filter(lead__in=lead_ids).order_by("pk")
        ],
    }


@transaction.atomic
def erase_lead(*, lead_ids: Sequence[int], now: datetime, is_suppressed: bool) -> None:
    """Blanks the person and their addresses, which the caller has locked; counts stay. Idempotent.

    `is_suppressed`: each address leaves its keyed hash on the do-not-mail list, so that no later
    import writes to it again.
    """
    addresses = list(EmailAddress.objects.filter(lead__in=lead_ids, lead__erased_at=None))
    if is_suppressed:
        for address in addresses:
            suppress(address=address, reason=Suppression.Reason.ERASED, now=now)
    Consent.objects.filter(address__lead__in=lead_ids).delete()
    for kept in (Activity, VisitFacts, LeadDetail, Touch, Note, Task):
        kept.objects.filter(lead__in=lead_ids).delete()
    # With what was told of them: alerts to staff, and what was or would be posted elsewhere.
    Happening.objects.filter(lead__in=lead_ids).delete()
    StageChange.objects.filter(lead__in=lead_ids).update(reason="")
    ImportedRow.objects.filter(lead__in=lead_ids).update(lead=None, fault="")
    Merge.objects.filter(Q(root__in=lead_ids) | Q(merged__in=lead_ids)).delete()
    for address in addresses:
        _blank_address(address, now)
    Lead.objects.filter(pk__in=lead_ids, erased_at=None).update(
        name="",
        company="",
        phone="",
        time_zone="",
        known_by_phone=None,
        owner=None,
        claimed_at=None,
        call_asked_at=None,
        follow_up_at=None,
        closed_reason="",
        fit="?",
        erased_at=now,
    )
    refresh_numbers(lead_ids=lead_ids, now=now)


def _blank_address(address: EmailAddress, now: datetime) -> None:
    """A husk that only keeps counts: no hash of it leads back to the address."""
    address.address = ""
    address.normalised = f"erased-{address.pk}@{_NOWHERE}"
    address.address_hash = secrets.token_hex(32)
    address.paused_until = address.reminded_at = address.takes_mail = None
    address.soft_bounces, address.soft_bounced_at = 0, None
    address.gets_fewer = address.is_throwaway = False
    address.language = ""
    # Nobody has to find out whether a husk takes mail.
    address.checked_at = now
    address.save()


def _person(row: Lead) -> dict[str, object]:
    return {
        "name": row.name,
        "company": row.company,
        "phone": row.phone,
        "time_zone": row.time_zone,
        "since": row.created_at,
        "last_seen": row.last_act_at,
        "stage": row.stage,
        "interest": row.warmth,
        "match": row.fit,
    }


def _interest(ledger: Sequence[Activity], now: datetime) -> dict[str, object]:
    """The receipt: its rows' points add up to the total."""
    receipt = warmth.score(ledger, now, current().model)
    rows = [
        {"at": row.occurred_at, "what": row.label, "that_day": row.full, "now": row.points}
        for row in receipt.rows
    ]
    return {"counted_by": receipt.model, "total": receipt.total, "rows": rows}


def _match(lead_ids: Sequence[int]) -> dict[str, object]:
    """The grade with the answers that speak for or against it."""
    scoring = current()
    found = fit(scoring.fit_rules, list(VisitFacts.objects.filter(lead__in=lead_ids)))
    rows = [
        {"asked": each.asked, "said": each.said, "weight": "out" if each.is_out else each.weight}
        for each in found.reasons
    ]
    return {"counted_by": scoring.model.name, "grade": found.grade, "rows": rows}


def _address(row: EmailAddress) -> dict[str, object]:
    return {
        "address": row.address,
        "since": row.created_at,
        "confirmed": row.confirmed_at,
        "bounced": row.bounced_at,
        "came_back_lately": row.soft_bounces,
        "paused_until": row.paused_until,
        "gets_fewer": row.gets_fewer,
        "language": row.language,
    }


def _consent(row: Consent) -> dict[str, object]:
    return {
        "at": row.occurred_at,
        "purpose": row.purpose,
        "moment": row.moment,
        "text": row.text,
        "language": row.language,
        "page": row.url,
        "where": row.channel,
        "version": row.version,
    }


def _facts(row: VisitFacts) -> dict[str, object]:
    """Answers, topics and figures as VisitFacts holds them, without the keys that are ours."""
    return {
        "page": row.funnel_name,
        "began": row.started_at,
        "source": row.source,
        "sent_along": row.hidden,
        "device": row.device,
        "language": row.language,
        "answers": [
            {
                "asked": each.get("asked", ""),
                "said": each.get("read") or each.get("said", ""),
            }
            for each in row.answers
        ],
        "result": row.outcome_name,
        "score": row.score,
        "topics": [{"name": each["name"], "percent": each["percent"]} for each in row.topics],
        "figures": [{"name": each["name"], "said": each["said"]} for each in row.figures],
        "last_step": row.last_step,
    }
