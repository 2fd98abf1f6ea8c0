"""The series of one's result, once the result and the permission are both there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from funnel.document import FunnelDocument
from funnel.journey.presses import Press
from funnel.journey.pressing import first_press, press
from funnel.journey.series import enroll_left_visits, enroll_visit
from funnel.journey.starting import Arrival, start_visit
from funnel.journey.trail import Screen
from funnel.models import Conversion, Publication, Visit
from leads.consents import confirm_address
from leads.models import EmailAddress
from nurture.models import Enrollment
from tests.funnel.factories import NOW, make_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import ladder_document

pytestmark = pytest.mark.django_db

HALF_HOUR = timedelta(minutes=30)
LATER = NOW + timedelta(hours=2)


def document(*, confirm: bool = False, opt_in_first: bool = False) -> FunnelDocument:
    """Both series need the ticked box: `after` for everybody, `planning` for planners."""
    data = ladder_document(double_opt_in=confirm).model_dump()
    for sequence in data["sequences"]:
        sequence["purpose"] = "marketing"
    if opt_in_first:
        quiz = data["steps"][0]["quiz"]
        poll = next(step for step in data["steps"] if step["kind"] == "poll")
        rest = [step for step in data["steps"] if step["kind"] not in {"poll", "opt_in"}]
        address = next(step for step in data["steps"] if step["kind"] == "opt_in")
        data["steps"] = [poll, address, *rest]
        assert quiz
    return FunnelDocument.model_validate(data, strict=False)


def begin(publication: Publication, *answers: tuple[str, str, str]) -> Visit:
    """A visit with these answers (step, question, choice)."""
    visit, _ = start_visit(
        publication=publication, key="k", arrival=Arrival(), now=NOW, was_seen=True
    )
    (step, question, choice), *rest = answers
    first = Press(choices=(choice,))
    first_press(visit=visit, is_new=True, screen=Screen(step, question), press=first, now=NOW)
    for step, question, choice in rest:
        answer(visit, step, question, choice)
    return visit


def answer(visit: Visit, step: str, question: str, choice: str, at: datetime = NOW) -> None:
    said = Press(choices=(choice,))
    press(key=visit.key, screen=Screen(step, question), press=said, now=at)


def opt_in(visit: Visit, *, has_marketing: bool = True) -> None:
    said = Press(email="mara@example.com", has_marketing=has_marketing)
    press(key=visit.key, screen=Screen("address"), press=said, now=NOW)


def go_on(visit: Visit, *steps: str) -> None:
    for step in steps:
        press(key=visit.key, screen=Screen(step), press=Press(), now=NOW)


def finished(publication: Publication, choice: str = "b") -> Visit:
    """At the step that asks for an address, with a result."""
    visit = begin(publication, ("quiz", "rate", choice), ("quiz", "raise", choice))
    go_on(visit, "result")
    answer(visit, "mood", "mood", "a")
    go_on(visit, "mood", "list", "guide", "video", "thought")
    return visit


def waiting(publication: Publication) -> Visit:
    """Left an address before the result and went away."""
    visit = begin(publication, ("mood", "mood", "a"))
    go_on(visit, "mood")
    opt_in(visit)
    return visit


def series() -> list[tuple[str, str, str]]:
    rows = Enrollment.objects.order_by("pk").select_related("sequence")
    return [(row.sequence.key, str(row.state), row.exit_reason) for row in rows]


@pytest.mark.parametrize(("choice", "key"), [("b", "planning"), ("a", "after")])
def test_series_of_the_result_begins_with_the_address(choice: str, key: str) -> None:
    visit = finished(make_publication(document()), choice)
    opt_in(visit)
    assert series() == [(key, "active", "")]
    row = Enrollment.objects.get()
    assert (row.visit_id, row.funnel_id, row.enrolled_at) == (visit.pk, visit.funnel_id, NOW)


def test_series_begins_with_the_result_where_the_address_came_first() -> None:
    visit = waiting(make_publication(document(opt_in_first=True)))
    assert series() == []
    answer(visit, "quiz", "rate", "b")
    assert series() == []
    answer(visit, "quiz", "raise", "b")
    assert series() == [("planning", "active", "")]


def test_series_does_not_begin_without_consent() -> None:
    visit = finished(make_publication(document()))
    opt_in(visit, has_marketing=False)
    assert series() == []


def test_series_waits_for_the_confirm_press() -> None:
    visit = finished(make_publication(document(confirm=True)))
    opt_in(visit)
    assert series() == []

    confirm_address(address=EmailAddress.objects.get(), now=LATER, channel="mail")
    visit = Visit.objects.get(pk=visit.pk)
    for _ in range(3):
        enroll_visit(visit=visit, now=LATER)
    assert series() == [("planning", "active", "")]


def test_enroll_visit_is_idempotent() -> None:
    visit = finished(make_publication(document()))
    opt_in(visit)
    before = everything()
    visit.refresh_from_db()
    assert enroll_visit(visit=visit, now=LATER) == Enrollment.objects.get()
    assert everything() == before


@pytest.mark.parametrize("act", ["press", "call"])
def test_who_said_yes_to_the_offer_gets_no_series(act: str) -> None:
    visit = finished(make_publication(document()))
    press(key=visit.key, screen=Screen("address"), press=Press(act="offer"), now=NOW)
    said = Press(act=act, email="mara@example.com")
    press(key=visit.key, screen=Screen("offer"), press=said, now=NOW)
    opt_in(visit)
    assert series() == []


def test_who_said_not_now_gets_the_series() -> None:
    visit = finished(make_publication(document()))
    Conversion.objects.create(visit=visit, step_key="offer", kind="not_now", occurred_at=NOW)
    opt_in(visit)
    assert series() == [("planning", "active", "")]


def test_another_result_replaces_the_default_series() -> None:
    visit = finished(make_publication(document()), "a")
    opt_in(visit)
    assert series() == [("after", "active", "")]
    for question in ("rate", "raise"):
        answer(visit, "quiz", question, "b", LATER)
    assert series() == [("after", "exited", "replaced"), ("planning", "active", "")]


def test_default_series_begins_half_an_hour_after_the_last_act() -> None:
    visit = waiting(make_publication(document(opt_in_first=True)))
    assert enroll_left_visits(now=NOW + HALF_HOUR - timedelta(seconds=1), limit=10) == 0
    assert series() == []

    assert enroll_left_visits(now=NOW + HALF_HOUR, limit=10) == 1
    assert series() == [("after", "active", "")]
    visit.refresh_from_db()
    assert visit.series_checked_at == NOW + HALF_HOUR
    before = everything()
    assert enroll_left_visits(now=LATER, limit=10) == 0
    assert everything() == before


def test_result_after_the_default_series_replaces_it() -> None:
    visit = waiting(make_publication(document(opt_in_first=True)))
    enroll_left_visits(now=NOW + HALF_HOUR, limit=10)
    for question in ("rate", "raise"):
        answer(visit, "quiz", question, "b", LATER)
    assert series() == [("after", "exited", "replaced"), ("planning", "active", "")]


def test_left_visits_with_a_result_or_without_a_person_are_not_looked_at() -> None:
    publication = make_publication(document())
    visit = finished(publication)
    assert enroll_left_visits(now=LATER, limit=10) == 0
    opt_in(visit)
    assert enroll_left_visits(now=LATER, limit=10) == 0


def test_left_visits_are_looked_at_a_batch_at_a_time() -> None:
    first = waiting(make_publication(document(opt_in_first=True)))
    for number in range(3):
        Visit.objects.create(
            start_key=f"other-{number}",
            funnel=first.funnel,
            publication=first.publication,
            started_at=NOW,
            last_act_at=NOW - timedelta(minutes=number),
            at_step="mood",
            lead_id=Visit.objects.get(pk=first.pk).lead_id,
        )
    assert [enroll_left_visits(now=LATER, limit=3) for _ in range(3)] == [3, 1, 0]


def test_nobody_who_left_gets_a_series_without_permission() -> None:
    waiting(make_publication(document(confirm=True, opt_in_first=True)))
    assert enroll_left_visits(now=LATER, limit=10) == 1
    assert series() == []
