"""What holds for presses of all ten kinds, skips too: in any order, again, after the result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from funnel.document import FunnelDocument, QuizStep
from funnel.journey.presses import Press
from funnel.journey.pressing import press
from funnel.journey.starting import Arrival, start_visit
from funnel.journey.trail import Screen
from funnel.models import Answer, Publication, StepView, Visit
from quizzes.answers import Given, read_answer
from quizzes.document import QuizDoc
from quizzes.scoring import score
from tests.funnel.factories import Data, document_from, edited
from tests.funnel.journey.kinds_document import KINDS, kinds_document
from tests.funnel.journey.walking import BEGIN, an_answer, funnel_row, put_live

pytestmark = pytest.mark.django_db

Order = list[tuple[int, str, Press]]
_QUESTIONS = "steps[0].quiz.questions"
_PLACES = {key: f"{_QUESTIONS}[{number}]" for number, key in enumerate(KINDS)}


def weighing_document() -> FunnelDocument:
    """Ten kinds, each of them optional, with points, topics and figures that hang on most."""
    figures: list[Data] = [
        {"key": "lost-total", "name": "lost", "formula": "known(lost, 1) * 2 + known(sure, 0)"},
        {"key": "weight", "name": "weight", "formula": "known(tools, 0) + lost_total + paid"},
    ]
    return document_from(
        edited(
            kinds_document(is_optional=True).model_dump(mode="json"),
            ("steps[0].quiz.topics", [{"key": "calm", "name": "Calm"}]),
            ("steps[0].quiz.figures", figures),
            (f"{_PLACES['sure']}.topics", {"calm": 1}),
            (f"{_PLACES['hour']}.choices[2].points", {"bold": 2}),
            (f"{_PLACES['hour']}.choices[1].topics", {"calm": 3}),
            (f"{_PLACES['tools']}.choices[0].value", 7.0),
            (f"{_PLACES['tools']}.choices[1].points", {"bold": 1, "careful": -1}),
            (f"{_PLACES['paid']}.choices[0].value", 1.0),
            (f"{_PLACES['paid']}.choices[1].points", {"careful": 3}),
        )
    )


DOCUMENT = weighing_document()


def quiz_of(document: FunnelDocument) -> QuizDoc:
    step = document.steps[0]
    assert isinstance(step, QuizStep)
    return step.quiz


QUIZ = quiz_of(DOCUMENT)


@st.composite
def presses(draw: DrawFn, *, keys: tuple[str, ...] = tuple(KINDS)) -> Order:
    """Numbered presses of one tab as they arrive: shuffled, some of them more than once."""
    random = Random(draw(st.integers(0, 2**32)))
    made: Order = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        key = draw(st.sampled_from(keys))
        made.append((number, key, some_answer(key, random)))
    again = draw(st.lists(st.sampled_from(made), max_size=4))
    return draw(st.permutations([*made, *again]))


def some_answer(key: str, random: Random) -> Press:
    question = QUIZ.question(key)
    assert question is not None
    return an_answer(question, random)


def values_of(key: str, one: Press) -> tuple[str, ...]:
    question = QUIZ.question(key)
    assert question is not None
    taken = Given(one.choices, one.order, one.typed_answer, one.act == "skip")
    return read_answer(question, taken, language="en")


def begun(publication: Publication, answers: dict[str, Press], key: str = "k") -> Visit:
    """A visit that gave these answers; all but the last come as rows, which is faster."""
    visit, _is_new = start_visit(
        publication=publication, key=key, arrival=Arrival(), now=BEGIN, was_seen=True
    )
    *rows, last = KINDS
    Answer.objects.bulk_create(
        Answer(
            visit=visit,
            step_key="quiz",
            question_key=each,
            values=list(values_of(each, answers[each])),
            answered_at=BEGIN,
        )
        for each in rows
    )
    say(visit, last, answers[last])
    return visit


def say(visit: Visit, key: str, one: Press, *, number: int = 0) -> None:
    numbered = Press(
        act=one.act,
        choices=one.choices,
        order=one.order,
        typed_answer=one.typed_answer,
        tab="t" if number else "",
        number=number,
    )
    now = BEGIN + timedelta(minutes=1)
    press(key=visit.key, screen=Screen("quiz", key), press=numbered, now=now)


def stands(visit: Visit) -> dict[str, object]:
    """All that a visit is, its times and numbers aside."""
    visit.refresh_from_db()
    views = StepView.objects.filter(visit=visit).order_by("step_key", "question_key")
    return {
        "answers": stored(visit),
        "views": list(views.values_list("step_key", "question_key", "state")),
        "scores": (visit.outcome, visit.topics, visit.figures, visit.score, visit.depth),
        "place": (visit.at_step, visit.at_question) if visit.presses == {} else visit.presses,
    }


def stored(visit: Visit) -> dict[str, tuple[str, ...]]:
    rows = Answer.objects.filter(visit=visit).values_list("question_key", "values")
    found = {key: tuple(values) for key, values in rows}
    assert len(found) == len(rows), "one row a question"
    return found


def answered_by(random: Random) -> dict[str, Press]:
    return {key: some_answer(key, random) for key in KINDS}


def in_an_empty_database(check: Callable[[Publication], None]) -> None:
    with transaction.atomic():
        check(put_live(funnel_row("laws"), DOCUMENT))
        transaction.set_rollback(True)


@settings(max_examples=50)
@given(arriving=presses(), seed=st.integers(0, 2**32))
def test_of_one_tabs_presses_those_that_rise_are_taken(arriving: Order, seed: int) -> None:
    """In whatever order and however often they come, over all kinds, skips among them."""

    def check(publication: Publication) -> None:
        before = answered_by(Random(seed))
        visit = begun(publication, before)
        expected = {key: values_of(key, one) for key, one in before.items()}
        highest = 0
        for number, key, one in arriving:
            say(visit, key, one, number=number)
            if number > highest:
                expected[key], highest = values_of(key, one), number
        assert stored(visit) == expected
        visit.refresh_from_db()
        assert visit.presses == {"t": highest}
        check_scores(visit, expected)

    in_an_empty_database(check)


@settings(max_examples=50)
@given(key=st.sampled_from(list(KINDS)), seed=st.integers(0, 2**32), data=st.data())
def test_shuffled_and_repeated_presses_of_one_screen_end_as_in_order(
    key: str, seed: int, data: st.DataObject
) -> None:
    arriving = data.draw(presses(keys=(key,)))

    def check(publication: Publication) -> None:
        ends = []
        for name, order in (("came", arriving), ("meant", sorted(arriving, key=by_number))):
            visit = begun(publication, answered_by(Random(seed)), name)
            for number, question, one in order:
                say(visit, question, one, number=number)
            ends.append(stands(visit))
        assert ends[0] == ends[1]

    in_an_empty_database(check)


@settings(max_examples=50)
@given(
    seed=st.integers(0, 2**32),
    changed=st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=5),
)
def test_answering_again_after_the_result_ends_as_if_said_at_once(
    seed: int, changed: list[str]
) -> None:
    """Outcome, topics, percent and figures are worked out anew, and nothing is kept twice."""

    def check(publication: Publication) -> None:
        random = Random(seed)
        said = answered_by(random)
        visit = begun(publication, said, "changed their mind")
        press(key=visit.key, screen=Screen("result"), press=Press(), now=BEGIN)
        for key in changed:
            said[key] = some_answer(key, random)
            say(visit, key, said[key])
        check_scores(visit, {key: values_of(key, one) for key, one in said.items()})

        other = begun(publication, said, "knew at once")
        press(key=other.key, screen=Screen("result"), press=Press(), now=BEGIN)
        mine, others = stands(visit), stands(other)
        # Who came back stands at the result again; who went on stands behind it.
        assert mine.pop("place") == ("result", "") or changed[-1] != "order"
        assert others.pop("place") == ("address", "")
        assert mine == others

    in_an_empty_database(check)


def by_number(arrived: tuple[int, str, Press]) -> int:
    return arrived[0]


def check_scores(visit: Visit, answers: dict[str, tuple[str, ...]]) -> None:
    visit.refresh_from_db()
    right = score(QUIZ, answers)
    assert (visit.outcome, visit.topics, visit.figures, visit.score) == (
        right.outcome,
        dict(right.topics),
        dict(right.figures),
        right.score,
    )


def test_the_document_of_these_laws_hangs_on_its_answers() -> None:
    """Else the laws above would compare nothing with nothing."""
    found = [score(QUIZ, said_by(Random(seed))) for seed in range(40)]
    assert {each.outcome for each in found} == {"careful", "bold"}
    assert len({each.topics.get("calm") for each in found}) > 3
    assert len({each.figures.get("weight") for each in found}) > 10


def said_by(random: Random) -> dict[str, tuple[str, ...]]:
    return {key: values_of(key, one) for key, one in answered_by(random).items()}
