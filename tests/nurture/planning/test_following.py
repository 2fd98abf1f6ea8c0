from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture.document import DelayDoc, MessageDoc
from nurture.models import Delivery, Enrollment, SequenceVersion
from nurture.planning.changing import Affected, affected
from nurture.planning.enrolling import go_on
from nurture.planning.following import follow_versions, passed_of, place_in
from nurture.planning.versions import SeriesContent, ThemeColours
from quizzes.conditions import OutcomeIs
from tests.laws import cases
from tests.leads.factories import NOW
from tests.nurture.factories import make_enrollment
from tests.nurture.planning.series import mail, publish, published, series
from tests.nurture.ticking import dispatch

DAY = timedelta(days=1)
keys = st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=7, unique=True)


def days(key: str, number: int, at: str | None = None) -> MessageDoc:
    return mail(key, delay=DelayDoc(days=number, at=at))


def content(names: str) -> SeriesContent:
    return SeriesContent(
        sequence=series(*map(mail, names)), theme=ThemeColours(), time_zone="UTC", language="en"
    )


@pytest.mark.parametrize(
    ("new", "position", "passed", "expected"),
    [
        ("abc", 1, "a", 1),
        # One more before the next, one at the end, one at the beginning.
        ("axbc", 1, "a", 1),
        ("abcx", 3, "abc", 3),
        ("xabc", 1, "a", 2),
        # What was passed last is gone: after the one before it.
        ("axc", 2, "ab", 1),
        ("xc", 2, "ab", 2),
        # The next one is gone.
        ("ac", 1, "a", 1),
        # Another order: nothing twice, nothing older after the last one.
        ("bca", 2, "ab", 1),
        ("cba", 2, "ab", 3),
        ("cab", 1, "a", 2),
        # Nobody passed anything yet; a first mail that was asked for counts by its place.
        ("xabc", 0, "", 0),
        ("xyz", 1, "", 1),
        ("x", 3, "abc", 1),
    ],
)
def test_place_in_goes_on_after_the_last_one(
    new: str, position: int, passed: str, expected: int
) -> None:
    assert place_in(content(new).sequence, position=position, passed=list(passed)) == expected


@given(keys, keys, st.integers(0, 7))
@cases(300)
def test_place_in_gives_nothing_twice_and_nothing_older(
    old: list[str], new: list[str], position: int
) -> None:
    position = min(position, len(old))
    passed = old[:position]
    place = place_in(content("".join(new)).sequence, position=position, passed=passed)

    assert 0 <= place <= len(new)
    assert place == len(new) or new[place] not in passed
    standing = [key for key in passed if key in new]
    if standing:
        assert place > new.index(standing[-1])
        between = new[new.index(standing[-1]) + 1 : place]
        assert set(between) <= set(passed)


@pytest.mark.parametrize(
    ("position", "written", "expected"),
    [(0, "", ""), (2, "ab", "ab"), (2, "", "ab"), (1, "ab", "ab"), (2, "xab", "xab")],
)
def test_passed_of_is_what_lies_behind(position: int, written: str, expected: str) -> None:
    assert passed_of(content("abcd"), position, written) == list(expected)


def after_first_of(*mails: MessageDoc) -> Enrollment:
    """Somebody whose first mail was sent at NOW, on the second."""
    place = make_enrollment(version=published(*mails))
    dispatch(NOW)
    Delivery.objects.update(state="accepted", handed_over_at=NOW)
    go_on(enrollment_id=place.pk, message_key=mails[0].key, now=NOW, pace=None)
    place.refresh_from_db()
    return place


def standing(place: Enrollment) -> tuple[int, int, datetime | None]:
    place.refresh_from_db()
    return place.version_id, place.position, place.due_at


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("second", "now", "due"),
    [
        # Later, earlier, and so early that it is over: then at once, or at the same hour.
        (days("two", 5), NOW, NOW + 5 * DAY),
        (days("two", 1), NOW, NOW + DAY),
        (days("two", 1), NOW + DAY + timedelta(hours=2), NOW + DAY + timedelta(hours=2)),
        (
            days("two", 1, "14:00"),
            NOW + DAY + timedelta(hours=2),
            datetime.fromisoformat("2026-05-07T12:00:00+00:00"),
        ),
        (days("two", 3), NOW + DAY, NOW + 3 * DAY),
    ],
)
def test_who_is_not_due_yet_follows_with_the_new_delay(
    second: MessageDoc, now: datetime, due: datetime
) -> None:
    place = after_first_of(mail("one"), days("two", 3))
    current = publish(place.sequence, series(mail("one", body="New."), second), now=now)

    assert follow_versions(now) == 1
    assert follow_versions(now) == 0
    assert standing(place) == (current.pk, 1, due)


@pytest.mark.django_db
def test_who_is_due_follows_in_the_tick_and_keeps_the_hour() -> None:
    place = after_first_of(mail("one"), days("two", 2, "14:00"))
    due = place.due_at
    assert due == NOW + 2 * DAY
    new = series(mail("one"), days("two", 2, "14:00").model_copy(update={"body": "New."}))
    current = publish(place.sequence, new)

    [pk] = dispatch(due + timedelta(seconds=7))

    assert Delivery.objects.get(pk=pk).planned_for == due
    assert standing(place) == (current.pk, 1, None)


@pytest.mark.django_db
def test_who_is_due_waits_where_the_new_delay_is_longer() -> None:
    place = after_first_of(mail("one"), days("two", 2))
    current = publish(place.sequence, series(mail("one"), days("two", 4)))

    assert dispatch(NOW + 2 * DAY) == []
    assert standing(place) == (current.pk, 1, NOW + 4 * DAY)


