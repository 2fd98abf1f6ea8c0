"""What must hold of the rows after any walk through any funnel, and of the report over them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.document import FunnelDocument
from funnel.journey.record import open_record, smaller_step
from funnel.journey.trail import Screen
from funnel.models import LandingCount, Publication, StepView, Visit
from funnel.numbers.figures import ScreenCount, ScreenRow, Totals
from funnel.numbers.report import report
from funnel.numbers.scope import WINDOW, Scope
from tests.funnel.journey.random_documents import documents
from tests.funnel.journey.walking import BEGIN, begin, funnel_row, put_live, wander

pytestmark = pytest.mark.django_db


@settings(max_examples=50)
@given(document=documents(), seed=st.integers(0, 2**32))
def test_every_law_holds_after_any_walks(document: FunnelDocument, seed: int) -> None:
    with transaction.atomic():
        random = Random(seed)
        publication = put_live(funnel_row(), document)
        LandingCount.objects.create(
            publication=publication,
            day_on=BEGIN.date(),
            source="direct",
            views=random.randint(0, 3),
        )
        now = walk_some(publication, random)
        for visit in Visit.objects.all():
            check_visit(document, visit)
        check_report(publication, now)
        # The next example finds an empty database.
        transaction.set_rollback(True)


def walk_some(publication: Publication, random: Random) -> datetime:
    """Three visitors; returns a moment at which some of them may still be reading."""
    now = BEGIN
    for number in range(3):
        visit = begin(publication, random, at=BEGIN, key=f"visitor {number}")
        now = max(now, wander(visit, random, at=BEGIN, presses=random.randint(0, 14)))
    return now + timedelta(minutes=random.choice([0, 1, 45]))


def check_visit(document: FunnelDocument, visit: Visit) -> None:
    """The stored screens say what the trail says; nothing is counted twice, nothing is lost."""
    record = open_record(visit)
    trail = record.trail()
    stored = {screen: view.state for screen, view in record.views.items()}
    ends = {document.steps[-1].key} | ({trail.end.step} if trail.end else set())

    assert set(Counter(visit.answers.values_list("step_key", "question_key")).values()) <= {1}
    assert {stored[screen] for screen in trail.done} <= {"done"}
    if not (trail.here and smaller_step(record, trail)):
        assert {stored.get(Screen(key)) for key in ends} <= {None, "done", "bypassed"}
    if trail.here and not smaller_step(record, trail):
        assert (stored[trail.here], stored[Screen(trail.here.step)]) == ("shown", "shown")
    way = {*trail.done, trail.here, trail.jumped_to}
    steps = {screen.step for screen in way if screen}
    off_the_way = {
        screen
        for screen in stored
        if screen not in way and (screen.question or screen.step not in steps)
    }
    assert {stored[screen] for screen in off_the_way} <= {"bypassed"}
    if trail.is_finished:
        assert visit.finished_at is not None
    for view in record.views.values():
        assert (view.done_at is not None) == (view.state == "done")
        assert view.done_at is None or view.shown_at <= view.done_at <= visit.last_act_at
    assert (visit.outcome, visit.topics, visit.depth) == (
        trail.score.outcome,
        dict(trail.score.topics),
        trail.facts.depth,
    )


def check_report(publication: Publication, now: datetime) -> None:
    """The database's sums are what counting row by row gives, and they add up."""
    found = report(scope=Scope(funnel_id=publication.funnel_id), now=now)
    assert found.totals == recounted_totals(now)
    assert {key: count for key, count in flat(found.steps).items() if count.shown} == recounted(now)
    for count in flat(found.steps).values():
        assert count.shown == count.done + count.left + count.in_progress + count.bypassed
        assert min(count.done - count.yes, count.yes, count.left, count.in_progress) >= 0
        assert count.bypassed >= 0
    totals = found.totals
    assert totals.starts == totals.finishes + totals.exits + totals.in_progress
    assert totals.views >= totals.starts >= totals.addresses >= totals.leads
    for groups in (found.by_version, found.by_source):
        for name in ("views", "starts", "finishes", "exits", "in_progress", "addresses"):
            assert sum(getattr(each.totals, name) for each in groups) == getattr(totals, name)
    last = flat(found.steps)[publication_end(publication)]
    assert (last.left, last.in_progress) == (0, 0)


def publication_end(publication: Publication) -> tuple[str, str]:
    record = open_record(Visit(publication=publication), is_new=True)
    return (record.document.steps[-1].key, "")


def flat(rows: tuple[ScreenRow, ...]) -> dict[tuple[str, str], ScreenCount]:
    found = {(row.key, ""): row.count for row in rows}
    found |= {(row.key, each.key): each.count for row in rows for each in row.questions}
    return found


def recounted_totals(now: datetime) -> Totals:
    visits = [
        each for each in Visit.objects.all() if not each.is_suspected_bot and not each.is_test
    ]
    views = 0
    for source in {each.source for each in visits} | {"direct"}:
        mine = [each for each in visits if each.source == source]
        landings = LandingCount.objects.filter(source=source)
        seen = sum(each.views for each in landings) + sum(each.is_own_view for each in mine)
        views += max(seen, len(mine))
    is_late = [each.finished_at is None and each.last_act_at < now - WINDOW for each in visits]
    finishes = sum(each.finished_at is not None for each in visits)
    return Totals(
        views=views,
        starts=len(visits),
        finishes=finishes,
        exits=sum(is_late),
        in_progress=len(visits) - finishes - sum(is_late),
        addresses=sum(each.address_id is not None for each in visits),
        leads=len({each.lead_id for each in visits if each.lead_id}),
    )


def recounted(now: datetime) -> dict[tuple[str, str], ScreenCount]:
    found: dict[tuple[str, str], Counter[str]] = {}
    for view in StepView.objects.select_related("visit"):
        if view.visit.is_suspected_bot:
            continue
        count = found.setdefault((view.step_key, view.question_key), Counter())
        is_gone = view.visit.finished_at or view.visit.last_act_at < now - WINDOW
        state = {"shown": "left" if is_gone else "in_progress"}.get(view.state, view.state)
        count.update(["shown", state, *["yes"] * (view.is_yes and state == "done")])
    return {key: ScreenCount(**count) for key, count in found.items()}
