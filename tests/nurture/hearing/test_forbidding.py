"""Do not contact is said by a person, so it holds at every address of theirs."""

from __future__ import annotations

import pytest

from leads.models import EmailAddress, Lead
from leads.permission import REQUESTED, may_email
from leads.suppressing import lift
from nurture.hearing.forbidding import forbid
from tests.leads.factories import NOW, make_address, make_lead

pytestmark = pytest.mark.django_db


def person(*, is_merged: bool) -> list[EmailAddress]:
    lead = make_lead()
    first = make_address(lead=lead, text="mara@example.com")
    other = make_lead(name="Mara, too") if is_merged else lead
    if is_merged:
        Lead.objects.filter(pk=other.pk).update(merged_into=lead)
    return [first, make_address(lead=other, text="mara@work.example")]


def allowed(addresses: list[EmailAddress]) -> list[bool]:
    return [may_email(address=each, purpose=REQUESTED) == "" for each in addresses]


@pytest.mark.parametrize("is_merged", [False, True])
@pytest.mark.parametrize("said_to", [0, 1])
def test_no_address_of_theirs_is_written_to_any_more(is_merged: bool, said_to: int) -> None:
    theirs = person(is_merged=is_merged)
    stranger = make_address(text="ben@example.com")
    assert allowed([*theirs, stranger]) == [True, True, True]

    effect = forbid(normalised=theirs[said_to].normalised, by="sam", now=NOW)

    assert (effect.new, allowed([*theirs, stranger])) == (2, [False, False, True])
    again = forbid(normalised=theirs[said_to].normalised, by="sam", now=NOW)
    assert (again.new, again.standing) == (0, 2)

    lift(normalised=theirs[1 - said_to].normalised, why="they called", by="sam", now=NOW)
    assert allowed(theirs) == [True, True]


def test_an_address_nobody_knows_is_written_down_alone() -> None:
    assert forbid(normalised="new@example.com", by="sam", now=NOW).new == 1
