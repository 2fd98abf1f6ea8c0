from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from django.contrib.auth.models import User

from funnel.checking.faults import RefusedError
from funnel.journey.record import open_record
from funnel.journey.trail import Screen
from funnel.models import Funnel, Visit
from funnel.portable.exporting import export_document
from funnel.publishing import PublishError, publish
from funnel.starts.beginning import at_home, begin_from, free_slug
from funnel.starts.gallery import STARTS, Start
from tests.funnel.journey.walking import begin, wander
from tests.funnel.row_counts import rows

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def marketer(db: None) -> User:
    return User.objects.create_user(username="mara", is_staff=True)


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.slug)
def test_a_start_goes_live_and_a_visitor_walks_it_to_its_end(start: Start, marketer: User) -> None:
    funnel = begin_from(start=start, answers=start.example_answers, now=NOW, by=marketer)
    publication = publish(funnel=funnel, now=NOW, by=marketer)

    assert export_document(funnel) == at_home(start.example)
    random = Random(start.slug)
    visit = begin(publication, random, at=NOW, key="walker")
    wander(visit, random, at=NOW, presses=60)
    trail = open_record(Visit.objects.get(pk=visit.pk)).trail()
    assert trail.here in (None, Screen(start.example.steps[-1].key))


def test_a_start_without_answers_stands_and_cannot_go_live(marketer: User) -> None:
    funnel = begin_from(start=STARTS[0], answers={}, now=NOW, by=marketer)

    with pytest.raises(PublishError):
        publish(funnel=funnel, now=NOW, by=marketer)


def test_answers_that_cannot_be_taken_leave_nothing_behind(marketer: User) -> None:
    before = rows()

    with pytest.raises(RefusedError) as refused:
        begin_from(start=STARTS[0], answers={"whom": "{%", "tip": "]]"}, now=NOW, by=marketer)

    assert [each.path for each in refused.value.faults] == ["whom", "tip"]
    assert rows() == before


def test_a_free_address_is_one_that_nobody_has(marketer: User) -> None:
    begin_from(start=STARTS[0], answers={}, now=NOW, by=marketer)

    assert free_slug("first-step") == "first-step-2"
    assert free_slug("second-step") == "second-step"
    assert Funnel.objects.get().slug == "first-step"
