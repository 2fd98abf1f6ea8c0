"""Always a next step: each rule on a good and a bad example."""

from __future__ import annotations

import pytest

from tests.funnel.checking.rules.asked import document, hits, hits_in, paths

# The small funnel calls its offer “The next step”, which says nothing either.
NAMED = ("steps[3].invite", "Next: one hour, 90 €")
LINK = "Read [this](https://example.com/a) first."
TARGETS = [f"sequences[0].messages[{at}].button.target" for at in (0, 1)]


def test_button_says_something() -> None:
    assert paths("N101") == []
    assert paths("N101", ("steps[3].offer.button", "→")) == ["steps[3].offer.button"]


def test_screen_has_one_way_on() -> None:
    assert paths("N102") == []
    assert paths("N102", ("steps[3].offer.body", LINK)) == ["steps[3].offer.body"]
    first_action = "steps[0].quiz.outcomes[0].first_action"
    assert paths("N102", (first_action, "See https://example.com/x")) == [first_action]


def test_consent_may_link_to_its_privacy_page() -> None:
    assert paths("N102", ("steps[2].body", LINK)) == []


@pytest.mark.parametrize("invite", ["Continue", "Click here", "Next step", "Let’s go!"])
def test_hollow_invite_is_named(invite: str) -> None:
    [hit] = hits("N103", NAMED, ("steps[1].invite", invite))
    assert hit.path == "steps[1].invite"
    assert hit.message.startswith(f"“{invite}” does not say what follows.")


@pytest.mark.parametrize(
    "invite", ["Show my result", "Next: one page, 3 minutes", "Begin, 1 minute"]
)
def test_invite_that_says_what_follows_is_left_alone(invite: str) -> None:
    assert paths("N103", NAMED, ("steps[1].invite", invite)) == []


def test_mail_has_one_ask() -> None:
    body = "sequences[0].messages[1].body"
    assert paths("N104") == []
    assert paths("N104", (body, LINK)) == [body]
    assert paths("N104", (body, "What now? Shall we talk? When?")) == [body]
    assert paths("N104", (body, "1. Why?\n2. What?\n\n> “When?”\n\nDo you know?")) == []
    label = "sequences[0].messages[1].button.label"
    assert paths("N104", (label, "...")) == [label]


def test_series_reaches_the_offer() -> None:
    assert paths("N105") == []
    away = document((TARGETS[0], "result"), (TARGETS[1], "result"))
    [hit] = hits_in("N105", away)
    assert hit.path == TARGETS[1]
    assert hit.fix is not None
    mended = hit.fix.apply(away)
    assert mended == document((TARGETS[0], "result"), (TARGETS[1], "offer"))
    assert hits_in("N105", mended) == []
