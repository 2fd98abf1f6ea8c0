"""Claims: exactly one wins, and what nobody follows up comes back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from leads.activity import record_acts
from leads.models import Activity, Lead, StageChange
from leads.pipeline.claiming import claim, release
from leads.pipeline.lapsing import return_lapsed
from leads.pipeline.standing import DeskError
from leads.pipeline.touching import log_touch
from tests.leads.factories import NOW, make_act, make_address
from tests.leads.pipeline.team import seller, team


def hot_lead() -> Lead:
    lead = make_address().lead
    keys = ("offer_pressed", "reply", "offer_seen", "gift")
    record_acts(lead=lead, acts=[make_act(key, at=NOW) for key in keys], now=NOW)
    return lead


@pytest.mark.django_db
def test_the_first_claim_wins_and_says_whose_it_is() -> None:
    lead, (anna, ben) = hot_lead(), team()
    mine, theirs = (claim(lead_id=lead.pk, by=each, now=NOW) for each in (anna, ben))
    assert (mine.is_mine, theirs.is_mine, theirs.owner) == (True, False, anna)
    row = Lead.objects.get(pk=lead.pk)
    assert (row.stage, row.owner) == ("claimed", anna)


@pytest.mark.django_db
def test_a_claim_without_contact_comes_back_after_twice_the_promise() -> None:
    lead, (anna, _ben) = hot_lead(), team()
    claim(lead_id=lead.pk, by=anna, now=NOW)
    due = Lead.objects.get(pk=lead.pk).lapses_at
    # Two working hours: the promise for a hot lead is one.
    assert due == NOW + timedelta(hours=2)
    assert return_lapsed(now=due - timedelta(seconds=1), limit=9) == 0
    assert return_lapsed(now=due, limit=9) == 1
    row = Lead.objects.get(pk=lead.pk)
    assert (row.stage, row.owner, row.lapses_at) == ("new", None, None)
    assert StageChange.objects.latest("pk").by is None
    assert Activity.objects.filter(label="Came back to all, no contact by: anna").count() == 1


@pytest.mark.django_db
def test_a_claim_with_a_contact_stays() -> None:
    lead, (anna, _ben) = hot_lead(), team()
    claim(lead_id=lead.pk, by=anna, now=NOW)
    log_touch(lead_id=lead.pk, by=anna, outcome="no_answer", key="k", now=NOW)
    assert return_lapsed(now=NOW + timedelta(days=30), limit=9) == 0


@pytest.mark.django_db
def test_one_person_who_sells_makes_no_promises() -> None:
    lead, anna = hot_lead(), seller("anna")
    log_touch(lead_id=lead.pk, by=anna, outcome="no_answer", key="k", now=NOW)
    row = Lead.objects.get(pk=lead.pk)
    assert (row.owner, row.due_at, row.lapses_at) == (anna, None, None)


@pytest.mark.django_db
def test_given_back_is_everybodys_again() -> None:
    lead, (anna, ben) = hot_lead(), team()
    claim(lead_id=lead.pk, by=anna, now=NOW)
    assert release(lead_id=lead.pk, by=ben, now=NOW) is False
    assert release(lead_id=lead.pk, by=anna, now=NOW) is True
    assert claim(lead_id=lead.pk, by=ben, now=NOW).is_mine


@pytest.mark.django_db
def test_decided_leads_are_not_claimed() -> None:
    lead, (anna, _ben) = hot_lead(), team()
    Lead.objects.filter(pk=lead.pk).update(stage="won")
    with pytest.raises(DeskError, match="decided already"):
        claim(lead_id=lead.pk, by=anna, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_fifty_threads_claim_twenty_leads_each_once() -> None:
    leads = [hot_lead().pk for _ in range(20)]
    people = [seller(f"seller{number}") for number in range(5)]
    start = Barrier(50)

    def rush(number: int) -> list[tuple[int, str]]:
        by = people[number % 5]
        start.wait()
        won = []
        try:
            for step in range(20):
                pk = leads[(number + step) % 20]
                if claim(lead_id=pk, by=by, now=NOW).is_mine:
                    won.append((pk, by.username))
        finally:
            connection.close()
        return won

    with ThreadPoolExecutor(50) as pool:
        results = [pair for pairs in pool.map(rush, range(50)) for pair in pairs]
    owners = dict(Lead.objects.values_list("pk", "owner__username"))
    assert set(results) == {(pk, owners[pk]) for pk in leads}
    assert Activity.objects.filter(label__startswith="Claimed by").count() == 20
