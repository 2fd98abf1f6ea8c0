"""What a person wrote into the marketer's own fields, for the desk. The gate's press writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from leads.models import Lead, LeadDetail
from quizzes.cleantext import UnreadableTextError, clean_text

LONGEST = 300


class DetailRefusedError(ValueError):
    """Not a text we take; str() is a sentence for the visitor."""


@dataclass(frozen=True, slots=True)
class Detail:
    """`key` is funnel/step/field, `label` the words beside the field as they were shown."""

    key: str
    label: str
    value: str


def clean_detail(text: str) -> str:
    """One line of at most 300 characters; '' stays ''. Raises DetailRefusedError. Idempotent."""
    try:
        value = clean_text(text, limit=LONGEST + 1)
    except UnreadableTextError:
        raise DetailRefusedError(_("Please write this in plain letters.")) from None
    if len(value) > LONGEST:
        raise DetailRefusedError(
            _("Please shorten this to %(most)s characters.") % {"most": LONGEST}
        )
    return value


@transaction.atomic
def keep_details(*, lead: Lead, details: Sequence[Detail], now: datetime) -> None:
    """The newest word of each field stands; an empty one takes nothing back. One statement."""
    rows = [
        LeadDetail(lead=lead, key=each.key, label=each.label, value=each.value, written_at=now)
        for each in details
        if each.value
    ]
    if rows:
        LeadDetail.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["lead", "key"],
            update_fields=["label", "value", "written_at"],
        )
