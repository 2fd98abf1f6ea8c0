"""What a provider tells of a mail: acted on once, in any order, harmless where nobody knows it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from leads.activity import Act
from leads.addresses import address_hash
from leads.models import Activity, EmailAddress, Suppression
from leads.permission import may_email
from nurture.hearing import events
from nurture.hearing.events import drop_unknown, hear_again, take_event
from nurture.hearing.told import Kind, Told
from nurture.models import Delivery, Enrollment, MailEvent, MailLink
from tests.leads.factories import NOW
from tests.nurture.factories import make_requested
from tests.nurture.hearing.mails import SENT, sent_mail, told

pytestmark = pytest.mark.django_db


def state_of(delivery: Delivery) -> tuple[str, bool, set[str], str]:
    """State, arrived, do-not-mail reasons, how its series ended."""
    fresh = Delivery.objects.get(pk=delivery.pk)
    reasons = set(Suppression.objects.values_list("reason", flat=True))
    place = delivery.enrollment and Enrollment.objects.get(pk=delivery.enrollment.pk)
    return (
        fresh.state,
        fresh.delivered_at is not None,
        reasons,
        place.exit_reason if place else "",
    )


def test_delivered_is_written_down_and_changes_nothing_else() -> None:
    delivery = sent_mail()
    row = take_event(event=told(Kind.DELIVERED), now=NOW)
    assert (row.state, row.delivery, row.kind) == ("applied", delivery, "delivered")
    assert state_of(delivery) == ("accepted", True, set(), "")


def test_an_event_told_twice_is_one_row_and_acts_once() -> None:
    sent_mail()
    first = take_event(event=told(Kind.BOUNCED, key="e-1"), now=NOW)
    again = take_event(event=told(Kind.BOUNCED, key="e-1"), now=NOW + timedelta(hours=1))
    assert (first.pk, MailEvent.objects.count()) == (again.pk, 1)
    # Where the provider gives no number, what it says is its number.
    for _each in range(2):
        take_event(event=told(Kind.COMPLAINED), now=NOW)
    assert MailEvent.objects.count() == 2
    assert Activity.objects.filter(label__startswith="Marked as spam").count() == 1


def test_a_hard_bounce_ends_the_series_and_every_further_mail() -> None:
    delivery = sent_mail()
    take_event(event=told(Kind.BOUNCED, said="550 5.1.1 no such user"), now=NOW)
    assert state_of(delivery) == ("bounced", False, {"bounced"}, "bounced")
    address = EmailAddress.objects.get(pk=delivery.address_id)
    assert may_email(address=address, purpose="requested") == "bounced"
    assert Activity.objects.filter(
        label="Mail came back, the address does not exist: Mail one"
    ).exists()


def test_a_complaint_ends_everything_to_this_person() -> None:
    delivery = sent_mail()
    take_event(event=told(Kind.COMPLAINED), now=NOW)
    assert state_of(delivery) == (
        "complained",
        True,
        {"complained", "unsubscribed"},
        "unsubscribed",
    )
    address = EmailAddress.objects.get(pk=delivery.address_id)
    assert may_email(address=address, purpose="requested") == "suppressed"


def test_the_providers_unsubscribe_is_one_press_in_the_header() -> None:
    delivery = sent_mail()
    take_event(event=told(Kind.UNSUBSCRIBED), now=NOW)
    assert state_of(delivery) == ("accepted", False, {"unsubscribed"}, "unsubscribed")
    assert delivery.address.consents.latest("pk").channel == "header"


@pytest.mark.parametrize(
    "order", list(permutations((Kind.DELIVERED, Kind.BOUNCED, Kind.COMPLAINED, Kind.DEFERRED)))
)
def test_in_whatever_order_they_come_the_worst_stays(order: tuple[Kind, ...]) -> None:
    delivery = sent_mail()
    for place, kind in enumerate(order):
        take_event(event=told(kind, key=f"e-{kind}"), now=NOW + timedelta(minutes=place))
    fresh = Delivery.objects.get(pk=delivery.pk)
    reasons = set(Suppression.objects.values_list("reason", flat=True))
    assert (fresh.state, reasons) == ("complained", {"bounced", "complained", "unsubscribed"})


def test_a_bounce_after_delivered_counts_and_delivered_never_lifts_it() -> None:
    delivery = sent_mail()
    take_event(event=told(Kind.DELIVERED), now=NOW)
    take_event(event=told(Kind.BOUNCED), now=NOW)
    assert state_of(delivery)[:2] == ("bounced", False)
    late = take_event(event=told(Kind.DELIVERED, key="late"), now=NOW)
    assert (late.state, state_of(delivery)[:2]) == ("ignored", ("bounced", False))


def test_unknown_mails_are_kept_and_dropped_after_a_month() -> None:
    delivery = sent_mail()
    row = take_event(event=told(Kind.BOUNCED, name="<other@example.com>"), now=NOW)
    nameless = take_event(event=Told("Mailgun", Kind.BOUNCED, NOW, ()), now=NOW)
    assert (row.state, nameless.state) == ("unknown", "unknown")
    assert state_of(delivery) == ("accepted", False, set(), "")
    assert drop_unknown(now=NOW + timedelta(days=29)) == 0
    assert drop_unknown(now=NOW + timedelta(days=30)) == 2


def test_a_name_that_two_mails_have_is_nobodys() -> None:
    one, two = sent_mail(), sent_mail(name="<two@example.com>")
    Delivery.objects.filter(pk__in=[one.pk, two.pk]).update(provider_id="same")
    assert take_event(event=told(Kind.BOUNCED, name="same"), now=NOW).state == "unknown"


def test_a_mail_is_found_by_the_providers_number_with_or_without_brackets() -> None:
    delivery = sent_mail()
    Delivery.objects.filter(pk=delivery.pk).update(provider_id="0100-abc")
    assert take_event(event=told(Kind.DELIVERED, name="<0100-abc>"), now=NOW).delivery == delivery


def test_our_own_number_counts_only_together_with_the_recipient() -> None:
    delivery = sent_mail()
    theirs = Told("Any", Kind.DELIVERED, NOW, (), recipient="x@y.zz", delivery_id=delivery.pk)
    right = replace(theirs, recipient=delivery.address.normalised)
    assert take_event(event=theirs, now=NOW).delivery is None
    assert take_event(event=right, now=NOW).delivery == delivery


def test_delivered_ends_the_doubt_about_a_mail() -> None:
    delivery = sent_mail(state="ambiguous")
    take_event(event=told(Kind.DELIVERED), now=NOW)
    assert state_of(delivery)[:2] == ("accepted", True)


def test_a_mail_about_to_be_sent_again_is_called_back_when_it_did_arrive() -> None:
    delivery = make_requested()
    Delivery.objects.filter(pk=delivery.pk).update(
        state="scheduled", held_reason="maybe_sent", message_id=SENT, handed_over_at=NOW, resends=1
    )
    take_event(event=told(Kind.DELIVERED), now=NOW)
    assert state_of(delivery)[:2] == ("accepted", True)


def soft(
    number: int, *, address: EmailAddress, days: float, kind: Kind = Kind.SOFT_BOUNCED
) -> None:
    """A mail of its own that came back this time."""
    name = f"<{number}.soft@example.com>"
    row = Delivery.objects.create(
        lead=address.lead,
        address=address,
        purpose="marketing",
        dedupe_key=f"soft:{address.pk}:{number}",
        state="accepted",
        created_at=NOW,
        due_at=NOW,
        message_id=name,
    )
    at = NOW + timedelta(days=days)
    take_event(event=told(kind, name=name, at=at, said="452 4.2.2 mailbox full"), now=at)
    if kind == Kind.SOFT_BOUNCED:
        assert Delivery.objects.get(pk=row.pk).state == "bounced"


def test_five_soft_bounces_over_three_days_are_a_bounce() -> None:
    delivery = sent_mail()
    for number in range(4):
        soft(number, address=delivery.address, days=number)
    assert Suppression.objects.count() == 0
    soft(4, address=delivery.address, days=4)
    assert state_of(delivery) == ("accepted", False, {"bounced"}, "bounced")


def test_five_soft_bounces_within_a_day_end_nothing_yet() -> None:
    delivery = sent_mail()
    for number in range(7):
        soft(number, address=delivery.address, days=number / 10, kind=Kind.DEFERRED)
    address = EmailAddress.objects.get(pk=delivery.address_id)
    assert (address.soft_bounces, Suppression.objects.count()) == (7, 0)


def test_a_mail_deferred_again_and_again_counts_once() -> None:
    delivery = sent_mail()
    for hour in range(80):
        at = NOW + timedelta(hours=hour)
        take_event(event=told(Kind.DEFERRED, at=at, key=f"d-{hour}"), now=at)
    assert EmailAddress.objects.get(pk=delivery.address_id).soft_bounces == 1


def test_what_arrives_or_is_pressed_begins_the_row_anew() -> None:
    delivery = sent_mail()
    for number in range(4):
        soft(number, address=delivery.address, days=number)
    take_event(event=told(Kind.DELIVERED, at=NOW + timedelta(days=3.5)), now=NOW)
    soft(4, address=delivery.address, days=4)
    address = EmailAddress.objects.get(pk=delivery.address_id)
    assert (address.soft_bounces, Suppression.objects.count()) == (1, 0)
    MailLink.objects.create(
        delivery=delivery, target="result", token="t" * 22, pressed_at=NOW + timedelta(days=5)
    )
    soft(5, address=delivery.address, days=6)
    address.refresh_from_db()
    assert (address.soft_bounces, address.soft_bounced_at) == (1, NOW + timedelta(days=6))


def test_a_refusal_that_blames_nobody_leaves_the_address_alone() -> None:
    delivery = sent_mail()
    take_event(event=told(Kind.REJECTED, said="550 5.7.1 policy"), now=NOW)
    assert state_of(delivery) == ("failed", False, set(), "")


def test_events_about_a_requested_mail_count_the_same() -> None:
    delivery = make_requested()
    Delivery.objects.filter(pk=delivery.pk).update(state="accepted", message_id=SENT)
    take_event(event=told(Kind.BOUNCED), now=NOW)
    assert state_of(delivery)[:3] == ("bounced", False, {"bounced"})
    entry = Suppression.objects.get()
    assert entry.address_hash == address_hash(delivery.address.normalised)


def test_the_story_line_is_an_act_without_points() -> None:
    sent_mail()
    take_event(event=told(Kind.BOUNCED), now=NOW)
    row = Activity.objects.get(kind="mail", label__startswith="Mail came back")
    assert row.points_key == Act("mail", "", "", NOW, "").points_key == ""


def test_an_event_that_came_before_its_mail_had_a_name_is_heard_a_minute_later(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    delivery = sent_mail()
    early = Told("Any", Kind.BOUNCED, NOW, names=("provider-77",), event_key="e1")
    with django_capture_on_commit_callbacks(execute=True):
        row = take_event(event=early, now=NOW)
    assert (row.state, hear_again(now=NOW)) == ("unknown", 0)
    Delivery.objects.filter(pk=delivery.pk).update(provider_id="provider-77")
    assert [hear_again(now=NOW + timedelta(minutes=1)) for _ in range(2)] == [1, 0]
    row.refresh_from_db()
    assert (row.state, row.delivery) == ("applied", delivery)
    assert state_of(delivery)[0] == "bounced"


def test_an_unknown_event_is_looked_at_more_and_more_seldom_for_a_day(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    early = Told("Any", Kind.BOUNCED, NOW, names=("provider-77",), event_key="e1")
    with django_capture_on_commit_callbacks(execute=True):
        take_event(event=early, now=NOW)
    looks: list[datetime] = []

    def look(_pk: int, _event: Told, now: datetime) -> bool:
        looks.append(now)
        return False

    monkeypatch.setattr(events, "_find_again", look)
    for minutes in range(25 * 60):
        hear_again(now=NOW + timedelta(minutes=minutes))
    after = [(at - NOW) // timedelta(minutes=1) for at in looks]
    assert after == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]


def test_a_look_that_nobody_took_is_taken_by_the_next_round(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    delivery = sent_mail()
    early = Told("Any", Kind.BOUNCED, NOW, names=("provider-77",), event_key="e1")
    with django_capture_on_commit_callbacks(execute=True):
        take_event(event=early, now=NOW)
    assert hear_again(now=NOW + timedelta(minutes=9)) == 0
    Delivery.objects.filter(pk=delivery.pk).update(provider_id="provider-77")
    # No worker was there for 40 minutes: the looks after 16 and 32 minutes are made up for.
    assert hear_again(now=NOW + timedelta(minutes=50)) == 1
