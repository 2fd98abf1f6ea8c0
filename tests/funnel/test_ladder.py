from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.translation import gettext

from funnel.ladder import add_series, add_step, remove_series, remove_steps, title_of
from funnel.models import Funnel, OptIn, SeriesRule, Step, Theme
from leads.models import LeadMagnet
from nurture.models import Sequence, SequenceVersion
from quizzes.models import Quiz

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def funnel() -> Funnel:
    return Funnel.objects.create(
        name="Late", slug="late", theme=Theme.objects.create(name="Late"), created_at=NOW
    )


def test_add_step_brings_the_content_of_its_kind(funnel: Funnel) -> None:
    steps = [add_step(funnel=funnel, kind=kind, title="One page") for kind in Step.Kind]

    kinds = {step.kind for step in steps if step.quiz or step.magnet or step.opt_in or step.offer}
    assert kinds == set(Step.Kind) - {Step.Kind.RESULT, Step.Kind.STATEMENT}
    assert [step.position for step in steps] == list(range(len(Step.Kind)))
    assert len({step.key for step in steps}) == len(steps)


def test_a_gift_is_of_the_kind_of_its_step(funnel: Funnel) -> None:
    step = add_step(funnel=funnel, kind=Step.Kind.VIDEO, title="Ask this")

    assert step.magnet is not None
    assert (step.magnet.kind, title_of(step)) == (LeadMagnet.Kind.VIDEO, "Ask this")


def test_the_first_words_of_a_step_are_in_the_language_of_the_funnel(funnel: Funnel) -> None:
    funnel.language = "de"
    with translation.override("de"):
        said = gettext("No thanks, just go on"), gettext("Not now")

    asks, offers = (
        add_step(funnel=funnel, kind=kind, title="?")
        for kind in (Step.Kind.OPT_IN, Step.Kind.OFFER)
    )

    assert asks.opt_in is not None
    assert offers.offer is not None
    assert (asks.opt_in.skip_label, offers.offer.not_now) == said


def test_remove_steps_takes_only_their_own_content(funnel: Funnel) -> None:
    quiz, ask = (
        add_step(funnel=funnel, kind=kind, title="?") for kind in (Step.Kind.QUIZ, Step.Kind.OPT_IN)
    )

    remove_steps(steps=[quiz])

    assert not Quiz.objects.exists()
    assert list(OptIn.objects.all()) == [ask.opt_in]


def test_a_series_that_was_published_stays_on_record(funnel: Funnel) -> None:
    rule = add_series(funnel=funnel, result=None, name="Five days")
    SequenceVersion.objects.create(
        sequence=rule.sequence, number=1, content_hash="0" * 64, document="{}", created_at=NOW
    )
    other = add_series(
        funnel=Funnel.objects.create(
            name="B", slug="b", theme=Theme.objects.create(name="B"), created_at=NOW
        ),
        result=None,
        name="Five days",
    )

    remove_series(rules=[rule, other])

    assert not SeriesRule.objects.exists()
    assert list(Sequence.objects.all()) == [rule.sequence]
