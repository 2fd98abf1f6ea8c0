"""The bell rings, the rule is called."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from funnel.tasks import enroll_left_visits
from tests.funnel.factories import make_publication
from tests.funnel.journey.test_series import document, series, waiting

pytestmark = pytest.mark.django_db


def test_enroll_left_visits_begins_the_default_series() -> None:
    visit = waiting(make_publication(document(opt_in_first=True)))
    enroll_left_visits()
    assert series() == [("after", "active", "")]

    visit.refresh_from_db()
    checked = visit.series_checked_at
    assert checked is not None
    assert timezone.now() - checked < timedelta(minutes=1)
    enroll_left_visits()
    assert series() == [("after", "active", "")]


def test_beat_calls_it_every_minute() -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["enroll-left-visits"]
    assert entry == {"task": enroll_left_visits.name, "schedule": 60.0}
