"""The page on which marketers write what sales promises."""

from __future__ import annotations

from datetime import time

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from funnel.groups import MARKETING, ensure_groups
from leads.models import DeskRules
from leads.pipeline.rules import desk_rules

pytestmark = pytest.mark.django_db

SAID = {
    "call_minutes": "15",
    "hot_minutes": "60",
    "warm_minutes": "480",
    "work_days": ["0", "5"],
    "work_from": "08:00",
    "work_until": "12:30",
}


@pytest.fixture
def marketer(client: Client) -> Client:
    ensure_groups()
    user = User.objects.create_user("marketer", password="correct horse battery", is_staff=True)
    user.groups.add(Group.objects.get(name=MARKETING))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_promises_are_saved_and_count_at_once(marketer: Client) -> None:
    page = marketer.get("/admin/leads/deskrules/", follow=True)
    assert "How soon you answer" in page.content.decode()
    before = desk_rules()
    assert (before.call_minutes, before.days) == (30, (0, 1, 2, 3, 4))
    answer = marketer.post("/admin/leads/deskrules/add/", SAID)
    assert answer.headers["Location"] == "/admin/leads/deskrules/1/change/"
    after = desk_rules()
    assert (after.call_minutes, after.days, after.opens, after.closes) == (
        15,
        (0, 5),
        time(8),
        time(12, 30),
    )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"work_until": "07:00"}, "later than you begin"),
        ({"call_minutes": "1"}, "greater than or equal to 5"),
        ({"work_days": []}, "required"),
        ({"work_days": ["9"]}, "9 is not one of the available choices"),
    ],
)
def test_promises_that_cannot_be_kept_are_refused_in_words(
    marketer: Client, said: dict[str, object], sentence: str
) -> None:
    answer = marketer.post("/admin/leads/deskrules/add/", {**SAID, **said})
    assert sentence in answer.content.decode()
    assert not DeskRules.objects.exists()
