"""Every kind of question over HTTP, with and without script: asked, answered, refused, skipped."""

from __future__ import annotations

import re

import pytest

from funnel.models import Answer, StepView, Visit
from tests.funnel.journey.kinds_document import FIELDS, KINDS, STORED, kinds_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import Visitor

pytestmark = pytest.mark.django_db

either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
each_kind = pytest.mark.parametrize("key", KINDS)
Fields = dict[str, str | list[str]]


def stored(visit: Visit) -> dict[str, list[str]]:
    return dict(Answer.objects.filter(visit=visit).values_list("question_key", "values"))


def states(visit: Visit) -> dict[str, tuple[str, bool]]:
    rows = StepView.objects.filter(visit=visit, step_key="quiz")
    return {row.question_key: (str(row.state), row.is_yes) for row in rows}


def come_to(key: str, *, has_script: bool = True, is_optional: bool = False) -> Visitor:
    visitor = Visitor(kinds_publication(is_optional=is_optional), has_script=has_script).land()
    for earlier in KINDS:
        if earlier == key:
            return visitor
        visitor.press(**FIELDS[earlier])
    raise AssertionError(f"{key} is not asked.")


@either
def test_all_ten_kinds_are_answered_stored_and_shown_again(has_script: bool) -> None:
    visitor = Visitor(kinds_publication(), has_script=has_script).land()
    seen = []
    for key in KINDS:
        seen.append(visitor.percent)
        visitor.press(**FIELDS[key])
    assert (visitor.screen, visitor.heading) == ("result", "You look twice")
    assert "You work with A sheet, An app." in visitor.html
    assert seen == sorted(seen)
    assert stored(visitor.visit) == STORED
    assert states(visitor.visit) == dict.fromkeys(("", *KINDS), ("done", True))

    shown = {key: visitor.look(visitor.at("quiz", key)).response.content.decode() for key in KINDS}
    for key in ("habit", "paid", "hour"):
        assert re.findall(r'value="([a-z]+)" class="chosen"', shown[key]) == STORED[key]
    for key in ("tools", "sure"):
        assert re.findall(r'value="(\w+)" checked', shown[key]) == STORED[key]
    assert re.findall(r'name="order" value="(\w+)"', shown["order"]) == STORED["order"]
    assert 'value="12.5"' in shown["lost"]
    assert 'value="2024-02-29"' in shown["since"]
    assert "Nadia&#x27;s bakery" in shown["name"]
    assert ">\nFirst line\nSecond line</textarea>" in shown["story"]


WRONG: list[tuple[str, Fields]] = [
    ("habit", {"choice": "gone"}),
    ("paid", {"choice": ["yes", "no"]}),
    ("hour", {"answer": "evening"}),
    ("tools", {}),
    ("tools", {"choice": ["paper", "sheet", "app"]}),
    ("tools", {"choice": ["paper", "paper"]}),
    ("tools", {"choice": ["paper"] * 70}),
    ("sure", {"choice": "11"}),
    ("sure", {"choice": "-1"}),
    ("lost", {"answer": ""}),
    ("lost", {"answer": "a few"}),
    ("lost", {"answer": "100.5"}),
    ("lost", {"answer": "1.25"}),
    ("lost", {"answer": "1e9"}),
    ("lost", {"answer": "NaN"}),
    ("lost", {"answer": "9" * 5000}),
    ("name", {"answer": "   "}),
    ("name", {"answer": "x" * 41}),
    ("story", {"answer": "x" * 3000}),
    ("since", {"answer": "2024-02-30"}),
    ("since", {"answer": "1989-12-31"}),
    ("since", {"answer": "soon"}),
    ("order", {}),
    ("order", {"order": ["money", "time"]}),
    ("order", {"order": ["money", "time", "time"]}),
    ("order", {"order": ["money", "time", "calm", "guess"]}),
]
SKIP: Fields = {"act": "skip"}
UNREADABLE: Fields = {"choice": "a\x00", "answer": "a\x00b", "order": "\x00"}
WRONG += [(key, fields) for key in KINDS for fields in (SKIP, UNREADABLE)]


@pytest.mark.parametrize(("key", "fields"), WRONG)
@either
def test_what_is_no_answer_is_refused_beside_the_field(
    has_script: bool, key: str, fields: Fields
) -> None:
    visitor = come_to(key, has_script=has_script)
    before = everything()
    visitor.press(**fields)
    assert everything() == before
    assert visitor.response.status_code == (422 if has_script else 200)
    assert visitor.screen == "question"
    assert f'data-number="{list(KINDS).index(key) + 1}"' in visitor.html or key == "habit"
    assert 'class="error" role="alert" id="error-answer"' in visitor.html


