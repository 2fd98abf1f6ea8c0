from __future__ import annotations

from datetime import timedelta

import pytest

from leads.consents import Terms, confirm_address, give_consents, withdraw_consents
from leads.models import Consent, EmailAddress, Suppression
from leads.permission import may_email
from leads.suppressing import suppress
from tests.leads.factories import NOW, ago, make_address, make_consent

pytestmark = pytest.mark.django_db


def _moments(address: EmailAddress) -> list[tuple[str, str]]:
    rows = Consent.objects.filter(address=address).order_by("pk")
    return [(row.purpose, row.moment) for row in rows]


def test_give_consents_keeps_what_was_shown() -> None:
    address = make_address()
    [consent] = give_consents(
        address=address,
        terms=[Terms("marketing", "Yes, write to me.", True)],
        language="en",
        url="/f/rates/",
        channel="page",
        now=NOW,
    )
    stored = Consent.objects.get()
    assert stored == consent
    assert (stored.moment, stored.text, stored.url) == ("given", "Yes, write to me.", "/f/rates/")
    assert (stored.occurred_at, stored.needs_confirmation) == (NOW, True)


def _agree(address: EmailAddress, *terms: Terms, is_mailed: bool) -> int:
    """How many rows it made."""
    made = give_consents(
        address=address,
        terms=terms,
        language="en",
        url="/f/rates/",
        channel="page",
        now=NOW,
        is_mailed=is_mailed,
    )
    return len(made)


def test_what_is_only_said_again_is_kept_where_a_mail_rests_on_it() -> None:
    address = make_address()
    asked = Terms("requested", "Send it", False, version="rates 1")
    box = Terms("marketing", "More mails", True, version="rates 1")
    assert _agree(address, asked, is_mailed=False) == 1
    assert [_agree(address, asked, box, is_mailed=False) for _ in range(3)] == [1, 0, 0]
    assert _agree(address, asked, box, is_mailed=True) == 2
    confirm_address(address=address, now=NOW, channel="mail")
    assert _agree(address, asked, box, is_mailed=False) == 0
    # Other words, another live version, another topic: something new was agreed on.
    for new in (
        Terms("requested", "Send it now", False, version="rates 1"),
        Terms("marketing", "More mails", True, version="rates 2"),
        Terms("series", "More mails", True, topic="7", version="rates 1"),
    ):
        assert [_agree(address, new, is_mailed=False) for _ in range(2)] == [1, 0], new


def test_what_was_taken_back_can_be_agreed_on_anew_without_a_mail() -> None:
    address = make_address()
    series = Terms("series", "The series", True, topic="7")
    _agree(address, series, is_mailed=True)
    withdraw_consents(address=address, text="Stop", language="en", channel="page", now=NOW)
    assert [_agree(address, series, is_mailed=False) for _ in range(2)] == [1, 0]


def test_confirm_address_confirms_every_given_purpose_once() -> None:
    address = make_address()
    make_consent(address, purpose="series", text="The series")
    make_consent(address, purpose="marketing")
    assert confirm_address(address=address, now=NOW, channel="mail") is True
    assert confirm_address(address=address, now=NOW + timedelta(days=1), channel="mail") is False
    assert _moments(address) == [
        ("series", "given"),
        ("marketing", "given"),
        ("marketing", "confirmed"),
        ("series", "confirmed"),
    ]
    assert EmailAddress.objects.get().confirmed_at == NOW
    assert Consent.objects.filter(moment="confirmed", purpose="series").get().text == "The series"


def test_confirm_address_lifts_an_unsubscribe_older_than_the_consent() -> None:
    address = make_address()
    suppress(address=address, reason="unsubscribed", now=ago(days=2))
    suppress(address=address, reason="complained", now=ago(days=2))
    make_consent(address, at=ago(days=1))
    confirm_address(address=address, now=NOW, channel="mail")
    assert [row.reason for row in Suppression.objects.all()] == ["complained"]


