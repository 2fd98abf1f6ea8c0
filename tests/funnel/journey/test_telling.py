"""A knowledge quiz that explains at once: what was right stands behind every answer."""

from __future__ import annotations

import pytest

from funnel.journey.telling import told_context
from funnel.models import Answer, Publication
from quizzes.document import ChoiceDoc, RankingDoc
from tests.funnel.factories import Data, document_from, make_publication, plain_document
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import Visitor

pytestmark = pytest.mark.django_db

either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])


def knowing() -> Publication:
    data = plain_document()
    quiz, result, *rest = data["steps"]
    questions: list[Data] = [
        {
            "key": "vat",
            "text": "What is VAT on?",
            "explanation": "It is on the **price**.",
            "choices": [
                {"key": "price", "text": "The price", "is_right": True},
                {"key": "profit", "text": "The profit"},
            ],
        },
        {
            "key": "days",
            "kind": "number",
            "text": "How many days to pay?",
            "at_least": 1,
            "at_most": 90,
            "right": 30,
            "is_optional": True,
        },
        {"key": "name", "kind": "short_text", "text": "And who are you?"},
    ]
    outcomes = [
        {**each, "at_least": low, "at_most": high}
        for each, low, high in zip(quiz["quiz"]["outcomes"], (0, 51), (50, 100), strict=True)
    ]
    knowledge = {
        **quiz["quiz"],
        "scoring": "knowledge",
        "outcome_by": "tier",
        "explains": "at_once",
        "questions": questions,
        "outcomes": outcomes,
    }
    steps = [{**quiz, "quiz": knowledge}, result, *rest]
    return make_publication(
        document_from({**data, "steps": steps, "sequences": [], "series_rules": []})
    )


@either
def test_answer_is_explained_before_the_next_question(has_script: bool) -> None:
    visitor = Visitor(knowing(), has_script=has_script).land()
    percents = [visitor.percent]
    visitor.answer("profit")
    percents.append(visitor.percent)
    assert (visitor.screen, visitor.heading) == ("told", "Not quite")
    assert visitor.address == visitor.at("quiz", "vat")
    assert "It is on the <strong>price</strong>." in visitor.html
    assert '<li class="right"> <span>The price</span> <small>right</small>' in visitor.html
    assert '<li class="wrong"> <span>The profit</span> <small>your answer</small>' in visitor.html

    before = everything()
    visitor.press(act="go_on")
    percents.append(visitor.percent)
    assert everything() == before, "going on writes nothing"
    assert visitor.heading == "How many days to pay?"
    visitor.press(answer="30")
    percents.append(visitor.percent)
    assert (visitor.screen, visitor.heading) == ("told", "That is right")
    visitor.press(act="go_on").press(answer="Mara")
    assert visitor.screen == "result", "what nobody judges is not explained"
    assert percents == sorted(percents)


@either
def test_answer_can_be_changed_from_its_explanation(has_script: bool) -> None:
    visitor = Visitor(knowing(), has_script=has_script).land().answer("profit")
    visitor.look(visitor.at())
    visitor.look(visitor.at("quiz", "vat"))
    assert visitor.screen == "told", "looking again shows the explanation"
    visitor.look(visitor.at("quiz", "vat") + "?again=1")
    assert visitor.screen == "question"
    assert 'value="profit" class="chosen"' in visitor.html
    visitor.address = visitor.at("quiz", "vat")
    visitor.answer("gone")
    assert visitor.screen == "question"
    visitor.answer("price")
    assert (visitor.screen, visitor.heading) == ("told", "That is right")
    assert list(Answer.objects.values_list("values", flat=True)) == [["price"]]


@either
def test_skipped_question_is_not_explained(has_script: bool) -> None:
    visitor = Visitor(knowing(), has_script=has_script).land().answer("price")
    visitor.press(act="go_on").press(act="skip")
    assert (visitor.screen, visitor.heading) == ("question", "And who are you?")


def test_an_order_in_a_quiz_of_right_and_wrong_is_called_neither() -> None:
    choices = (ChoiceDoc(key="a", text="First"), ChoiceDoc(key="b", text="Second"))
    question = RankingDoc(key="order", text="In which order?", kind="ranking", choices=choices)

    assert told_context(question, ("b", "a")) == {
        "verdict": "",
        "title": "Good to know",
        "told": [],
        "mine": "1. Second, 2. First",
        "right": "",
    }
