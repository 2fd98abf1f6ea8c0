from __future__ import annotations

from datetime import UTC, datetime

import pytest

from funnel.admin.state import state_of
from funnel.checking.drafts import QUICK, check_draft
from funnel.checking.tally import Counted
from funnel.checking.waivers import ignore_finding
from funnel.models import Funnel, Step
from tests.funnel.factories import document_from, edited, make_funnel, plain_document

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def funnel() -> Funnel:
    return make_funnel(document_from(edited(plain_document())))


def test_what_stands_is_counted_and_the_worst_named(funnel: Funnel) -> None:
    warnings = check_draft(funnel, limit=QUICK).report.warnings
    assert warnings
    assert state_of(funnel).found == Counted(0, len(warnings), warnings[0].message)
    Step.objects.filter(funnel=funnel, key="result").update(invite="See [[what]]")
    found = state_of(funnel).found
    assert (found.errors, found.worst) == (
        1,
        check_draft(funnel, limit=QUICK).report.errors[0].message,
    )
    assert state_of(funnel).next_thing == "Put 1 thing right"


def test_what_is_set_aside_is_not_counted(funnel: Funnel) -> None:
    first, *others = check_draft(funnel, limit=QUICK).report.warnings
    ignore_finding(
        funnel=funnel, code=first.rule.code, place=first.place, reason="So be it", by=None, now=NOW
    )
    assert state_of(funnel).found.warnings == len(others)


def test_a_draft_that_is_no_whole_funnel_yet_is_all_errors(funnel: Funnel) -> None:
    Step.objects.filter(funnel=funnel, key="result").update(invite="")
    assert state_of(funnel).found == Counted(1, 0, "This is empty. Write something.")
