"""How much a press may ask of the database, transaction control aside.

One of them writes down what staff and other systems will be told of.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from funnel.models import Answer, Visit
from leads.capture import capture_lead
from leads.consents import Terms, give_consents
from leads.models import Consent
from leads.pipeline.rules import desk_rules
from leads.scoring_models import current
from tests.funnel.factories import document_from, edited, make_publication
from tests.funnel.journey.kinds_document import FIELDS, KINDS, kinds_publication
from tests.funnel.journey.scored_documents import knowledge
from tests.funnel.journey.visitor import Visitor

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _read_already() -> None:
    """What sales promises and what counts is read once in a while, whatever is pressed."""
    desk_rules()
    current()


def make_known(visitor: Visitor) -> Visitor:
    """The visit has its person already, who also agreed to further mails."""
    captured = capture_lead(address="mara@example.com", first_name="Mara", now=NOW)
    assert captured.address is not None
    give_consents(
        address=captured.address,
        terms=[Terms(Consent.Purpose.MARKETING, "Send me four more mails.", False)],
        language="en",
        url="",
        channel="page",
        now=NOW,
    )
    visit = visitor.visit
    visit.lead, visit.address = captured.lead, captured.address
    visit.save()
    return visitor


def go_on_to(screen: str, visitor: Visitor) -> Visitor:
    moves: dict[str, dict[str, str | list[str]]] = {
        "question": {"choice": "a"},
        "opt_in": {"act": "skip"},
    }
    for _ in range(12):
        if visitor.screen == screen:
            return visitor
        visitor.press(**moves.get(visitor.screen, {"act": "next"}))
    raise AssertionError(f"never came to {screen}: {visitor.html}")


def test_the_first_answer_asks_at_most_six() -> None:
    visitor = Visitor().land()
    visitor.answer()
    assert len(visitor.queries) <= 6, visitor.queries


def test_a_quiz_answer_asks_at_most_six() -> None:
    visitor = Visitor().start()
    visitor.look(visitor.at("quiz", "rate")).answer("b")
    assert visitor.heading == "What about your raise?"
    assert len(visitor.queries) <= 6, visitor.queries


def test_a_quiz_answer_of_a_known_person_asks_at_most_ten() -> None:
    visitor = make_known(Visitor().start())
    visitor.look(visitor.at("quiz", "rate")).answer("b")
    assert len(visitor.queries) <= 10, visitor.queries


def test_the_answer_that_ends_the_quiz_asks_at_most_17() -> None:
    visitor = make_known(Visitor().start()).answer()
    assert visitor.screen == "result"
    assert len(visitor.queries) <= 17, visitor.queries


@pytest.mark.parametrize(
    ("screen", "fields"),
    [
        ("result", {"act": "next"}),
        ("question", {"choice": "b"}),
        ("poll", {"act": "next"}),
        ("checklist", {"act": "next", "tick": ["one"]}),
        ("guide", {"act": "next"}),
        ("video", {"act": "next", "played": "80"}),
        ("statement", {"act": "next"}),
        ("offer", {"act": "press"}),
        ("offer", {"act": "not_now"}),
        ("offer_contact", {"act": "call", "phone": "+46 70 123 45 67"}),
    ],
)
def test_any_other_step_of_a_known_person_asks_at_most_eleven(
    screen: str, fields: dict[str, str | list[str]]
) -> None:
    visitor = make_known(Visitor().start()).answer()
    if screen == "offer_contact":
        go_on_to("offer", visitor).press(act="press")
    go_on_to(screen, visitor).press(**fields)
    assert len(visitor.queries) <= 11, visitor.queries


def test_the_opt_in_asks_at_most_24() -> None:
    visitor = go_on_to("opt_in", Visitor().finish_quiz())
    visitor.press(act="next", email="mara@example.com", first_name="Mara", marketing="yes")
    assert visitor.screen == "offer"
    assert len(visitor.queries) <= 24, visitor.queries


def test_the_number_does_not_grow_with_answers() -> None:
    """A poll that thousands answered costs what a fresh one does."""
    visitor = go_on_to("question", Visitor().finish_quiz())
    few = len(visitor.answer().queries)
    first = visitor.visit
    for number in range(30):
        visit = Visit.objects.create(
            start_key=f"other-{number}",
            funnel=first.funnel,
            publication=first.publication,
            started_at=NOW,
            last_act_at=NOW,
            at_step="mood",
        )
        Answer.objects.create(
            visit=visit, step_key="mood", question_key="mood", values=["b"], answered_at=NOW
        )
    visitor.look(visitor.at("mood", "mood")).answer("b")
    assert len(visitor.queries) <= few
    assert "31 people have answered" in visitor.html


def test_an_answer_of_any_of_ten_kinds_asks_at_most_six() -> None:
    """The tenth no more than the second."""
    visitor = Visitor(kinds_publication()).land()
    asked = {}
    for key in KINDS:
        visitor.press(**FIELDS[key])
        asked[key] = len(visitor.queries)
    assert visitor.screen == "result"
    assert max(asked.values()) <= 6, asked


def test_an_answer_that_is_explained_asks_at_most_six() -> None:
    data = edited(knowledge().model_dump(mode="json"), ("steps[0].quiz.explains", "at_once"))
    visitor = Visitor(make_publication(document_from(data))).land().answer("b")
    assert visitor.screen == "told"
    assert len(visitor.queries) <= 6, visitor.queries
