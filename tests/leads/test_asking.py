from __future__ import annotations

from datetime import timedelta

import pytest

from leads.asking import PurposeAnswer, may_write
from leads.consents import confirm_address
from leads.suppressing import suppress
from tests.leads.factories import NOW, ago, make_address, make_consent

pytestmark = pytest.mark.django_db


def test_may_write_shows_what_was_ticked_and_when() -> None:
    address = make_address()
    make_consent(address, at=ago(days=1), text="Yes, write to me.")
    confirm_address(address=address, now=ago(days=1) + timedelta(minutes=3), channel="mail")
    answer = may_write(address)
    assert answer.is_yes
    assert list(answer.purposes) == [
        PurposeAnswer(
            label="The mail series they asked for",
            is_yes=False,
            why_not="They did not ask for these.",
            given_at=None,
            confirmed_at=None,
            withdrawn_at=None,
            text="",
            url="",
            has_tick=False,
        ),
        PurposeAnswer(
            label="Further mails",
            is_yes=True,
            why_not="",
            given_at=ago(days=1),
            confirmed_at=ago(days=1) + timedelta(minutes=3),
            withdrawn_at=None,
            text="Yes, write to me.",
            url="/f/rates/",
            has_tick=True,
        ),
    ]


def test_may_write_forgets_a_confirmation_that_was_taken_back() -> None:
    address = make_address()
    for moment, days in (("given", 9), ("confirmed", 8), ("withdrawn", 7), ("given", 1)):
        make_consent(address, moment=moment, at=ago(days=days))
    series = may_write(address).purposes[1]
    assert (series.is_yes, series.given_at) == (False, ago(days=1))
    assert (series.confirmed_at, series.withdrawn_at) == (None, None)


def test_may_write_names_every_stop() -> None:
    address = make_address()
    suppress(address=address, reason="unsubscribed", now=ago(days=2))
    suppress(address=address, reason="do_not_contact", now=NOW)
    answer = may_write(address)
    assert (answer.is_yes, answer.is_stopped) == (False, True)
    assert [stop.reason for stop in answer.stops] == ["unsubscribed", "do_not_contact"]


def test_may_write_tells_one_series_from_another_and_what_was_asked_for() -> None:
    address = make_address()
    make_consent(
        address, purpose="requested", needs_confirmation=False, text="Your plan\n[Send it]"
    )
    make_consent(address, purpose="series", topic="4", text="Three fixes\nToday: One")
    make_consent(
        address, purpose="series", topic="7", needs_confirmation=False, text="Five habits\nMore"
    )
    answer = may_write(address)
    assert [(each.label, each.is_yes, each.is_proof) for each in answer.purposes] == [
        ("What they asked for", True, True),
        ("The mail series they asked for: Three fixes", False, False),
        ("The mail series they asked for: Five habits", True, False),
        ("Further mails", False, False),
    ]
    assert [each.has_tick for each in answer.purposes] == [False, False, False, True]
    assert answer.is_yes


def test_may_write_takes_no_proof_for_a_permission() -> None:
    address = make_address()
    make_consent(address, purpose="requested", needs_confirmation=False)
    assert not may_write(address).is_yes
