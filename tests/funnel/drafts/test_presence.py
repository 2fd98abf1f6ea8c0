from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from funnel.drafts.presence import HERE_FOR, Person, note_presence, others_here
from funnel.models import Presence
from tests.funnel.factories import make_document, make_funnel

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_people_see_each_other_while_their_pages_are_open() -> None:
    funnel = make_funnel(make_document())
    anna = User.objects.create_user("anna", first_name="Anna")
    ben = User.objects.create_user("ben")
    note_presence(funnel=funnel, by=anna, piece="step-1", now=NOW)
    note_presence(funnel=funnel, by=anna, piece="step-2", now=NOW)
    note_presence(funnel=funnel, by=ben, piece="look-1", now=NOW)

    assert others_here(funnel, by=ben, now=NOW) == [Person("Anna", "step-2")]
    assert others_here(funnel, by=anna, now=NOW) == [Person("ben", "look-1")]
    assert others_here(funnel, by=ben, now=NOW + HERE_FOR) == []
    note_presence(funnel=funnel, by=ben, piece="", now=NOW + timedelta(hours=1))
    assert Presence.objects.count() == 1
