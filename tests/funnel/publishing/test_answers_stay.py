"""Nothing a marketer does to a draft, or publishes, touches what visitors answered before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from funnel.models import Answer, Publication
from funnel.numbers.report import report
from funnel.numbers.scope import Scope
from funnel.publishing import publish
from leads.models import VisitFacts
from quizzes.models import Choice, Outcome, Question, Weight
from tests.funnel.factories import GONE, NOW, document_from, edited, make_funnel, plain_document
from tests.funnel.journey.visitor import Visitor

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def first() -> Publication:
    """Its second mail asks for no answer, so a question may go."""
    plain = edited(plain_document(), ("sequences[0].messages[1].show_if", GONE))
    return publish(funnel=make_funnel(document_from(plain)), now=NOW, by=None)


def rebuild(first: Publication) -> Publication:
    """Renames, reorders, archives and removes whatever visitors met, and publishes that."""
    answered = Question.objects.get(key="rate")
    kept = Question.objects.get(key="raise")
    kept.text, kept.position = "When was the last time?", 0
    kept.save()
    Choice.objects.filter(question=kept, key="a").update(text="Never", position=5)
    new = Question.objects.create(quiz=kept.quiz, key="new", text="And now?", position=1)
    Outcome.objects.create(
        quiz=kept.quiz,
        key="starter",
        name="The starter",
        headline="You start",
        interpretation="You begin.",
        first_action="Begin.",
        position=9,
    )
    for key, result in (("x", "planner"), ("y", "starter")):
        choice = Choice.objects.create(question=new, key=key, text=key)
        Weight.objects.create(choice=choice, points=1, outcome=Outcome.objects.get(key=result))
    Question.objects.filter(pk=answered.pk).update(archived_at=LATER)
    Weight.objects.filter(outcome__key="discounter").delete()
    Outcome.objects.get(key="discounter").delete()
    Outcome.objects.filter(key="planner").update(name="The builder", headline="You build")
    return publish(funnel=first.funnel, now=LATER, by=None)


def test_who_is_half_way_finishes_the_version_they_began(first: Publication) -> None:
    early = Visitor(first).start()
    second = rebuild(first)
    assert early.look(early.address).heading == "What about your raise?"

    early.answer("a")
    assert (early.screen, early.heading) == ("result", "You are a discounter")
    early.press(act="next").press(email="early@example.com")

    late = Visitor(second).land()
    assert late.heading == "When was the last time?"
    late.answer("a").press(choice="x")
    assert (late.screen, late.heading) == ("result", "You build")
    assert first.document == Publication.objects.get(number=1).document
    assert list(
        Answer.objects.order_by("pk").values_list("visit__publication", "question_key", "values")
    ) == [
        (first.pk, "rate", ["a"]),
        (first.pk, "raise", ["a"]),
        (second.pk, "raise", ["a"]),
        (second.pk, "new", ["x"]),
    ]


def test_desk_and_numbers_say_of_each_version_what_it_asked(first: Publication) -> None:
    early = Visitor(first).start()
    second = rebuild(first)
    early.answer("a").press(act="next").press(email="early@example.com")
    Visitor(second).start().press(choice="y")

    facts = VisitFacts.objects.get()
    assert [(each["asked"], each["said"]) for each in facts.answers] == [
        ("What about your rate?", "It stayed: für immer"),
        ("What about your raise?", "It stayed: für immer"),
    ]
    assert (facts.outcome_key, facts.outcome_name) == ("discounter", "The discounter")
    for version, keys in ((first, ["rate", "raise"]), (second, ["raise", "new"])):
        scope = Scope(funnel_id=version.funnel_id, publication_id=version.pk)
        told = report(scope=scope, now=timezone.now())
        assert told.totals.starts == 1
        shown = [(each.key, each.count.shown) for row in told.steps for each in row.questions]
        assert shown == [(key, 1) for key in keys]
