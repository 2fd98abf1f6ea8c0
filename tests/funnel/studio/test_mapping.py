from __future__ import annotations

from itertools import combinations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from funnel.studio.mapping import Box, branches, map_of
from quizzes.document import QuizDoc
from tests.funnel.factories import make_funnel, make_rich_document
from tests.funnel.journey.documents import answer_is, choice, question, quiz_of
from tests.laws import cases


@st.composite
def quizzes(draw: st.DrawFn) -> QuizDoc:
    """Up to nine questions that jump forward or are asked of some people only."""
    count = draw(st.integers(1, 9))
    found = []
    for index in range(count):
        later = [f"q{each}" for each in range(index + 1, count)]
        jumps = st.none() | st.sampled_from([*later, "end"])
        choices = [choice(key, go_to=draw(jumps)) for key in ("a", "b")]
        is_sometimes = index > 0 and draw(st.booleans())
        found.append(
            question(
                f"q{index}",
                *choices,
                show_if=answer_is("quiz", "q0", "a") if is_sometimes else None,
            )
        )
    return quiz_of(*found)


def overlap(one: Box, two: Box) -> bool:
    return (
        one.x < two.x + two.width
        and two.x < one.x + one.width
        and one.y < two.foot
        and two.y < one.foot
    )


@cases(60)
@given(quizzes())
def test_map_keeps_boxes_apart_and_joins_them_forward(quiz: QuizDoc) -> None:
    drawn = map_of(quiz, "The end")
    boxes = {box.number: box for box in drawn.boxes}
    assert sorted(boxes) == list(range(1, len(quiz.questions) + 2))
    assert not any(overlap(one, two) for one, two in combinations(drawn.boxes, 2))
    for box in drawn.boxes:
        assert 0 <= box.x <= drawn.width - box.width
        assert 0 <= box.y <= drawn.height - box.height
    for arrow in drawn.arrows:
        assert arrow.start < arrow.end
        assert boxes[arrow.start].foot < boxes[arrow.end].y
        assert arrow.label_x < drawn.width
    joined = {arrow.start for arrow in drawn.arrows}
    assert joined == set(range(1, len(quiz.questions) + 1))


def test_map_names_the_answers_that_jump() -> None:
    first = question("q0", choice("a", go_to="q2"), choice("b"))
    quiz = quiz_of(first, question("q1"), question("q2"))
    drawn = map_of(quiz, "The end")
    assert [(each.start, each.end, each.words) for each in drawn.arrows] == [
        (1, 3, "Choice a"),
        (1, 2, ""),
        (2, 3, ""),
        (3, 4, ""),
    ]


def test_map_leads_past_a_question_that_is_not_for_everybody() -> None:
    some = question("q1", show_if=answer_is("quiz", "q0", "a"))
    drawn = map_of(quiz_of(question("q0"), some), "The end")
    assert [(each.start, each.end, each.is_bypass) for each in drawn.arrows] == [
        (1, 2, False),
        (1, 3, True),
        (2, 3, False),
    ]
    assert [box.is_sometimes for box in drawn.boxes] == [False, True, False]


def test_branches_are_jumps_and_conditions() -> None:
    assert not branches(quiz_of(question("q0"), question("q1")))
    assert branches(quiz_of(question("q0", choice("a", go_to="end"), choice("b"))))


@pytest.mark.django_db
def test_map_page_draws_a_quiz_and_nothing_else(client: Client) -> None:
    funnel = make_funnel(make_rich_document(language="en"))
    client.force_login(User.objects.create_superuser("mara"))
    quiz, offer = (funnel.steps.get(key=key).pk for key in ("quiz", "offer"))
    html = client.get(reverse("studio:map", args=[funnel.pk, f"step-{quiz}"])).content.decode()
    assert "“It stayed: für immer” leads to the end." in html
    assert html.count('class="k-box') == 3
    assert client.get(reverse("studio:map", args=[funnel.pk, f"step-{offer}"])).status_code == 404
