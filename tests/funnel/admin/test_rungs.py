from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from funnel.admin.rungs import far_ahead, rungs_of
from funnel.ladder import add_step, title_of
from funnel.models import Funnel, Step
from tests.funnel.row_counts import rows

pytestmark = pytest.mark.django_db


def test_each_rung_says_what_it_asks_and_gives(money_habits: Funnel) -> None:
    rungs = {rung.number: rung for rung in rungs_of(money_habits)}
    steps = list(money_habits.steps.all())
    assert [rung.kind for rung in rungs.values()] == [str(s.get_kind_display()) for s in steps]
    quiz = rungs[1]
    assert (quiz.asks, quiz.gives, quiz.sum.given, quiz.shown) == (
        "small ask",
        "the sense of getting somewhere",
        1,
        "",
    )
    first = money_habits.steps.get(position=0).quiz
    assert first is not None
    assert quiz.sum.asked == len(quiz.dots) == first.questions.count()
    gate = next(rung for rung in rungs.values() if rung.gate)
    assert gate.gate == "The gate: an address is asked for here, and may be kept back."
    assert [mails.whose for mails in gate.mails][-1:] == ["Everybody else"]


def test_offers_of_two_results_are_never_added_up(money_habits: Funnel) -> None:
    result = money_habits.steps.get(kind="quiz").quiz.outcomes.all()[0]  # type: ignore[union-attr]  # its kind says so
    own = add_step(funnel=money_habits, kind=Step.Kind.OFFER, title="A small one")
    last = money_habits.steps.filter(kind="offer").exclude(pk=own.pk).get()
    own.position, last.position = last.position, own.position
    own.show_if = {"fact": "outcome", "any_of": [result.key]}
    own.save()
    last.save()
    rungs = {rung.title: rung for rung in rungs_of(money_habits)}
    one, other = rungs["A small one"], rungs[title_of(last)]
    assert one.only_for == (result.name,)
    assert one.sum.asked - one.sum.before_asked == 10
    assert other.sum.asked - other.sum.before_asked == 10
    assert other.sum.before_asked >= one.sum.before_asked - 5


def test_asking_far_ahead_of_giving_is_said(money_habits: Funnel, marketer: Client) -> None:
    assert far_ahead(rungs_of(money_habits)) is None
    money_habits.steps.exclude(kind__in=["quiz", "opt_in"]).delete()
    page = reverse("admin:funnel_funnel_change", args=[money_habits.pk])
    html = marketer.get(page).content.decode()
    found = far_ahead(rungs_of(money_habits))
    assert found is not None
    assert f"By “{found.title}” you have asked for" in html


def test_a_funnel_without_steps_has_no_ladder_to_look_at(
    money_habits: Funnel, marketer: Client
) -> None:
    money_habits.steps.all().delete()
    before = rows()
    page = marketer.get(reverse("admin:funnel_funnel_change", args=[money_habits.pk]))
    assert (page.status_code, b"y-ladder" in page.content, rows()) == (200, False, before)
