from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from leads.models import EmailAddress
from nurture.models import Delivery
from nurture.writing.requested import queue_requested
from tests.leads.factories import NOW, make_address
from tests.nurture.factories import make_content

pytestmark = pytest.mark.django_db

SCHEDULED, SKIPPED = ("scheduled", ""), ("skipped", "network_cap")
HOUR = timedelta(hours=1)


def ask(
    address: EmailAddress, number: int = 1, network: str = "", after: timedelta = timedelta()
) -> tuple[str, str] | None:
    """The state and reason of what was made; None where nothing was."""
    made = queue_requested(
        lead=address.lead,
        address=address,
        funnel_id=1,
        visit_id=number,
        content=make_content(),
        dedupe_key=f"gift:{number}:step:{address.pk}:0",
        network=network,
        now=NOW + after,
    )
    return (made.state, made.skipped_reason) if made else None


def test_an_unconfirmed_address_is_asked_for_three_times_a_day() -> None:
    address = make_address()
    assert [ask(address, number) for number in range(5)] == [SCHEDULED] * 3 + [None] * 2
    # The same ask again finds its row; the day after, another one is welcome.
    assert ask(address, 1) == SCHEDULED
    assert ask(address, 6, after=25 * HOUR) == SCHEDULED
    assert Delivery.objects.count() == 4


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_what_was_never_sent_is_not_counted(state: str) -> None:
    address = make_address()
    for number in range(3):
        ask(address, number)
    Delivery.objects.update(state=state)
    assert ask(address, 9) == SCHEDULED


def test_a_confirmed_address_is_asked_for_more_often_and_not_without_end(
    settings: Settings,
) -> None:
    settings.NETWORK_MAILS_PER_HOUR = 1
    address = make_address()
    EmailAddress.objects.update(confirmed_at=NOW)
    made = [ask(address, number, "net") for number in range(12)]
    assert made == [SCHEDULED] * 10 + [None] * 2


def test_a_network_asks_for_so_many_strangers_an_hour_and_a_day(settings: Settings) -> None:
    settings.NETWORK_MAILS_PER_HOUR, settings.NETWORK_MAILS_PER_DAY = 2, 3
    made = [
        ask(make_address(text=f"a{number}@example.com"), number, "net", number * 0.45 * HOUR)
        for number in range(6)
    ]
    assert made == [SCHEDULED, SCHEDULED, SKIPPED, SCHEDULED, SKIPPED, SKIPPED]
    assert ask(make_address(text="b@example.com"), 9, "other") == SCHEDULED
    assert ask(make_address(text="c@example.com"), 9, "") == SCHEDULED
    settings.NETWORK_MAILS_PER_DAY = 10
    assert ask(make_address(text="d@example.com"), 9, "net", 5 * HOUR) == SCHEDULED


def test_what_was_held_back_does_not_pile_up_and_does_not_stand_in_the_way(
    settings: Settings,
) -> None:
    settings.NETWORK_MAILS_PER_HOUR = 1
    ask(make_address(text="first@example.com"), 1, "net")
    victim = make_address(text="victim@example.com")
    held = [ask(victim, number, "net") for number in range(5)]
    assert held == [SKIPPED] * 3 + [None] * 2
    assert ask(victim, 9, "home") == SCHEDULED
