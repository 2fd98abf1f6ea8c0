from __future__ import annotations

import pytest

from funnel.document import FunnelDocument
from funnel.journey.maillinks import target_screen
from funnel.journey.record import open_record
from funnel.journey.result_begun import first_paragraph
from funnel.journey.trail import Screen
from tests.funnel.factories import document_from, plain_document
from tests.funnel.journey.visitor import Visitor
from tests.funnel.journey.walking import funnel_row, put_live

pytestmark = pytest.mark.django_db

TEXT = "First paragraph.\n\nSecond paragraph, for later."


def in_parts(*, is_skippable: bool) -> FunnelDocument:
    """Quiz, first words, gate, the rest, offer."""
    data = plain_document()
    for outcome in data["steps"][0]["quiz"]["outcomes"]:
        outcome |= {"interpretation": TEXT, "asks_promise": True}
    quiz, result, gate, offer = data["steps"]
    gate |= {"is_skippable": is_skippable, "skip_label": "No thanks"}
    rest = {**result, "key": "rest", "part": "rest", "invite": "Show me the rest"}
    data |= {"sequences": [], "series_rules": []}
    data["steps"] = [quiz, {**result, "part": "first"}, gate, rest, offer]
    return document_from(data)


def at_first_words(*, is_skippable: bool = False) -> Visitor:
    person = Visitor(put_live(funnel_row(), in_parts(is_skippable=is_skippable)))
    person.land().go_on_to("result")
    return person


def target(person: Visitor, name: str = "result") -> Screen | None:
    return target_screen(open_record(person.visit), name)


def test_first_words_hold_nothing_of_the_rest_and_say_truthfully_what_it_is() -> None:
    person = at_first_words()
    html = person.html
    assert "First paragraph." in html
    for held in ("Second paragraph", "result.pdf", "data-share", "data-print", "will_do"):
        assert held not in html
    rest = html.partition("The rest of your result")[2].partition("</section>")[0]
    assert [line.partition("</li>")[0] for line in rest.split("<li>")[1:]][-1] == "What to do first"
    assert "What it means for you" in rest


def test_the_rest_waits_behind_a_gate_that_has_to_be_passed() -> None:
    person = at_first_words()
    person.press(act="next")
    assert (person.screen, target(person)) == ("opt_in", Screen("result"))
    person.look(person.at("rest"))
    assert person.response.status_code == 302
    person.look(person.at("result", "result.pdf").rstrip("/"))
    assert person.response.status_code == 404
    person.look(person.at("address"))
    person.press(email="mara@example.com")
    assert (person.screen, target(person)) == ("result", Screen("rest"))
    assert "Second paragraph" in person.html
    assert "result.pdf" in person.html


def test_a_gate_that_is_skipped_opens_the_rest() -> None:
    person = at_first_words(is_skippable=True)
    person.press(act="next")
    person.press(act="skip")
    assert (person.screen, target(person)) == ("result", Screen("rest"))
    assert "Second paragraph" in person.html


def test_a_promise_belongs_to_the_rest() -> None:
    person = at_first_words(is_skippable=True)
    person.press(act="will_do")
    assert (person.screen, person.visit.answers.filter(step_key="result").count()) == ("opt_in", 0)


def test_the_first_paragraph_is_no_heading() -> None:
    assert first_paragraph("# A head\n\nOne.\n\nTwo.") == "One."
    assert first_paragraph("One.\nstill one.") == "One.\nstill one."
    assert first_paragraph("") == ""
