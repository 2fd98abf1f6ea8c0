"""Counts, rates and their limits. That the counts agree with the rows is a law of the journey
(tests/funnel/journey/test_invariants.py)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funnel.models import LandingCount, Publication, StepView, Visit
from funnel.numbers.figures import Group, ScreenCount, Totals
from funnel.numbers.report import overview, report
from funnel.numbers.scope import Scope
from funnel.publishing.loading import published
from leads.capture import capture_lead
from leads.models import Lead
from tests.funnel.journey.documents import document_of, offer, question, quiz_step
from tests.funnel.journey.walking import BEGIN, begin, funnel_row, put_live

pytestmark = pytest.mark.django_db
DOCUMENT = document_of([quiz_step("quiz", question("q1"), question("q2")), offer()])
LATER = BEGIN + timedelta(hours=1)


def test_a_visitor_is_in_progress_for_half_an_hour_and_then_has_left() -> None:
    publication = put_live(funnel_row(), DOCUMENT)
    a_visit(publication.pk, "one")
    scope = Scope(funnel_id=publication.funnel_id)
    at_the_edge, after = (
        report(scope=scope, now=BEGIN + timedelta(minutes=30, seconds=seconds))
        for seconds in (0, 1)
    )
    assert (at_the_edge.totals.in_progress, at_the_edge.totals.exits) == (1, 0)
    assert (after.totals.in_progress, after.totals.exits) == (0, 1)
    quiz = after.steps[0]
    assert quiz.count == ScreenCount(shown=1, left=1)
    assert [row.count for row in quiz.questions] == [
        ScreenCount(shown=1, done=1, yes=1),
        ScreenCount(shown=1, left=1),
    ]


def test_tests_and_robots_are_left_out() -> None:
    publication = put_live(funnel_row(), DOCUMENT)
    for name, column in (("robot", "is_suspected_bot"), ("test", "is_test")):
        Visit.objects.filter(pk=a_visit(publication.pk, name).pk).update(**{column: True})
    found = report(scope=Scope(funnel_id=publication.funnel_id), now=LATER)
    assert (found.totals, found.is_empty) == (Totals(), True)
    assert {row.count for row in found.steps} == {ScreenCount()}


def test_a_lost_beacon_never_makes_more_starts_than_views() -> None:
    publication = put_live(funnel_row(), DOCUMENT)
    for name in ("one", "two", "three"):
        a_visit(publication.pk, name)
    LandingCount.objects.create(publication=publication, day_on=BEGIN.date(), views=2)
    found = report(scope=Scope(funnel_id=publication.funnel_id), now=LATER)
    assert (found.totals.views, found.totals.starts) == (3, 3)


def test_the_sources_and_versions_add_up_and_merged_people_count_once() -> None:
    funnel = funnel_row()
    old, new = put_live(funnel, DOCUMENT, 1), put_live(funnel, DOCUMENT, 2)
    person, double = (
        capture_lead(address=f"{name}@example.com", first_name="", now=BEGIN).lead
        for name in ("ada", "lovelace")
    )
    Lead.objects.filter(pk=double.pk).update(merged_into=person)
    for publication, lead, name in ((old, person, "one"), (new, double, "two")):
        Visit.objects.filter(pk=a_visit(publication.pk, name).pk).update(lead=lead)
    LandingCount.objects.create(publication=new, day_on=BEGIN.date(), source="newsletter", views=5)
    found = report(scope=Scope(funnel_id=funnel.pk), now=LATER)
    one = Totals(views=1, starts=1, exits=1, leads=1)
    assert found.totals == Totals(views=7, starts=2, exits=2, leads=1)
    assert found.by_version == (
        Group("Version 2", Totals(views=6, starts=1, exits=1, leads=1)),
        Group("Version 1", one),
    )
    assert found.by_source == (
        Group("direct", Totals(views=2, starts=2, exits=2, leads=1)),
        Group("newsletter", Totals(views=5)),
    )
    assert overview(now=LATER) == {funnel.pk: found.totals}


def test_scope_narrows_by_version_source_and_day() -> None:
    funnel = funnel_row()
    old, new = put_live(funnel, DOCUMENT, 1), put_live(funnel, DOCUMENT, 2)
    a_visit(old.pk, "one")
    Visit.objects.filter(pk=a_visit(new.pk, "two").pk).update(source="newsletter")
    scopes = {
        Scope(funnel_id=funnel.pk, publication_id=old.pk): 1,
        Scope(funnel_id=funnel.pk, source="newsletter"): 1,
        Scope(funnel_id=funnel.pk, source="nowhere"): 0,
        Scope(funnel_id=funnel.pk, since=date(2026, 3, 2)): 2,
        Scope(funnel_id=funnel.pk, since=date(2026, 3, 3)): 0,
    }
    for scope, starts in scopes.items():
        assert report(scope=scope, now=LATER).totals.starts == starts


def test_a_step_of_an_earlier_version_stands_last() -> None:
    funnel = funnel_row()
    old = put_live(
        funnel, document_of([quiz_step("old", question("q1"), question("q2")), offer()]), 1
    )
    a_visit(old.pk, "one", step="old")
    put_live(funnel, DOCUMENT, 2)
    steps = report(scope=Scope(funnel_id=funnel.pk), now=LATER).steps
    assert [(row.key, row.is_former, len(row.questions)) for row in steps] == [
        ("quiz", False, 2),
        ("offer", False, 0),
        ("old", True, 2),
    ]


def test_queries_do_not_grow_with_visits() -> None:
    publication = put_live(funnel_row(), DOCUMENT)
    random = Random(1)
    asked = []
    for number in range(6):
        begin(publication, random, at=BEGIN, key=str(number))
        published(publication.pk)
        with CaptureQueriesContext(connection) as queries:
            report(scope=Scope(funnel_id=publication.funnel_id), now=LATER)
        asked.append(len(queries))
    assert set(asked) == {10}


def a_visit(publication_id: int, name: str, *, step: str = "quiz") -> Visit:
    """Somebody who answered the first question and then thought about the second."""
    visit = Visit.objects.create(
        start_key=name,
        funnel_id=funnel_of(publication_id),
        publication_id=publication_id,
        started_at=BEGIN,
        last_act_at=BEGIN,
        at_step=step,
    )
    for question_key, is_done in (("q1", True), ("q2", False), ("", False)):
        StepView.objects.create(
            visit=visit,
            step_key=step,
            question_key=question_key,
            state="done" if is_done else "shown",
            is_yes=is_done,
            shown_at=BEGIN,
            done_at=BEGIN if is_done else None,
        )
    return visit


def funnel_of(publication_id: int) -> int:
    return Publication.objects.values_list("funnel_id", flat=True).get(pk=publication_id)
