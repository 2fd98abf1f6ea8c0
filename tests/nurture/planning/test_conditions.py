"""What conditions of mails read: the ledger, answers given in mails, warmth."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest

from leads.models import Activity, Lead
from leads.scoring_models import current
from nurture.models import Delivery, Enrollment, MailAnswer, MailLink
from nurture.planning.enrolling import go_on
from nurture.planning.exits import goals_of
from nurture.planning.versions import content_of
from quizzes.conditions import AnswerIs, Condition, DidOneOf, NotOf, NumberIs
from tests.leads.factories import NOW, make_lead
from tests.nurture.factories import make_enrollment, make_reader
from tests.nurture.planning.series import act, mail, published, walked
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db

FUNNEL, VISIT = 3, 7
HOUR = timedelta(hours=1)


def did(*names: str) -> DidOneOf:
    return DidOneOf(fact="did", any_of=names)


def on_a_series(condition: Condition, **parts: Any) -> Enrollment:  # Any: fields of a mail
    """Somebody whose first mail has this condition, with a visit in its funnel."""
    first = mail("one", show_if=condition, **parts)
    version = published(first, mail("two"), goals=())
    place = make_enrollment(version=version, funnel_id=FUNNEL)
    walked(place.lead, funnel_id=FUNNEL, visit_id=VISIT)
    return place


def is_written(place: Enrollment) -> bool:
    dispatch(NOW)
    return Delivery.objects.get(message_key="one", enrollment=place).state == "scheduled"


@pytest.mark.parametrize(
    ("points_key", "kind", "subject", "name"),
    [
        ("gift", "gift", "rates/checklist", "step:checklist"),
        ("quiz_finished", "quiz", "rates/quiz", "step:quiz"),
        ("poll", "poll", "rates/poll/which", "step:poll"),
        ("address_given", "address", "rates/opt-in", "step:opt-in"),
        ("offer_pressed", "offer", "rates/deal/offer_pressed", "step:deal"),
        ("offer_pressed", "offer", "rates/deal/offer_pressed", "offer"),
        ("call_asked", "call", "rates/deal/call_asked", "call"),
        ("reply", "reply", "reply/3", "reply"),
    ],
)
def test_did_is_what_the_ledger_says(points_key: str, kind: str, subject: str, name: str) -> None:
    place = on_a_series(did(name, "step:other"))
    act(place.lead, points_key, kind=kind, subject=subject, visit_id=VISIT)

    assert is_written(place)


@pytest.mark.parametrize(
    ("points_key", "kind", "subject", "visit_id"),
    [
        # Seen is not taken, begun is not finished, "not now" is no yes.
        ("offer_seen", "offer_seen", "rates/checklist", VISIT),
        ("quiz_answer", "quiz", "rates/checklist/rate", VISIT),
        ("not_now", "not_now", "rates/checklist/not_now", VISIT),
        # Another funnel's step of that name, and a question of that name.
        ("gift", "gift", "other/checklist", VISIT + 1),
        ("poll", "poll", "rates/poll/checklist", VISIT),
    ],
)
def test_did_is_no_more_than_that(points_key: str, kind: str, subject: str, visit_id: int) -> None:
    place = on_a_series(did("step:checklist"))
    walked(place.lead, funnel_id=FUNNEL + 1, visit_id=VISIT + 1)
    act(place.lead, points_key, kind=kind, subject=subject, visit_id=visit_id)

    assert not is_written(place)


def test_did_counts_the_acts_of_a_merged_row() -> None:
    place = on_a_series(did("step:checklist"))
    other = make_lead()
    walked(other, funnel_id=FUNNEL, visit_id=VISIT + 2)
    act(other, "gift", kind="gift", subject="rates/checklist", visit_id=VISIT + 2)
    Lead.objects.filter(pk=other.pk).update(merged_into=place.lead)

    assert is_written(place)


def second_mail(condition: Condition) -> Enrollment:
    """Somebody whose first mail is out and whose second has this condition."""
    place = make_enrollment(version=published(mail("one"), mail("two", show_if=condition)))
    dispatch(NOW)
    Delivery.objects.update(state="accepted", handed_over_at=NOW)
    go_on(enrollment_id=place.pk, message_key="one", now=NOW, pace=None)
    return place


def state_of_second() -> str:
    dispatch(NOW)
    return Delivery.objects.get(message_key="two").state


@pytest.mark.parametrize(
    ("target", "is_pressed", "state"),
    [
        ("result", True, "scheduled"),
        ("link:1", True, "scheduled"),
        ("result", False, "skipped"),
        ("unsubscribe", True, "skipped"),
        ("open", True, "skipped"),
    ],
)
def test_did_a_mail_is_a_human_act_behind_it(target: str, is_pressed: bool, state: str) -> None:
    second_mail(did("mail:one"))
    MailLink.objects.create(
        delivery=Delivery.objects.get(),
        target=target,
        token="t" * 22,
        pressed_at=NOW if is_pressed else None,
    )

    assert state_of_second() == state


@pytest.mark.parametrize(("choice", "state"), [("yes", "scheduled"), ("no", "skipped")])
def test_an_answer_given_in_a_mail_is_an_answer(choice: str, state: str) -> None:
    asked = AnswerIs(fact="answer", step="mail:one", question="answer", any_of=("yes",))
    second_mail(asked)
    MailAnswer.objects.create(
        delivery=Delivery.objects.get(), choice_key=choice, asked="?", said="!", answered_at=NOW
    )

    assert state_of_second() == state


@pytest.mark.parametrize(("least", "is_met"), [(8, True), (9, False), (0, True)])
def test_warmth_is_reckoned_from_the_ledger(least: int, is_met: bool) -> None:
    place = on_a_series(NumberIs(fact="warmth", at_least=least))
    act(place.lead, "gift", kind="gift", subject="rates/checklist", visit_id=VISIT)
    Lead.objects.update(warmth=50)  # What is stored for ordering may be old.

    assert is_written(place) == is_met


def test_warmth_of_somebody_who_did_nothing_is_none_at_all() -> None:
    assert is_written(on_a_series(NumberIs(fact="warmth", at_most=0)))


def test_a_negative_condition_holds_for_who_did_not() -> None:
    assert is_written(on_a_series(NotOf(none=did("offer", "step:checklist"))))


def test_a_mail_waits_for_its_condition_and_goes_out_when_it_is_met() -> None:
    place = on_a_series(did("step:checklist"), if_unmet="wait", wait_days=3)

    assert dispatch(NOW) == []
    place.refresh_from_db()
    assert (place.waiting_since, place.due_at, place.position) == (NOW, NOW + HOUR, 0)
    dispatch(NOW + HOUR)
    place.refresh_from_db()
    assert (place.waiting_since, place.due_at) == (NOW, NOW + 2 * HOUR)
    assert not Delivery.objects.exists()

    act(place.lead, "gift", kind="gift", subject="rates/checklist", visit_id=VISIT)
    dispatch(NOW + 2 * HOUR)
    place.refresh_from_db()
    assert (place.waiting_since, place.due_at) == (None, None)
    written = Delivery.objects.get()
    assert (written.state, written.planned_for) == ("scheduled", NOW + 2 * HOUR)


def test_a_mail_that_waited_too_long_is_passed_over() -> None:
    place = on_a_series(did("step:checklist"), if_unmet="wait", wait_days=1)
    dispatch(NOW)
    Enrollment.objects.update(due_at=NOW + timedelta(hours=23, minutes=30))
    dispatch(NOW + timedelta(hours=23, minutes=30))
    place.refresh_from_db()
    assert place.due_at == NOW + timedelta(days=1)

    dispatch(NOW + timedelta(days=1))

    left_out = Delivery.objects.get()
    assert (left_out.state, left_out.skipped_reason) == ("skipped", "waited")
    place.refresh_from_db()
    assert (place.position, place.waiting_since) == (1, None)


@pytest.mark.parametrize(
    ("goals", "kind", "subject", "is_over"),
    [
        (("offer",), "offer", "rates/deal", True),
        (("call",), "offer", "rates/deal", False),
        ((), "offer", "rates/deal", False),
        (("step:checklist",), "gift", "rates/checklist", True),
        (("step:checklist",), "gift", "rates/guide", False),
        (("step:checklist", "call"), "call", "rates/deal", True),
    ],
)
def test_a_series_ends_with_its_own_goals(
    goals: tuple[str, ...], kind: str, subject: str, is_over: bool
) -> None:
    place = make_enrollment(version=published(mail("one"), goals=goals), funnel_id=FUNNEL)
    walked(place.lead, funnel_id=FUNNEL, visit_id=VISIT)
    act(place.lead, "", kind=kind, subject=subject, visit_id=VISIT)
    Activity.objects.update(occurred_at=NOW + HOUR)
    reached = goals_of(content_of(place.version), funnel_id=FUNNEL)

    # The hand-over asks the same in SQL.
    assert Activity.objects.filter(reached).exists() == is_over
    dispatch(NOW + HOUR)
    place.refresh_from_db()
    assert place.exit_reason == ("goal" if is_over else "")


def test_a_step_of_another_funnel_is_no_goal() -> None:
    place = make_enrollment(version=published(mail("one"), goals=("step:checklist",)), funnel_id=1)
    walked(place.lead, funnel_id=2, visit_id=9)
    act(place.lead, "gift", kind="gift", subject="other/checklist", visit_id=9)
    Activity.objects.update(occurred_at=NOW + HOUR)

    assert not Activity.objects.filter(goals_of(content_of(place.version), funnel_id=1)).exists()
    assert len(dispatch(NOW + HOUR)) == 1


def test_conditions_ask_no_more_for_more_people(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    everything = AnswerIs(fact="answer", step="mail:one", question="answer", any_of=("yes",))
    mails = [
        mail("one", show_if=NumberIs(fact="warmth", at_least=0)),
        mail("two", show_if=did("step:checklist", "mail:one")),
        mail("three", show_if=everything),
    ]
    version = published(*mails)
    for visit_id in range(1, 13):
        place = make_enrollment(version=version, address=make_reader(), funnel_id=FUNNEL)
        walked(place.lead, funnel_id=FUNNEL, visit_id=visit_id)

    current()
    with django_assert_max_num_queries(20):
        assert len(dispatch(NOW)) == 12
