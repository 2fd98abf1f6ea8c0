"""What other systems are told of a person, in plain values; docs/webhooks.md says each of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from leads.asking import may_write
from leads.models import EmailAddress, Happening, Lead, Suppression, VisitFacts

Plain = dict[str, object]
_TITLES = {
    Happening.Kind.NEW_LEAD: "lead.new",
    Happening.Kind.CONFIRMED: "lead.confirmed",
    Happening.Kind.QUIZ_FINISHED: "quiz.finished",
    Happening.Kind.GIFT_TAKEN: "gift.taken",
    Happening.Kind.OFFER_PRESSED: "offer.pressed",
    Happening.Kind.CALL_ASKED: "call.asked",
    Happening.Kind.WON: "lead.won",
}
# Somebody turning hot is our own guess and no event of theirs.
EVENTS: Mapping[str, str] = {kind.value: title for kind, title in _TITLES.items()}


def body_of(happening: Happening) -> str:
    """JSON of one event, of the person as they stand now. Private answers stay here."""
    lead = happening.lead.merged_into or happening.lead
    facts = _facts(lead, happening.visit_id)
    data: Plain = {"lead": _lead(lead), "visit": _visit(facts) if facts else None}
    data.update(happening.details)
    return _written(EVENTS[happening.kind], happening.occurred_at, data)


def sample_body(now: datetime) -> str:
    """What the button sends: shaped like the others, about nobody."""
    lead: Plain = {"id": 0, "name": "Test", "address": "test@example.com"}
    return _written("test", now, {"lead": lead, "visit": None})


def _written(title: str, at: datetime, data: Plain) -> str:
    whole = {"type": title, "timestamp": at.isoformat(), "data": data}
    return json.dumps(whole, ensure_ascii=False, default=str)


def _lead(lead: Lead) -> Plain:
    addresses = list(
        EmailAddress.objects.filter(lead__in=_rows(lead)).order_by("confirmed_at", "pk")
    )
    address = next((each for each in addresses if each.confirmed_at), None)
    address = address or (addresses[0] if addresses else None)
    says = may_write(address) if address else None
    return {
        "id": lead.pk,
        "name": lead.name,
        "company": lead.company,
        "phone": lead.phone,
        "address": address.address if address else "",
        "is_confirmed": bool(address and address.confirmed_at),
        "stage": lead.stage,
        "interest": lead.warmth,
        "band": lead.band,
        "match": lead.fit,
        "small_yeses": lead.depth,
        "may_mail": bool(says and says.is_yes and not says.is_stopped),
        "do_not_contact": _is_forbidden(addresses),
        "since": lead.created_at.isoformat(),
        "page": settings.SITE_URL + reverse("leads:lead", args=[lead.pk]),
    }


def _rows(lead: Lead) -> Sequence[int]:
    return [lead.pk, *Lead.objects.filter(merged_into=lead).values_list("pk", flat=True)]


def _is_forbidden(addresses: Sequence[EmailAddress]) -> bool:
    return Suppression.objects.filter(
        reason=Suppression.Reason.DO_NOT_CONTACT,
        address_hash__in=[each.address_hash for each in addresses],
    ).exists()


def _facts(lead: Lead, visit_id: int | None) -> VisitFacts | None:
    rows = VisitFacts.objects.filter(lead__in=_rows(lead))
    if visit_id is not None:
        rows = rows.filter(visit_id=visit_id)
    return rows.order_by("-started_at").first()


def _visit(facts: VisitFacts) -> Plain:
    return {
        "funnel": facts.funnel_name,
        "began": facts.started_at.isoformat(),
        "source": facts.source,
        "language": facts.language,
        "answers": [
            {"question": each.get("asked", ""), "answer": each.get("said", "")}
            for each in facts.answers
            if not each.get("sensitive")
        ],
        "result": facts.outcome_name,
        "score": facts.score,
        "topics": [{"name": each["name"], "percent": each["percent"]} for each in facts.topics],
        "figures": [{"name": each["name"], "says": each["said"]} for each in facts.figures],
        "sent_along": facts.hidden,
    }
