from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from funnel.drafts import recorded, undo
from funnel.drafts.rows import draft_rows
from funnel.models import Funnel, Publication
from funnel.portable.restoring import restore_version
from funnel.publishing import DraftChangedError, publish
from funnel.publishing.compile import compile_funnel
from funnel.publishing.loading import published
from leads.models import LeadMagnet
from quizzes.models import Choice, Question
from tests.funnel.factories import NOW, make_funnel, make_rich_document
from tests.funnel.journey.visitor import Visitor

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def mia() -> User:
    return User.objects.create_user("mia")


@pytest.fixture
def funnel() -> Funnel:
    """Version 1 live, then a draft with another question, a step less and another address."""
    funnel = make_funnel(make_rich_document())
    publish(funnel=funnel, now=NOW, by=None)
    with recorded(funnel=funnel, by=None, now=NOW, words="Edited"):
        Choice.objects.filter(key="a").update(text="Never")
        funnel.steps.filter(key="list").delete()
        LeadMagnet.objects.filter(kind="checklist").delete()
        Funnel.objects.update(slug="elsewhere", name="Another name")
    funnel.refresh_from_db()
    return funnel


def bring_back(funnel: Funnel, by: User, number: int = 1) -> None:
    restore_version(
        funnel=funnel,
        version=Publication.objects.get(number=number),
        revision=funnel.revision,
        now=LATER,
        by=by,
    )


def test_restore_makes_the_draft_that_version_at_todays_address(funnel: Funnel, mia: User) -> None:
    version = Publication.objects.get()

    bring_back(funnel, mia)

    back = Funnel.objects.get()
    wanted = published(version.pk).model_copy(update={"slug": "elsewhere"})
    assert compile_funnel(back) == wanted
    assert (back.publication, back.revision) == (version, funnel.revision)
    assert Publication.objects.count() == 1


def test_restore_is_one_edit_that_is_undone_to_the_last_row(funnel: Funnel, mia: User) -> None:
    before = draft_rows(funnel)

    bring_back(funnel, mia)
    edit = undo(funnel=funnel, by=mia, now=LATER)

    assert edit is not None
    assert edit.words == "Brought back version 1"
    assert draft_rows(funnel) == before


def test_restore_of_a_draft_that_changed_meanwhile_writes_nothing(
    funnel: Funnel, mia: User
) -> None:
    before, seen = draft_rows(funnel), funnel.revision
    version = Publication.objects.get()

    with pytest.raises(DraftChangedError):
        restore_version(funnel=funnel, version=version, revision=seen - 1, now=LATER, by=mia)

    assert draft_rows(funnel) == before


def test_restore_archives_a_question_that_was_answered_since(mia: User) -> None:
    funnel = make_funnel()
    publish(funnel=funnel, now=NOW, by=None)
    quiz = Question.objects.get(key="rate").quiz
    for key in ("new", "unasked"):
        question = Question.objects.create(quiz=quiz, key=key, text=key, position=9)
        for choice in ("a", "b"):
            Choice.objects.create(question=question, key=choice, text=choice)
    visitor = Visitor(publish(funnel=funnel, now=NOW, by=None)).start().answer().answer()
    assert visitor.visit.answers.count() == 3
    quiz.questions.filter(key="unasked").delete()

    bring_back(funnel, mia)

    assert list(quiz.questions.order_by("position").values_list("key", flat=True)) == [
        "rate",
        "raise",
    ]
    assert Question.with_archived.get(key="new").archived_at == LATER
    assert Choice.objects.filter(question__key="new").count() == 2
