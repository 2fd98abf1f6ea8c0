from __future__ import annotations

import pytest

from leads.activity import record_acts
from leads.models import Activity
from leads.privacy import export_lead
from tests.leads.factories import NOW, ago, make_act, make_lead

pytestmark = pytest.mark.django_db


def test_export_says_what_each_number_is_made_of() -> None:
    lead = make_lead()
    finished = make_act(
        "quiz_finished", subject="1/quiz", label="Finished", effort=2, at=ago(days=21)
    )
    asked = make_act("call_asked", subject="1/call", label="Asked", effort=5, at=NOW)
    record_acts(lead=lead, acts=[finished, asked], now=NOW)
    assert Activity.objects.filter(lead=lead).count() == 2
    told = export_lead([lead.pk], now=NOW)
    assert told["interest_made_of"] == {
        "counted_by": "2026-1",
        "total": 45,
        "rows": [
            {"at": NOW, "what": "Asked", "that_day": 40, "now": 40},
            {"at": ago(days=21), "what": "Finished", "that_day": 10, "now": 5},
        ],
    }
    assert told["small_yeses_made_of"] == [
        {"at": NOW, "what": "Asked", "effort": 5},
        {"at": ago(days=21), "what": "Finished", "effort": 2},
    ]
    assert told["match_made_of"] == {"counted_by": "2026-1", "grade": "?", "rows": []}
    assert export_lead([make_lead().pk], now=NOW)["interest_made_of"] == {
        "counted_by": "2026-1",
        "total": 0,
        "rows": [],
    }
