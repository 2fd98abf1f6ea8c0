"""What the desk proposes next: the first rule that holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from leads.models import Lead
from leads.next_action import Reach, next_action
from tests.leads.factories import NOW, ago

ALL_WAYS = Reach(may_contact=True, has_phone=True, may_mail=True)


def lead(**columns: object) -> Lead:
    return Lead(**{"stage": "new", "last_act_at": NOW, **columns})


@pytest.mark.parametrize(
    ("columns", "band", "reach", "title"),
    [
        ({"call_asked_at": NOW}, "hot", Reach(False, True, True), "Leave them be"),
        ({"stage": "won", "call_asked_at": NOW}, "hot", ALL_WAYS, "Nothing to do"),
        ({"call_asked_at": NOW}, "cold", ALL_WAYS, "Call them"),
        ({"call_asked_at": NOW}, "cold", Reach(True, False, True), "Write to them"),
        ({"call_asked_at": NOW}, "cold", Reach(True, False, False), "Wait for a sign"),
        ({"follow_up_at": NOW + timedelta(hours=1)}, "hot", ALL_WAYS, "Wait until it is time"),
        ({"follow_up_at": ago(minutes=1)}, "cold", ALL_WAYS, "Call them"),
        ({"touched_at": NOW}, "hot", ALL_WAYS, "Wait for a sign"),
        ({"touched_at": ago(days=1)}, "hot", ALL_WAYS, "Call them"),
        ({}, "warm", ALL_WAYS, "Write to them"),
        ({}, "cold", ALL_WAYS, "Leave it to the mails"),
    ],
)
def test_next_action_is_the_first_rule_that_holds(
    columns: dict[str, object], band: str, reach: Reach, title: str
) -> None:
    assert next_action(lead(**columns), band, reach, NOW).title == title