def test_confirm_address_leaves_an_unsubscribe_newer_than_the_consent() -> None:
    address = make_address()
    make_consent(address, at=ago(days=2))
    suppress(address=address, reason="unsubscribed", now=ago(days=1))
    confirm_address(address=address, now=NOW, channel="mail")
    assert may_email(address=address, purpose="marketing") == "suppressed"


def test_confirm_address_again_after_unsubscribing_and_agreeing_anew() -> None:
    address = make_address()
    make_consent(address, at=ago(days=9))
    confirm_address(address=address, now=ago(days=8), channel="mail")
    suppress(address=address, reason="unsubscribed", now=ago(days=5))
    withdraw_consents(
        address=address, text="Unsubscribed", language="en", channel="header", now=ago(days=5)
    )
    make_consent(address, at=ago(days=1))
    assert may_email(address=address, purpose="marketing") == "suppressed"
    assert confirm_address(address=address, now=NOW, channel="mail") is True
    assert may_email(address=address, purpose="marketing") == ""
    assert EmailAddress.objects.get().confirmed_at == ago(days=8)


def test_withdraw_consents_takes_back_what_stands_only() -> None:
    address = make_address()
    make_consent(address, purpose="series", moment="given")
    make_consent(address, purpose="series", moment="confirmed")
    words = {"text": "Unsubscribed", "language": "en", "channel": "header"}
    first = withdraw_consents(address=address, now=NOW, **words)
    assert [(row.purpose, row.moment, row.text) for row in first] == [
        ("series", "withdrawn", "Unsubscribed")
    ]
    assert withdraw_consents(address=address, now=NOW, **words) == []


def test_topics_are_given_confirmed_and_taken_back_one_by_one() -> None:
    address = make_address()
    give_consents(
        address=address,
        terms=[
            Terms("requested", "The first mail", needs_confirmation=False, version="rates 3"),
            Terms("series", "The fixes", True, topic="4", version="rates 3"),
            Terms("series", "The habits", True, topic="7", version="rates 3"),
        ],
        language="en",
        url="/f/rates/",
        channel="page",
        now=NOW,
    )
    confirm_address(address=address, now=NOW, channel="mail")
    words = {"text": "No more of these", "language": "en", "channel": "page"}
    [left] = withdraw_consents(address=address, purpose="series", topic="4", now=NOW, **words)
    assert withdraw_consents(address=address, purpose="series", topic="4", now=NOW, **words) == []
    rest = withdraw_consents(address=address, now=NOW, **words)

    assert [(row.purpose, row.topic) for row in (left, *rest)] == [("series", "4"), ("series", "7")]
    assert list(Consent.objects.order_by("pk").values_list("purpose", "topic", "moment")) == [
        ("requested", "", "given"),
        ("series", "4", "given"),
        ("series", "7", "given"),
        ("series", "4", "confirmed"),
        ("series", "7", "confirmed"),
        ("series", "4", "withdrawn"),
        ("series", "7", "withdrawn"),
    ]
    assert set(Consent.objects.exclude(moment="withdrawn").values_list("version", flat=True)) == {
        "rates 3"
    }


def test_one_purpose_is_taken_back_with_its_topics() -> None:
    address = make_address()
    for purpose, topic in (("series", ""), ("series", "4"), ("marketing", "")):
        make_consent(address, purpose=purpose, topic=topic)
    words = {"text": "Stop", "language": "en", "channel": "page"}
    rows = withdraw_consents(address=address, purpose="series", now=NOW, **words)
    assert [(row.purpose, row.topic) for row in rows] == [("series", ""), ("series", "4")]
    # One of all of them can be left while the others stand.
    [row] = withdraw_consents(address=address, purpose="marketing", topic="9", now=NOW, **words)
    assert (row.purpose, row.topic) == ("marketing", "9")
    assert may_email(address=address, purpose="marketing", topic="8") == "not_confirmed"
