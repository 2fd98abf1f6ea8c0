"""The small yes below a result: "I'll do this" or "Not for me", once, and the last word stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from funnel.models import Answer, Visit
from leads.capture import capture_lead
from leads.models import Activity
from tests.funnel.factories import make_publication
from tests.funnel.journey.kinds_document import FIELDS, KINDS, kinds_publication
from tests.funnel.journey.stored import everything
from tests.funnel.journey.visitor import Visitor, ladder_document

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
either = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])


def at_result(*, has_script: bool = True) -> Visitor:
    visitor = Visitor(kinds_publication(), has_script=has_script).land()
    for key in KINDS:
        visitor.press(**FIELDS[key])
    assert visitor.screen == "result"
    return visitor


def promised(visit: Visit) -> list[list[str]]:
    rows = Answer.objects.filter(visit=visit, step_key="result", question_key="")
    return list(rows.values_list("values", flat=True))


@either
def test_promise_is_kept_and_the_last_word_stands(has_script: bool) -> None:
    visitor = at_result(has_script=has_script)
    depth = visitor.visit.depth
    assert 'class="pair"' in visitor.html
    for act, stored, more in (
        ("will_do", ["yes"], 1),
        ("will_do", ["yes"], 1),
        ("not_for_me", ["no"], 0),
    ):
        visitor.press(act=act)
        assert visitor.screen == "result"
        assert 'class="pair"' not in visitor.html, "what was said is shown instead"
        assert promised(visitor.visit) == [stored]
        assert visitor.visit.depth == depth + more
    visitor.press(act="next")
    assert visitor.screen == "opt_in"


def test_promise_is_an_act_for_sales_without_warmth() -> None:
    visitor = at_result()
    visit = visitor.visit
    captured = capture_lead(address="mara@example.com", first_name="Mara", now=NOW)
    assert captured.address is not None
    visit.lead, visit.address = captured.lead, captured.address
    visit.save()
    visitor.press(act="will_do").press(act="not_for_me")
    told = Activity.objects.filter(source_key__endswith=":promise")
    assert list(told.values_list("kind", "label", "points_key", "effort")) == [
        ("quiz", "Will do first: Write one price down.", "", 1)
    ]


@either
def test_promise_nobody_asked_for_is_refused(has_script: bool) -> None:
    visitor = Visitor(make_publication(ladder_document()), has_script=has_script).finish_quiz()
    before = everything()
    visitor.press(act="will_do")
    assert everything() == before
    assert "That is no longer asked here." in visitor.html
