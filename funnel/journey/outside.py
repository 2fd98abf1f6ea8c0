"""What other systems told of a visit, a booking or a purchase, as acts for the ledger.

Conversions that land call it, and so does an address that is given after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from funnel.models import Conversion
from leads.activity import Act
from leads.models import Activity

FROM_OUTSIDE: Sequence[Conversion.Kind] = (Conversion.Kind.BOOKED, Conversion.Kind.BOUGHT)
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


def money_said(amount: Decimal, currency: str) -> str:
    """€49, $49.50, 490 SEK: short, and the same in every language."""
    number = f"{amount:.2f}".removesuffix(".00")
    sign = _SIGNS.get(currency)
    return f"{sign}{number}" if sign else f"{number} {currency}"


def outside_act(conversion: Conversion, funnel_slug: str) -> Act:
    """A booking counts like a call asked for, a purchase like the offer's button, which it
    outlives: both are the same subject, so neither counts twice."""
    visit_id, step = conversion.visit_id, conversion.step_key
    act_kind, points_key = _worth(conversion.kind)
    return Act(
        kind=act_kind,
        points_key=points_key,
        subject=f"{funnel_slug}/{step}",
        label=outside_label(conversion),
        occurred_at=conversion.occurred_at,
        source_key=f"visit:{visit_id}:{step}:conversion:{conversion.pk}",
        visit_id=visit_id,
    )


def act_by_hand(*, kind: str, label: str, source_key: str, conversion: Conversion) -> Act:
    """For a person who never walked through a funnel: the ledger alone keeps it."""
    act_kind, points_key = _worth(kind)
    return Act(
        kind=act_kind,
        points_key=points_key,
        subject="by-hand",
        label=label,
        occurred_at=conversion.occurred_at,
        source_key=source_key,
    )


def outside_label(conversion: Conversion) -> str:
    if conversion.kind == Conversion.Kind.BOOKED:
        return "Booked a call"
    if conversion.amount is None:
        return "Bought"
    return f"Bought: {money_said(conversion.amount, conversion.currency)}"


def _worth(kind: str) -> tuple[str, str]:
    """The kind of act, which ends a series, and what warmth counts it as."""
    if kind == Conversion.Kind.BOOKED:
        return Activity.Kind.CALL, "call_asked"
    return Activity.Kind.OFFER, "offer_pressed"
