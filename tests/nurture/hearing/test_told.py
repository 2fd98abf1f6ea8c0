"""Anymail's words and a server's, read into ours."""

from __future__ import annotations

import pytest
from anymail.signals import AnymailTrackingEvent

from nurture.hearing.told import Kind, bounce_kind, read_event, said_of
from tests.leads.factories import NOW


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("550 5.1.1 no such user", Kind.BOUNCED),
        ("smtp; 550 user unknown", Kind.BOUNCED),
        ("5.1.7 bad sender", Kind.BOUNCED),
        ("550 5.7.1 policy", Kind.REJECTED),
        ("550 5.7.515 access denied", Kind.REJECTED),
        ("552 5.2.2 mailbox full", Kind.SOFT_BOUNCED),
        ("452 4.2.2 mailbox full", Kind.SOFT_BOUNCED),
        ("421 try again later", Kind.SOFT_BOUNCED),
        ("", Kind.BOUNCED),
    ],
)
def test_a_bounce_that_is_meant_for_good_is_read_by_its_words(said: str, kind: Kind) -> None:
    expected = Kind.BOUNCED if said.startswith("5.1.7") else kind
    assert bounce_kind(said, is_for_good=True) == expected


def test_without_words_the_provider_decides() -> None:
    assert bounce_kind("", is_for_good=False) == Kind.SOFT_BOUNCED
    assert bounce_kind("550 5.1.1 unknown", is_for_good=False) == Kind.BOUNCED


@pytest.mark.parametrize(
    ("event_type", "reason", "kind"),
    [
        ("delivered", None, Kind.DELIVERED),
        ("deferred", None, Kind.DEFERRED),
        ("complained", "spam", Kind.COMPLAINED),
        ("unsubscribed", None, Kind.UNSUBSCRIBED),
        ("bounced", "bounced", Kind.BOUNCED),
        ("bounced", "blocked", Kind.SOFT_BOUNCED),
        ("rejected", "bounced", Kind.BOUNCED),
        ("rejected", "invalid", Kind.BOUNCED),
        ("rejected", "unsubscribed", Kind.UNSUBSCRIBED),
        ("rejected", "spam", Kind.REJECTED),
        ("failed", None, Kind.REJECTED),
        ("opened", None, None),
        ("clicked", None, None),
        ("sent", None, None),
        ("queued", None, None),
        ("autoresponded", None, None),
        ("unknown", None, None),
    ],
)
def test_each_kind_of_event_finds_its_word(
    event_type: str, reason: str | None, kind: Kind | None
) -> None:
    event = AnymailTrackingEvent(event_type=event_type, reject_reason=reason, message_id="x")
    told = read_event(event, provider="Any", now=NOW)
    assert (told.kind if told else None) == kind


@pytest.mark.parametrize(
    "esp_event",
    [
        {"event": "soft_bounce"},
        {"event": "soft bounce"},
        {"Type": "SoftBounce"},
        {"type": "blocked"},
        {"hard_bounce": False},
        {"bounce": {"bounceType": "Transient"}},
        {"data": {"bounce": {}, "type": "Transient"}},
    ],
)
def test_a_provider_that_calls_it_passing_is_believed(esp_event: dict[str, object]) -> None:
    event = AnymailTrackingEvent(
        event_type="bounced", reject_reason="bounced", message_id="x", esp_event=esp_event
    )
    told = read_event(event, provider="Any", now=NOW)
    assert told is not None
    assert told.kind == Kind.SOFT_BOUNCED


def test_what_is_kept_of_a_servers_words_names_nobody() -> None:
    assert said_of("550 <mara@example.org>: no", None, "to=bob@x.de;") == "550 <…>: no | …;"
    assert said_of("a\0b") == ""
    assert len(said_of("word " * 1_000)) <= 500


def test_whatever_an_event_holds_reading_it_raises_nothing() -> None:
    held: list[object] = [None, "text", 7, [], {"mail": 5}, {"bounce": "x", "data": None}]
    for value in held:
        event = AnymailTrackingEvent(
            event_type="bounced", esp_event=value, metadata=value, message_id="a\0b"
        )
        told = read_event(event, provider="Any", now=NOW)
        assert told is not None
        assert told.names == ()
