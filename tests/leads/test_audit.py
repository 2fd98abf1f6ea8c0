from __future__ import annotations

import pytest

from leads.audit import record
from leads.models import AuditEntry
from tests.leads.factories import NOW, make_staff

pytestmark = pytest.mark.django_db


def test_record_keeps_the_name_when_the_account_goes() -> None:
    zoe = make_staff("zoe")
    record(kind=AuditEntry.Kind.LIST_EXPORTED, by=zoe, now=NOW, lead_id=7, detail="x" * 400)
    zoe.delete()
    kept = AuditEntry.objects.get()
    assert kept.by is None
    told = (kept.kind, kept.by_name, kept.lead_id, kept.detail, kept.created_at)
    assert told == ("list_exported", "zoe", 7, "x" * 300, NOW)