@pytest.mark.django_db
def test_a_mail_on_its_way_goes_out_and_its_reader_follows_after_it() -> None:
    place = make_enrollment(version=published(mail("one")))
    [pk] = dispatch(NOW)
    old = place.version_id
    current = publish(place.sequence, series(mail("zero"), mail("one"), days("two", 3)))

    assert follow_versions(NOW) == 0
    assert standing(place) == (old, 0, None)
    Delivery.objects.filter(pk=pk).update(state="accepted", handed_over_at=NOW)
    go_on(enrollment_id=place.pk, message_key="one", now=NOW, pace=None)
    assert standing(place) == (current.pk, 2, NOW + 3 * DAY)


@pytest.mark.django_db
def test_who_comes_to_the_end_of_a_shorter_series_has_finished() -> None:
    place = after_first_of(mail("one"), days("two", 3))
    publish(place.sequence, series(mail("one")))
    follow_versions(NOW)

    place.refresh_from_db()
    assert (place.state, place.ended_at, place.due_at) == ("finished", NOW, None)


@pytest.mark.django_db
def test_nobody_gets_a_mail_twice_however_a_series_is_edited() -> None:
    place = after_first_of(mail("one"), days("two", 1), days("three", 1))
    orders = [("two", "one", "three"), ("three", "two", "one"), ("four", "one", "two")]
    for number, names in enumerate(orders, 1):
        publish(place.sequence, series(*(days(name, 1) for name in names)))
        now = NOW + number * DAY
        follow_versions(now)
        for pk in dispatch(now):
            Delivery.objects.filter(pk=pk).update(state="accepted", handed_over_at=now)
            key = Delivery.objects.get(pk=pk).message_key
            go_on(enrollment_id=place.pk, message_key=key, now=now, pace=None)
    sent = list(Delivery.objects.order_by("pk").values_list("message_key", flat=True))
    assert len(sent) == len(set(sent))
    assert sent == ["one", "three"]


@pytest.mark.django_db
def test_each_follows_in_their_language_and_a_trial_does_not() -> None:
    english = after_first_of(mail("one"), days("two", 3))
    german = publish(english.sequence, series(mail("one"), days("two", 3)), language="de")
    reads_german = make_enrollment(version=german)
    trial = make_enrollment(version=english.version)
    Enrollment.objects.filter(pk=trial.pk).update(day_seconds=5)
    Enrollment.objects.exclude(pk=english.pk).update(due_at=NOW + DAY)

    current = publish(english.sequence, series(mail("one"), days("two", 4)), language="de")
    follow_versions(NOW)

    rows = dict(Enrollment.objects.values_list("pk", "version_id"))
    assert rows == {
        english.pk: english.version_id,
        reads_german.pk: current.pk,
        trial.pk: english.version_id,
    }


@pytest.mark.django_db
def test_who_waits_for_a_condition_goes_on_waiting_for_the_same_mail() -> None:
    never = OutcomeIs(fact="outcome", any_of=("bold",))
    waits = mail("one", show_if=never, if_unmet="wait", wait_days=3)
    place = make_enrollment(version=published(waits, mail("two")))
    dispatch(NOW)
    publish(place.sequence, series(waits.model_copy(update={"body": "New."}), mail("two")))
    follow_versions(NOW + timedelta(minutes=1))
    place.refresh_from_db()
    assert (place.waiting_since, place.version.is_current) == (NOW, True)

    publish(place.sequence, series(mail("zero", show_if=never, if_unmet="wait"), waits))
    follow_versions(NOW + timedelta(minutes=2))
    place.refresh_from_db()
    assert place.waiting_since is None


@pytest.mark.django_db
def test_a_series_that_could_not_be_read_is_mended_by_publishing() -> None:
    place = make_enrollment(version=published(mail("one"), mail("two")))
    SequenceVersion.objects.update(document="{}")
    assert dispatch(NOW) == []

    publish(place.sequence, series(mail("one", body="Mended."), mail("two")))
    assert len(dispatch(NOW + timedelta(hours=1))) == 1


@pytest.mark.django_db
def test_following_is_bounded_and_goes_on() -> None:
    places = [make_enrollment(version=published(mail("one"), mail("two"))) for _ in range(3)]
    Enrollment.objects.update(due_at=NOW + DAY)
    for place in places:
        publish(place.sequence, series(days("one", 2), mail("two")))

    assert [follow_versions(NOW, limit=2) for _ in range(3)] == [2, 1, 0]


@pytest.mark.django_db
def test_affected_says_what_publishing_would_change() -> None:
    version = published(mail("one"), days("two", 3))
    people = [make_enrollment(version=version) for _ in range(4)]
    sequence = version.sequence
    dispatch(NOW)
    for place in people[:3]:
        Delivery.objects.filter(enrollment=place).update(state="accepted", handed_over_at=NOW)
        go_on(enrollment_id=place.pk, message_key="one", now=NOW, pace=None)

    def told(*mails: MessageDoc) -> Affected:
        return affected(sequence, series(*mails), NOW)

    one, two = mail("one"), days("two", 3)
    assert told(one, two) == Affected(on_the_way=4)
    assert told(one, days("two", 5)) == Affected(on_the_way=4, later=3)
    assert told(one, days("two", 1)) == Affected(on_the_way=4, earlier=3)
    assert told(one) == Affected(on_the_way=4, gone=3)
    assert told(one, days("other", 3)) == Affected(on_the_way=4, gone=3)
    assert told(one, days("between", 1), two) == Affected(on_the_way=4, earlier=3)
    # It only asked.
    assert set(Enrollment.objects.values_list("version", flat=True)) == {version.pk}
