from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads.activity import record_acts
from leads.facts import write_facts
from leads.models import Activity, Lead
from nurture.models import Delivery, Enrollment, MailEvent, MailLink, SequenceVersion
from nurture.planning.versions import content_of
from nurture.planning.yeses import acts_for, is_one_of
from nurture.telling.doing import counts_for
from nurture.telling.figures import Counts, figures_of
from tests.leads.factories import NOW, make_act, make_story
from tests.nurture.factories import make_enrollment, make_version, message

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=30)


def offer_version() -> SequenceVersion:
    first = message("one")
    asks = first.model_copy(update={"button": first.button.model_copy(update={"target": "offer"})})
    gift = message("two", days=2)
    takes = gift.model_copy(
        update={"button": gift.button.model_copy(update={"target": "step:checklist"})}
    )
    return make_version(asks, takes)


def mail(place: Enrollment, key: str = "one", state: str = "accepted", **more: object) -> Delivery:
    is_sent = state in ("accepted", "complained", "bounced")
    return Delivery.objects.create(
        lead=place.lead,
        address=place.address,
        enrollment=place,
        purpose="marketing",
        dedupe_key=f"seq:{place.pk}:{key}",
        message_key=key,
        funnel_id=place.funnel_id,
        state=state,
        created_at=NOW,
        planned_for=NOW,
        due_at=NOW,
        handed_over_at=NOW if is_sent or state == "ambiguous" else None,
        accepted_at=NOW if is_sent else None,
        **more,
    )


def counts(version: SequenceVersion, key: str = "one") -> Counts:
    found = figures_of(version.sequence, since=None, until=LATER)
    return next(each.counts for each in found.mails if each.key == key)


def test_figures_count_what_became_of_a_mail() -> None:
    version = offer_version()
    places = [make_enrollment(version=version) for _ in range(6)]
    clicked = mail(places[0], delivered_at=NOW)
    MailLink.objects.create(delivery=clicked, target="offer", token="a" * 22, pressed_at=NOW)
    at = NOW + timedelta(hours=2)
    record_acts(lead=places[0].lead, acts=[make_act("offer", kind="offer", at=at)], now=at)
    mail(places[1], state="complained")
    mail(places[2], state="skipped", skipped_reason="condition")
    mail(places[3], state="parked")
    mail(places[4], state="ambiguous")
    told = mail(places[5])
    MailEvent.objects.create(
        provider="x",
        event_key="1",
        kind="unsubscribed",
        state="applied",
        delivery=told,
        occurred_at=at,
        received_at=at,
    )
    assert counts(version) == Counts(
        planned=5,
        left_out=1,
        sent=3,
        delivered=1,
        clicked=1,
        did=1,
        unsubscribed=1,
        complained=1,
        parked=1,
        maybe_sent=1,
    )


@pytest.mark.parametrize(
    ("days", "subject", "funnel", "did"),
    [
        (1, "rates/checklist", 1, 1),
        (13, "rates/checklist/first", 1, 1),
        (15, "rates/checklist", 1, 0),
        (-1, "rates/checklist", 1, 0),
        (1, "rates/checklist-two", 1, 0),
        (1, "rates/checklist", 2, 0),
    ],
)
def test_figures_count_a_step_within_two_weeks_in_this_funnel(
    days: int, subject: str, funnel: int, did: int
) -> None:
    version = offer_version()
    place = make_enrollment(version=version, funnel_id=funnel)
    write_facts(lead_id=place.lead_id, story=make_story(visit_id=7))
    mail(place, "two")
    at = NOW + timedelta(days=days)
    act = make_act(subject=subject, at=at, kind="gift", visit_id=7)
    record_acts(lead=place.lead, acts=[act], now=at)
    assert counts(version, "two").did == did


def test_figures_leave_out_test_people_trials_and_other_times() -> None:
    version = offer_version()
    tester, trial, old = (make_enrollment(version=version) for _ in range(3))
    Lead.objects.filter(pk=tester.lead_id).update(is_test=True)
    Enrollment.objects.filter(pk=trial.pk).update(day_seconds=0)
    mail(tester)
    mail(trial)
    mail(old)
    since = NOW + timedelta(days=1)
    assert figures_of(version.sequence, since=since, until=LATER).total == Counts()
    assert figures_of(version.sequence, since=None, until=LATER).total.sent == 1


def test_figures_keep_their_order_whatever_happened() -> None:
    version, random = offer_version(), Random(7)
    states = [each.value for each in Delivery.State]
    for number in range(60):
        row = mail(make_enrollment(version=version), "one", random.choice(states))
        if random.random() < 0.5:
            MailLink.objects.create(
                delivery=row, target="offer", token=f"{number:022}", pressed_at=NOW
            )
        if random.random() < 0.3:
            Delivery.objects.filter(pk=row.pk).update(delivered_at=NOW)
    found = counts(version)
    assert found.planned + found.left_out == 60
    assert found.sent + found.parked + found.maybe_sent <= found.planned
    parts = ("delivered", "clicked", "did", "unsubscribed", "complained")
    assert all(0 <= asdict(found)[part] <= found.sent for part in parts)


def test_figures_take_as_many_queries_for_many_as_for_few() -> None:
    version = offer_version()
    mail(make_enrollment(version=version))
    with CaptureQueriesContext(
        connection,
    ) as few:
        figures_of(version.sequence, since=None, until=LATER)
    for _ in range(5):
        mail(make_enrollment(version=version), "two")
    with CaptureQueriesContext(connection) as many:
        figures_of(version.sequence, since=None, until=LATER)
    assert len(few) == len(many) <= 4


def test_figures_of_a_series_that_was_never_live_are_empty() -> None:
    version = offer_version()
    SequenceVersion.objects.all().delete()
    assert figures_of(version.sequence, since=None, until=LATER).is_empty


@pytest.mark.parametrize("kind", [each.value for each in Activity.Kind])
@pytest.mark.parametrize(
    ("points_key", "effort"), [("", 0), ("", 2), ("quiz_finished", 0), ("other", 1)]
)
def test_a_step_is_done_by_what_planning_calls_a_yes(
    kind: str, points_key: str, effort: int
) -> None:
    version = offer_version()
    place = make_enrollment(version=version, funnel_id=1)
    write_facts(lead_id=place.lead_id, story=make_story(visit_id=7))
    row = mail(place, "two")
    at = NOW + timedelta(days=1)
    Activity.objects.create(
        lead=place.lead,
        kind=kind,
        subject="rates/checklist",
        label="x",
        occurred_at=at,
        source_key="one",
        points_key=points_key,
        effort=effort,
        visit_id=7,
    )
    [act] = Activity.objects.all()
    is_done = is_one_of(act, {"step:checklist"}, visits={7})
    assert Activity.objects.filter(acts_for(["step:checklist"], funnel_id=1)).exists() == is_done
    assert counts(version, "two").did == counts_for(act, row_target(row)) == is_done


def row_target(row: Delivery) -> str:
    assert row.enrollment is not None
    content = content_of(row.enrollment.version)
    message = content.message(row.message_key)
    assert message is not None
    return message.button.target
