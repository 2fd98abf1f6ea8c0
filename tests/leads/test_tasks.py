from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from leads.activity import record_acts
from leads.models import Lead
from leads.tasks import refresh_warmth
from tests.leads.factories import NOW, make_act, make_lead

pytestmark = pytest.mark.django_db


def test_refresh_warmth_stores_faded_numbers() -> None:
    lead = make_lead()
    record_acts(lead=lead, acts=[make_act("gift")], now=NOW)
    with time_machine.travel(datetime(2026, 5, 19, 12, 0, tzinfo=UTC), tick=False):
        refresh_warmth()
    assert Lead.objects.get(pk=lead.pk).warmth == 4
    assert refresh_warmth.name == "leads.tasks.refresh_warmth"
