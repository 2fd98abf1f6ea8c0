from __future__ import annotations

from datetime import timedelta

import pytest

from leads.models import Lead
from nurture.models import Delivery, Enrollment, MailRules, Sequence, SequenceVersion
from nurture.planning.waiting import why_waiting
from nurture.rules import save_rules
from quizzes.conditions import OutcomeIs
from tests.leads.factories import NOW
from tests.nurture.factories import make_enrollment, make_reader
from tests.nurture.planning.series import mail, published
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def pair(first: int, second: int) -> tuple[Enrollment, Enrollment]:
    """One person on two series of these priorities, both due."""
    address = make_reader()
    return (
        make_enrollment(version=published(mail("one"), priority=first), address=address),
        make_enrollment(version=published(mail("one"), priority=second), address=address),
    )


def planned() -> set[int | None]:
    return set(Delivery.objects.values_list("enrollment_id", flat=True))


def test_of_two_mails_to_one_person_the_better_one_goes_first() -> None:
    usual, better = pair(5, 1)
    dispatch(NOW)

    assert planned() == {better.pk}
    usual.refresh_from_db()
    assert (usual.due_at, usual.position, usual.state) == (NOW + HOUR, 0, "active")
    assert why_waiting(usual, now=NOW) == "gives_way"
    assert why_waiting(better, now=NOW) == ""
    dispatch(NOW + HOUR)
    assert planned() == {usual.pk, better.pk}


def test_of_two_equal_ones_who_has_waited_longest_goes_first() -> None:
    _first, second = pair(5, 5)
    Enrollment.objects.filter(pk=second.pk).update(due_at=NOW - HOUR)
    dispatch(NOW)

    assert planned() == {second.pk}


def test_both_go_where_the_day_has_room() -> None:
    save_rules(MailRules(cap_day=2))
    first, second = pair(5, 1)
    dispatch(NOW)

    assert planned() == {first.pk, second.pk}


def test_one_person_under_two_rows_is_one_person() -> None:
    first, second = pair(5, 1)
    other = make_reader()
    Enrollment.objects.filter(pk=second.pk).update(address=other, lead=other.lead)
    Lead.objects.filter(pk=first.lead_id).update(merged_into=other.lead)
    dispatch(NOW)

    assert second.pk in planned()
    assert len(planned()) == 1


def test_in_a_trial_nobody_gives_way() -> None:
    first, second = pair(5, 1)
    Enrollment.objects.update(day_seconds=0)
    dispatch(NOW)

    assert planned() == {first.pk, second.pk}


def test_a_planned_mail_knows_when_for_how_long_and_for_whom() -> None:
    address = make_reader(text="ann@gmail.com")
    version = published(mail("one", expires_days=3))
    make_enrollment(version=version, address=address)
    late = NOW + 2 * HOUR
    dispatch(late)

    row = Delivery.objects.get()
    assert (row.provider_group, row.planned_for, row.due_at, row.expires_at) == (
        "google",
        NOW,
        late,
        NOW + timedelta(days=3),
    )


def test_why_waiting_names_what_keeps_a_mail() -> None:
    never = OutcomeIs(fact="outcome", any_of=("bold",))
    waits = make_enrollment(version=published(mail("one", show_if=never, if_unmet="wait")))
    paused, broken = make_enrollment(), make_enrollment()
    Sequence.objects.filter(pk=paused.sequence_id).update(is_paused=True)
    SequenceVersion.objects.filter(pk=broken.version_id).update(document="{}")
    dispatch(NOW)

    def why(place: Enrollment) -> str:
        return why_waiting(Enrollment.objects.get(pk=place.pk), now=NOW)

    assert [why(each) for each in (waits, paused, broken)] == ["condition", "paused", "unreadable"]