@pytest.mark.parametrize(
    ("key", "fields", "kept"),
    [
        ("tools", {"choice": ["paper", "sheet", "app"]}, 'value="app" checked'),
        ("lost", {"answer": "a <few>"}, 'value="a &lt;few&gt;"'),
        ("name", {"answer": "x" * 41}, f'value="{"x" * 41}"'),
        ("story", {"answer": "y" * 3000}, "y" * 3000),
        ("order", {"order": ["calm", "time"]}, 'name="order" value="calm"> <span class="text">'),
    ],
)
@either
def test_what_was_given_is_kept_beside_the_sentence(
    has_script: bool, key: str, fields: Fields, kept: str
) -> None:
    assert kept in come_to(key, has_script=has_script).press(**fields).html


@each_kind
@either
def test_an_optional_question_can_be_skipped_and_answered_after_all(
    has_script: bool, key: str
) -> None:
    visitor = come_to(key, has_script=has_script, is_optional=True)
    place = visitor.address
    visitor.press(act="skip")
    visit = visitor.visit
    assert stored(visit)[key] == []
    assert states(visit)[key] == ("done", False)
    depth = visit.depth

    visitor.look(place if key != "habit" else visitor.at("quiz", "habit"))
    assert 'value="skip" formnovalidate aria-pressed="true"' in visitor.html
    visitor.press(**FIELDS[key])
    visit.refresh_from_db()
    assert stored(visit)[key] == STORED[key]
    assert states(visit)[key] == ("done", True)
    assert visit.depth > depth


@either
def test_moving_a_line_of_a_ranking_stores_nothing(has_script: bool) -> None:
    visitor = come_to("order", has_script=has_script)
    before = everything()

    def order() -> list[str]:
        return re.findall(r'name="order" value="(\w+)"', visitor.html)

    assert order() == ["money", "time", "calm"]
    for move, expected in [
        ("down:money", ["time", "money", "calm"]),
        ("up:calm", ["time", "calm", "money"]),
        ("up:time", ["time", "calm", "money"]),
        ("down:gone", ["time", "calm", "money"]),
    ]:
        visitor.press(order=order(), move=move)
        assert visitor.response.status_code == 200
        assert order() == expected
    assert everything() == before
    visitor.press(order=order())
    assert stored(visitor.visit)["order"] == ["time", "calm", "money"]


def test_a_moved_line_keeps_the_focus_without_script() -> None:
    visitor = come_to("order", has_script=False)
    visitor.press(order=["money", "time", "calm"], move="down:money")
    focused = re.findall(r'value="([\w:]+)" aria-label="[^"]*"[^>]* autofocus', visitor.html)
    assert focused == ["down:money"]


@pytest.mark.parametrize("header", ["prefetch", "prefetch;prerender"])
def test_fetching_ahead_marks_nothing_as_seen(header: str) -> None:
    visitor = come_to("order")
    before = everything()
    for key in KINDS:
        for headers in ({"Sec-Purpose": header}, {"Sec-Purpose": header, "HX-Request": "true"}):
            response = visitor.client.get(visitor.at("quiz", key), headers=headers)
            assert response.status_code == 200
    assert everything() == before


def test_pictures_of_the_next_questions_are_named_ahead() -> None:
    visitor = Visitor(kinds_publication()).land()
    assert "data-ahead" not in visitor.html, "the landing page keeps to its budget"
    visitor.press(**FIELDS["habit"])
    ahead = re.search(r'data-ahead="([^"]*)"', visitor.html)
    assert ahead
    assert len(ahead[1].split()) == 3
    for address in ahead[1].split():
        response = visitor.client.get(address)
        assert response.status_code == 200
        assert response.getvalue().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("habit", "It decides what we ask next."),
        ("tools", "Choose 1 to 2."),
        ("lost", "From 0 to 100."),
        ("name", "At most 40 characters."),
        ("story", "At most 200 characters."),
        ("since", "From Jan. 1, 1990 to Dec. 31, 2026."),
        ("order", "Put them in your order, from the top down."),
    ],
)
def test_what_an_answer_may_be_stands_beside_the_field(key: str, sentence: str) -> None:
    assert sentence in come_to(key).html
