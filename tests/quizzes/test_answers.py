"""What people give to a question: read, canonical, or refused in a sentence."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from quizzes.answers import AnswerError, Given, effort, is_answer, read_answer, seconds
from quizzes.document import (
    DateDoc,
    LongTextDoc,
    NumberDoc,
    QuestionDoc,
    QuizDoc,
    RankingDoc,
    ShortTextDoc,
)
from quizzes.saying import typed
from tests.laws import cases
from tests.quizzes.factories import (
    KINDS,
    Plain,
    answers,
    make_choice,
    make_question,
    make_quiz,
    quizzes,
)

LANGUAGES = ("en", "de", "es", "ar", "de-at")


def a_question(kind: str, **more: object) -> QuestionDoc:
    return make_quiz(make_question("q1", kind, **more)).questions[0]


def given_again(question: QuestionDoc, values: tuple[str, ...]) -> Given:
    """The press that a screen sends which shows this answer."""
    if not values:
        return Given(is_skip=True)
    match question:
        case RankingDoc():
            return Given(order=values)
        case NumberDoc() | ShortTextDoc() | LongTextDoc() | DateDoc():
            return Given(typed=typed(question, values))
        case _:
            return Given(choices=values)


def refusal(question: QuestionDoc, given: Given, language: str = "en") -> str:
    with pytest.raises(AnswerError) as caught:
        read_answer(question, given, language=language)
    return str(caught.value.message)


@cases(200)
@given(data=st.data(), quiz=quizzes(most=1), language=st.sampled_from(LANGUAGES))
def test_reading_what_the_screen_shows_gives_the_same_answer(
    data: DataObject, quiz: QuizDoc, language: str
) -> None:
    [question] = quiz.questions
    values = data.draw(answers(question))
    assert is_answer(question, values)
    with override(language):
        assert read_answer(question, given_again(question, values), language=language) == values


@cases(200)
@given(
    kind=st.sampled_from(KINDS),
    choices=st.lists(st.sampled_from(["a", "b", "c", "yes", "1", "gone"]), max_size=4),
    text=st.text(max_size=150),
    is_skip=st.booleans(),
    language=st.sampled_from(LANGUAGES),
)
def test_whatever_is_given_is_an_answer_or_a_sentence(
    kind: str, choices: list[str], text: str, is_skip: bool, language: str
) -> None:
    question = a_question(kind, is_optional=kind in KINDS[::2])
    press = Given(tuple(choices), tuple(choices), text, is_skip)
    try:
        values = read_answer(question, press, language=language)
    except AnswerError as error:
        sentence = str(error.message)
    else:
        assert is_answer(question, values)
        return
    assert sentence.endswith(".")


@cases(200)
@given(
    number=st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2),
    language=st.sampled_from(LANGUAGES),
)
def test_a_canonical_number_is_read_as_itself(number: object, language: str) -> None:
    question = a_question("number", at_least=-1e6, at_most=1e6, decimals=2)
    [text] = read_answer(question, Given(typed=str(number)), language=language)
    assert read_answer(question, Given(typed=text), language=language) == (text,)
    assert float(text) == float(str(number))


@pytest.mark.parametrize(
    ("language", "written", "stored"),
    [
        ("en", "1,234.5", "1234.5"),
        ("en", "12.5", "12.5"),
        ("en", "12,5", "12.5"),
        ("en", " 1234 ", "1234"),
        ("en", "+7", None),
        ("en", "-7", "-7"),
        ("en", "−7.50", "-7.5"),
        ("en", "1,23", "1.23"),
        ("en", "1,234,5", None),
        ("en", "1e3", None),
        ("en", "", None),
        ("en", "twelve", None),
        ("en", "0x10", None),
        ("en", "12 Hours", "12"),
        ("en", "-0", "0"),
        ("en", "007", "7"),
        ("de", "1.234,5", "1234.5"),
        ("de", "1.234", "1234"),
        ("de", "12.5", "12.5"),
        ("de", "1 234,5", "1234.5"),
        ("de", "1\u202f234,5", "1234.5"),
        ("de", "1'234", "1234"),
        ("es", "1.234,5", "1234.5"),
        ("ar", "١٢٣٤٫٥", "1234.5"),
        ("ar", "١٬٢٣٤", "1234"),
        ("ar", "١٫٢٥", "1.25"),
        ("ar", "۷", "7"),
        ("ar", "12,5", "12.5"),
    ],
)
def test_a_number_is_read_as_people_write_it(
    language: str, written: str, stored: str | None
) -> None:
    question = a_question("number", at_least=-9000, at_most=9000, decimals=2, unit="hours")
    if stored is None:
        assert refusal(question, Given(typed=written), language)
    else:
        assert read_answer(question, Given(typed=written), language=language) == (stored,)


def test_the_bounds_say_which_reading_is_meant() -> None:
    question = a_question("number", at_least=0, at_most=80, decimals=3)
    assert read_answer(question, Given(typed="1.234"), language="de") == ("1.234",)
    assert refusal(a_question("number", at_most=80), Given(typed="1.234"), "de")


@pytest.mark.parametrize(
    ("language", "written", "stored"),
    [
        ("en", "2026-02-28", "2026-02-28"),
        ("en", "2026-2-3", "2026-02-03"),
        ("en", "2/28/2026", "2026-02-28"),
        ("en", "28/2/2026", None),
        ("en", "2026-02-30", None),
        ("en", "2/3/26", None),
        ("en", "0000-01-01", None),
        ("en", "today", None),
        ("de", "28.2.2026", "2026-02-28"),
        ("de", "28.02.2026", "2026-02-28"),
        ("es", "28/2/2026", "2026-02-28"),
        ("ar", "٢٨/٢/٢٠٢٦", "2026-02-28"),
        ("ar", "28\u200f/2\u200f/2026", "2026-02-28"),
    ],
)
def test_a_date_is_read_as_people_write_it(language: str, written: str, stored: str | None) -> None:
    question = a_question("date")
    if stored is None:
        assert refusal(question, Given(typed=written), language)
    else:
        assert read_answer(question, Given(typed=written), language=language) == (stored,)


_THREE = [make_choice(each) for each in "abc"]


@pytest.mark.parametrize(
    ("question", "press", "sentence"),
    [
        ({"kind": "single"}, Given(), "Please choose one of the answers."),
        ({"kind": "single"}, Given(("a", "b")), "Please choose one of the answers."),
        ({"kind": "single"}, Given(("gone",)), "Please choose one of the answers."),
        ({"kind": "single"}, Given(is_skip=True), "This question needs an answer."),
        ({"kind": "single", "is_optional": True}, Given(), "Please choose one of the answers."),
        ({"kind": "scale"}, Given(("6",)), "Please choose a number from 1 to 5."),
        ({"kind": "multiple"}, Given(), "Please choose at least 1 answer."),
        (
            {"kind": "multiple", "min_picks": 2},
            Given(("a",)),
            "Please choose at least 2 answers.",
        ),
        (
            {"kind": "multiple", "max_picks": 2},
            Given(("a", "b", "c")),
            "Please choose at most 2 answers.",
        ),
        (
            {"kind": "multiple"},
            Given(("a", "a")),
            "Please choose from the answers above, each once.",
        ),
        (
            {"kind": "multiple"},
            Given(("a", "gone")),
            "Please choose from the answers above, each once.",
        ),
        ({"kind": "ranking"}, Given(), "Please give every answer its own place."),
        ({"kind": "ranking"}, Given(order=("a", "b")), "Please give every answer its own place."),
        (
            {"kind": "ranking"},
            Given(order=("a", "b", "b")),
            "Please give every answer its own place.",
        ),
        (
            {"kind": "number", "at_least": 1, "at_most": 80},
            Given(typed="81"),
            "Please write a whole number from 1 to 80.",
        ),
        (
            {"kind": "number", "at_least": 1, "at_most": 80},
            Given(typed="1.5"),
            "Please write a whole number from 1 to 80.",
        ),
        (
            {"kind": "number", "at_least": 0.5, "at_most": 80, "decimals": 1},
            Given(typed="0"),
            "Please write a number from 0.5 to 80.",
        ),
        (
            {"kind": "number", "decimals": 1},
            Given(typed="1.25"),
            "Please write at most 1 digit after the decimal sign.",
        ),
        ({"kind": "short_text"}, Given(typed=" \n "), "Please write something first."),
        (
            {"kind": "long_text", "max_length": 3},
            Given(typed="abcd"),
            "Please write at most 3 characters; these are 4.",
        ),
        (
            {"kind": "date"},
            Given(typed="tomorrow"),
            "Please write a day of the calendar, like 12/31/2025.",
        ),
        (
            {"kind": "date", "earliest": "2026-01-01", "latest": "2026-12-31"},
            Given(typed="2025-12-31"),
            "Please choose a day from 01/01/2026 to 12/31/2026.",
        ),
        (
            {"kind": "date", "earliest": "2026-01-01"},
            Given(typed="2025-12-31"),
            "Please choose 01/01/2026 or a later day.",
        ),
        (
            {"kind": "date", "latest": "2026-01-01"},
            Given(typed="2026-12-31"),
            "Please choose 01/01/2026 or an earlier day.",
        ),
    ],
)
def test_a_refusal_says_the_limit(question: Plain, press: Given, sentence: str) -> None:
    assert refusal(a_question(**question), press) == sentence


def test_a_refusal_is_said_in_the_language_of_who_reads_it() -> None:
    question = a_question("number", at_least=0.5, at_most=80_000, decimals=1)
    with pytest.raises(AnswerError) as caught:
        read_answer(question, Given(typed="x"), language="en")
    assert "0.5" in str(caught.value.message)
    with override("de"):
        assert "0,5" in str(caught.value.message)
        assert "80.000" in str(caught.value.message)


def test_picks_are_stored_in_the_order_of_the_list() -> None:
    question = a_question("multiple")
    assert read_answer(question, Given(("c", "a")), language="en") == ("a", "c")


def test_a_short_text_is_one_line_and_a_long_one_keeps_its_lines() -> None:
    press = Given(typed=" one\ntwo  three ")
    assert read_answer(a_question("short_text"), press, language="en") == ("one two three",)
    assert read_answer(a_question("long_text"), press, language="en") == ("one\ntwo  three",)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("single", ("gone",)),
        ("single", ("a", "b")),
        ("single", ()),
        ("multiple", ("b", "a")),
        ("multiple", ("a", "a")),
        ("ranking", ("a", "b")),
        ("scale", ("0",)),
        ("number", ("11",)),
        ("number", ("1.5",)),
        ("number", ("05",)),
        ("number", ("x",)),
        ("short_text", ("a\nb",)),
        ("short_text", ("",)),
        ("long_text", ("x" * 1001,)),
        ("date", ("2026-02-30",)),
        ("date", ("20260201",)),
    ],
)
def test_what_a_question_no_longer_knows_is_no_answer(kind: str, values: tuple[str, ...]) -> None:
    assert not is_answer(a_question(kind), values)


def test_effort_is_three_for_writing_and_nothing_for_a_skip() -> None:
    found = {kind: effort(a_question(kind), ("x",)) for kind in KINDS}
    assert found == {**dict.fromkeys(KINDS, 1), "short_text": 3, "long_text": 3}
    assert effort(a_question("long_text", is_optional=True), ()) == 0
    assert {kind: seconds(a_question(kind)) for kind in ("single", "long_text")} == {
        "single": 10,
        "long_text": 30,
    }
