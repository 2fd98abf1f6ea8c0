from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.drafts import UndoClashError, recorded, redo, undo
from funnel.drafts.rows import draft_rows
from funnel.ladder import add_series, add_step, remove_series, remove_steps
from funnel.models import Edit, Funnel, Step
from funnel.publishing import publish
from nurture.models import Message, Sequence
from quizzes.models import Choice, Outcome, Question
from tests.funnel.factories import make_funnel, make_rich_document

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def change(funnel: Funnel, words: str, write: Callable[[], object], *, piece: str = "") -> None:
    with recorded(funnel=funnel, by=None, now=NOW, words=words, piece=piece):
        write()


def reword(funnel: Funnel) -> None:
    Question.objects.filter(quiz__step__funnel=funnel).update(text="Reworded?")
    Outcome.objects.filter(quiz__step__funnel=funnel).update(headline="Said anew")


def drop_quiz(funnel: Funnel) -> None:
    remove_steps(steps=list(funnel.steps.filter(kind=Step.Kind.QUIZ)))


def drop_series(funnel: Funnel) -> None:
    remove_series(rules=list(funnel.series_rules.all()))


def add_gift(funnel: Funnel) -> None:
    add_step(funnel=funnel, kind=Step.Kind.CHECKLIST, title="One more page")


def add_mails(funnel: Funnel) -> None:
    if not funnel.series_rules.filter(outcome=None).exists():
        add_series(funnel=funnel, result=None, name="More")
    Message.objects.filter(sequence__seriesrule__funnel=funnel).update(subject="Anew")


def turn_round(funnel: Funnel) -> None:
    steps = list(funnel.steps.all())
    for position, step in enumerate(reversed(steps)):
        Step.objects.filter(pk=step.pk).update(position=position)


def drop_choices(funnel: Funnel) -> None:
    Choice.objects.filter(question__quiz__step__funnel=funnel).delete()


WAYS = [reword, drop_quiz, drop_series, add_gift, add_mails, turn_round, drop_choices]


@settings(max_examples=25)
@given(ways=st.lists(st.sampled_from(WAYS), max_size=5), is_live=st.booleans())
def test_undo_goes_back_edit_by_edit_and_redo_forth(
    ways: list[Callable[[Funnel], None]], is_live: bool
) -> None:
    Funnel.objects.all().delete()
    funnel = make_funnel(make_rich_document(slug="undone"))
    if is_live:
        publish(funnel=funnel, now=NOW, by=None)
    stood = [draft_rows(funnel)]
    for way in ways:
        change(funnel, way.__name__, lambda way=way: way(funnel))  # type: ignore[misc]  # bound now
        if (rows := draft_rows(funnel)) != stood[-1]:
            stood.append(rows)

    back = stood[-2::-1]
    assert [_after(undo, funnel) for _ in back] == back
    assert undo(funnel=funnel, by=None, now=NOW) is None
    assert [_after(redo, funnel) for _ in back] == stood[1:]
    assert redo(funnel=funnel, by=None, now=NOW) is None


def _after(turn: Callable[..., Edit | None], funnel: Funnel) -> dict[str, dict[str, object]]:
    assert turn(funnel=funnel, by=None, now=NOW) is not None
    return draft_rows(funnel)


def test_an_edit_says_what_was_done_and_makes_another_draft() -> None:
    funnel = make_funnel()
    change(funnel, "Reworded the questions", lambda: reword(funnel))
    change(funnel, "Did nothing", lambda: None)

    assert [str(edit) for edit in Edit.objects.all()] == ["Reworded the questions"]
    assert funnel.revision == 1


def test_typing_on_one_thing_is_one_edit_until_a_pause() -> None:
    funnel = make_funnel()
    anna = User.objects.create_user("anna")
    step = funnel.steps.order_by("position")[0]
    seconds = [0, 60, 200, 400]
    for number, passed in enumerate(seconds):
        with recorded(
            funnel=funnel,
            by=anna,
            now=NOW + timedelta(seconds=passed),
            words=f"Words {number}",
            piece=f"step-{step.pk}",
        ):
            Step.objects.filter(pk=step.pk).update(invite=f"Begin {number}")

    assert [edit.words for edit in Edit.objects.all()] == ["Words 1", "Words 2", "Words 3"]
    undo(funnel=funnel, by=anna, now=NOW)
    undo(funnel=funnel, by=anna, now=NOW)
    undo(funnel=funnel, by=anna, now=NOW)
    step.refresh_from_db()
    assert step.invite == "Begin, 1 minute"


def test_a_new_edit_ends_what_could_be_made_again() -> None:
    funnel = make_funnel()
    change(funnel, "First", lambda: reword(funnel))
    undo(funnel=funnel, by=None, now=NOW)
    change(funnel, "Second", lambda: add_gift(funnel))

    assert [edit.words for edit in Edit.objects.all()] == ["Second"]
    assert redo(funnel=funnel, by=None, now=NOW) is None


def test_undo_writes_over_nothing_that_was_changed_elsewhere() -> None:
    funnel = make_funnel()
    change(funnel, "Reworded", lambda: reword(funnel))
    Question.objects.filter(quiz__step__funnel=funnel).update(text="By somebody else")

    with pytest.raises(UndoClashError):
        undo(funnel=funnel, by=None, now=NOW)
    assert set(Question.objects.values_list("text", flat=True)) == {"By somebody else"}


def test_what_goes_wrong_inside_leaves_no_edit_and_no_change() -> None:
    funnel = make_funnel()
    before = draft_rows(funnel)

    def fail() -> None:
        reword(funnel)
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        change(funnel, "Half", fail)
    assert (draft_rows(funnel), Edit.objects.count()) == (before, 0)


def test_a_series_that_is_live_stays_on_record_when_its_making_is_undone() -> None:
    funnel = make_funnel()
    before = draft_rows(funnel)

    def other_mails() -> None:
        drop_series(funnel)
        add_mails(funnel)

    change(funnel, "Other mails", other_mails)
    publish(funnel=funnel, now=NOW, by=None)

    undo(funnel=funnel, by=None, now=NOW)
    assert draft_rows(funnel) == before
    assert Sequence.objects.filter(name="More").exists()
