"""The landing page by what opens the funnel, and its words by where people come from."""

from __future__ import annotations

import pytest

from funnel.document import FunnelDocument
from funnel.models import Visit
from funnel.translating.places import places
from tests.funnel.journey.documents import (
    Plain,
    document_of,
    gift,
    offer,
    opt_in,
    question,
    quiz_step,
    statement,
)
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import Visitor
from tests.funnel.journey.walking import funnel_row, put_live

pytestmark = pytest.mark.django_db

BY_SOURCE: list[Plain] = [
    {"key": "ads", "source": "summer ads", "text": "Seen the ad?", "reassurance": "No catch."},
    {"key": "news", "source": "newsletter", "text": "From the letter?"},
]
HOOK: Plain = {
    "text": "A question?",
    "reassurance": "No address needed.",
    "by_source": BY_SOURCE,
}


def opening(first: Plain) -> FunnelDocument:
    return document_of([first, quiz_step("quiz", question("q1")), gift("guide"), offer()])


def visitor(document: FunnelDocument, *, has_script: bool = True) -> Visitor:
    return Visitor(put_live(funnel_row(), document), has_script=has_script)


def by_source() -> FunnelDocument:
    return document_of([quiz_step("quiz", question("q1"), question("q2")), offer()], hook=HOOK)


FIRST = {
    "statement": statement("thought"),
    "opt_in": opt_in(),
    "question": quiz_step("poll", question("q1"), kind="poll"),
}


@pytest.mark.parametrize("has_script", [True, False])
@pytest.mark.parametrize("kind", FIRST)
def test_any_first_kind_stands_below_the_hook_and_its_press_starts_the_visit(
    kind: str, has_script: bool
) -> None:
    person = visitor(opening(FIRST[kind]), has_script=has_script)
    before = everything()
    person.land()
    assert (person.screen, everything()) == (kind, before)
    assert '<p class="hook">A question?</p>' in person.html
    assert f'data-landing="/f/{person.slug}/seen/"' in person.html
    moves: dict[str, dict[str, str | list[str]]] = {
        "question": {"choice": "a"},
        "opt_in": {"act": "skip"},
    }
    person.press(**moves.get(kind, {"act": "next"}))
    assert (Visit.objects.count(), person.screen == kind) == (1, False)
    assert person.address.startswith(f"/v/{person.visit.key}/")


def test_the_gate_first_says_what_is_wrong_on_the_landing_page_and_stores_nothing() -> None:
    person = visitor(opening(opt_in(is_skippable=False)))
    before = everything()
    person.land().press(email="nobody@")
    assert (person.response.status_code, person.screen, everything()) == (422, "opt_in", before)
    assert 'id="error-email"' in person.html
    assert '<p class="hook">A question?</p>' in person.html
    person.press(act="skip")
    assert everything() == before
    person.press(email="mara@example.com")
    assert (person.visit.address is not None, person.screen) == (True, "question")


@pytest.mark.parametrize(
    ("query", "hook", "foot"),
    [
        ("", "A question?", "No address needed."),
        ("?utm_source=Summer%20Ads", "Seen the ad?", "No catch."),
        ("?utm_source=NEWSLETTER", "From the letter?", "No address needed."),
        ("?utm_source=else", "A question?", "No address needed."),
    ],
)
def test_words_follow_the_source_in_the_address_and_stay_for_the_visit(
    query: str, hook: str, foot: str
) -> None:
    person = visitor(by_source(), has_script=False)
    person.land(query)
    assert person.response.headers["Cache-Control"] == "public, max-age=60"
    assert f'<p class="hook">{hook}</p>' in person.html
    assert f'<p class="calm">{foot}</p>' in person.html
    person.press(choice="a")
    assert f'<p class="calm">{foot}</p>' in person.html
    assert '<p class="hook">' not in person.html


def test_a_refused_first_press_keeps_the_words_of_the_source() -> None:
    person = visitor(by_source())
    person.land("?utm_source=newsletter").press(choice="z")
    assert '<p class="hook">From the letter?</p>' in person.html


def test_the_page_that_sent_somebody_never_changes_the_words() -> None:
    hook = {**HOOK, "by_source": [{**BY_SOURCE[0], "source": "example.com"}]}
    document = document_of([quiz_step("quiz", question("q1")), offer()], hook=hook)
    person = visitor(document)
    person.land().press(choice="z", referrer="https://example.com/page")
    assert '<p class="hook">A question?</p>' in person.html


def test_words_for_a_source_are_translated_by_their_key() -> None:
    found = places(by_source())
    assert {place: text for place, text in found.items() if "by_source" in place} == {
        "hook.by_source.ads.text": "Seen the ad?",
        "hook.by_source.ads.reassurance": "No catch.",
        "hook.by_source.news.text": "From the letter?",
    }
