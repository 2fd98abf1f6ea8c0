from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Permission, User

from leads.activity import record_acts
from leads.desk import ALL, TO_DO, DeskList, DeskQuestion, desk_list
from leads.desk_choices import DeskChoices
from leads.desk_question import FOLLOW_UPS, FREE, MINE
from leads.facts import write_facts
from leads.models import QUEUED_FIRST, Lead
from leads.queueing import CALL, FOLLOW_UP, HOT, WARM
from leads.said import SaidFigure, SaidResult
from leads.suppressing import suppress
from tests.leads.factories import (
    NOW,
    ago,
    make_act,
    make_address,
    make_lead,
    make_staff,
    make_story,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam() -> User:
    return make_staff("sam")


@pytest.fixture
def ada() -> User:
    """She sees the leads of everybody."""
    user = make_staff("ada")
    user.user_permissions.add(Permission.objects.get(codename="see_all_leads"))
    return user


def _queued(name: str, rank: int = WARM, at: datetime = QUEUED_FIRST, **columns: object) -> Lead:
    """Somebody whose stored place is this one."""
    lead = make_lead(name=name)
    columns = {"queue_rank": rank, "queue_at": at} | columns
    Lead.objects.filter(pk=lead.pk).update(**columns)
    return lead


def _list(by: User, now: datetime = NOW, **question: object) -> DeskList:
    return desk_list(by, DeskQuestion(**question), now)  # type: ignore[arg-type]  # of a test


def _titles(by: User, **question: object) -> list[str]:
    return [row.title for row in _list(by, NOW, **question).rows]


def test_desk_list_goes_through_its_groups_in_order(sam: User) -> None:
    _queued("Later", FOLLOW_UP, ago(minutes=5))
    _queued("Calm", momentum=3, warmth=60)
    _queued("Moving", momentum=22, warmth=30)
    _queued("Due at two", HOT, NOW + timedelta(hours=2))
    _queued("Due at one", HOT, NOW + timedelta(hours=1))
    _queued("Second caller", CALL, ago(minutes=1))
    _queued("First caller", CALL, ago(minutes=9))
    make_lead(name="Out")
    shown = [(each.heading, [row.title for row in each.rows]) for each in _list(sam).groups]
    assert shown == [
        ("Asked for a call", ["First caller", "Second caller"]),
        ("Hot", ["Due at one", "Due at two"]),
        ("Warm and moving", ["Moving", "Calm"]),
        ("Follow up today", ["Later"]),
    ]


def test_desk_list_of_all_has_the_warmest_first_and_no_groups(sam: User) -> None:
    for name, warmth in (("Cool", 5), ("Hot", 80), ("Warm", 40)):
        Lead.objects.filter(pk=make_lead(name=name).pk).update(warmth=warmth)
    shown = _list(sam, tab=ALL)
    assert [row.title for row in shown.rows] == ["Hot", "Warm", "Cool"]
    assert [each.heading for each in shown.groups] == [""]


def test_desk_list_leaves_out_forgotten_merged_and_test_people(sam: User) -> None:
    root = _queued("Root")
    _queued("Test", is_test=True)
    _queued("Merged", merged_into=root)
    _queued("Forgotten", erased_at=NOW)
    assert (_titles(sam), _titles(sam, tab=ALL)) == (["Root"], ["Root"])


def test_desk_list_computes_the_numbers_from_the_ledger_now(sam: User) -> None:
    lead = make_lead(name="Mara")
    record_acts(lead=lead, acts=[make_act("call_asked"), make_act("reply")], now=NOW)
    then, later = (
        [(row.total, row.band, row.momentum, row.why_now) for row in _list(sam, at, tab=ALL).rows]
        for at in (NOW, NOW + timedelta(days=7))
    )
    assert then == [(60, "hot", 60, "Did call_asked".removeprefix("Did "))]
    assert later == [(30, "warm", 0, "call_asked")]


def test_desk_list_counts_down_what_was_promised(sam: User) -> None:
    _queued("Soon", HOT, NOW, due_at=NOW + timedelta(minutes=10))
    _queued("Late", HOT, NOW, due_at=NOW - timedelta(hours=2))
    _queued("Free", HOT, NOW)
    told = {
        row.title: row.promise and (row.promise.text, row.promise.is_late, row.promise.is_close)
        for row in _list(sam).rows
    }
    assert told == {
        "Soon": ("in 10 min", False, True),
        "Late": ("2 h late", True, False),
        "Free": None,
    }


def test_desk_list_names_people_without_a_name_by_address_or_phone(sam: User) -> None:
    make_address(lead=_queued("", CALL), text="nobody@example.com")
    _queued("", WARM, phone="+46 40 1")
    assert _titles(sam) == ["nobody@example.com", "+46 40 1"]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ({"owner": MINE}, ["Mine", "Mine, overdue"]),
        ({"owner": FREE}, ["Free", "Free A"]),
        ({"fit": "A"}, ["Free A"]),
        ({"is_overdue": True}, ["Mine, overdue"]),
        ({"owner": MINE, "is_overdue": True}, ["Mine, overdue"]),
        ({"owner": FREE, "is_overdue": True}, []),
        ({"tab": FOLLOW_UPS}, ["Free A"]),
        ({"tab": ALL, "owner": MINE}, ["Mine", "Mine, overdue", "Mine, not queued"]),
    ],
)
def test_desk_list_is_narrowed_by_filters(
    sam: User, question: dict[str, object], names: list[str]
) -> None:
    late = NOW - timedelta(seconds=1)
    _queued("Mine", CALL, warmth=9, owner=sam, due_at=NOW)
    _queued("Mine, overdue", HOT, warmth=8, owner=sam, due_at=late)
    _queued("Free", WARM, warmth=7)
    _queued("Free A", FOLLOW_UP, warmth=6, fit="A")
    _queued("Mine, not queued", 9, warmth=5, owner=sam)
    assert _titles(sam, **question) == names


def test_desk_list_is_narrowed_by_funnel_and_source_also_of_merged_rows(sam: User) -> None:
    root, own, _other = _queued("Root", CALL), _queued("Own"), _queued("Other")
    merged = _queued("Merged", merged_into=root)
    for number, lead in enumerate((merged, own), start=1):
        story = replace(make_story(visit_id=number), funnel_id=70 + number, source=f"from {number}")
        write_facts(lead_id=lead.pk, story=replace(story, funnel_name=f"Funnel {number}"))
    assert [_titles(sam, funnel=number) for number in (71, 72, 73)] == [["Root"], ["Own"], []]
    assert [_titles(sam, source=f"from {number}") for number in (1, 2)] == [["Root"], ["Own"]]
    assert _list(sam).choices == DeskChoices(
        funnels=((71, "Funnel 1"), (72, "Funnel 2")), sources=("from 1", "from 2")
    )


@pytest.mark.parametrize(
    "text", ["MAR", "mara@exa", "a@example.com", "larks", "170 123", "0170123", "+49 (170) 12-34"]
)
def test_desk_list_finds_by_name_address_company_or_phone(sam: User, text: str) -> None:
    mara = _queued("Mara", phone="+49 170 / 123-456", company="Ledger & Larks")
    make_address(lead=mara, text="mara@example.com")
    make_address(lead=_queued("Tom", phone="+49 151 99"), text="tom@example.org")
    assert _titles(sam, tab=ALL, search=text) == ["Mara"]


def test_desk_list_finds_by_the_address_of_a_merged_row(sam: User) -> None:
    merged = _queued("", merged_into=_queued("Root"))
    make_address(lead=merged, text="old@example.com")
    assert _titles(sam, tab=ALL, search="old@") == ["Root"]


@pytest.mark.parametrize("text", ["%", "M_ra", "12", "()--"])
def test_desk_list_takes_search_signs_literally(sam: User, text: str) -> None:
    _queued("Mara", phone="+49 170 1234")
    assert _titles(sam, tab=ALL, search=text) == []


def test_desk_list_shows_the_newest_result_also_of_merged_rows(sam: User) -> None:
    root, merged, other = make_lead(name="Root"), make_lead(name="Merged"), make_lead(name="Other")
    Lead.objects.filter(pk=merged.pk).update(merged_into=root)
    figures = [{"key": "lost", "name": "a month lost", "value": 380, "said": "€380"}]
    for lead, number, name in ((merged, 1, "Older"), (root, 2, "Newer"), (root, 3, "")):
        story = make_story(visit_id=number, at=ago(days=4 - number))
        write_facts(
            lead_id=lead.pk, story=replace(story, outcome_name=name, figures=figures[: number % 3])
        )
    shown = {row.title: row.result for row in _list(sam, tab=ALL).rows}
    assert shown == {
        "Root": SaidResult("Newer", None, (SaidFigure("€380", "a month lost"),)),
        other.name: SaidResult(),
    }


def test_desk_list_has_pages(sam: User) -> None:
    for number in range(27):
        make_lead(name=f"Person {number}", at=ago(minutes=number))
    shown = _list(sam, tab=ALL, page=2)
    assert [row.title for row in shown.rows] == ["Person 25", "Person 26"]
    assert (shown.first, shown.last, shown.count, shown.has_next) == (26, 27, 27, False)
    assert shown.previous_query == "tab=all"
    assert _list(sam, tab=ALL).next_query == "tab=all&page=2"
    assert _list(sam, tab=ALL, page=40).question.page == 2


def test_desk_list_says_more_than_a_thousand_and_ends_there(sam: User) -> None:
    times = {"created_at": NOW, "last_act_at": NOW, "stage_changed_at": NOW}
    Lead.objects.bulk_create(Lead(name="One of many", **times) for _ in range(1_001))
    first, last = _list(sam, tab=ALL), _list(sam, tab=ALL, page=40)
    assert (first.count_said, first.has_next, first.is_cut) == ("1,000+", True, False)
    assert (last.first, last.last, last.has_next, last.is_cut) == (976, 1_000, False, True)


def test_desk_list_counts_the_lists_beside_it(sam: User) -> None:
    _queued("Mine", CALL, owner=sam)
    _queued("Free", FOLLOW_UP)
    make_lead(name="Cold")
    doors = [(each.name, each.count, each.is_here) for each in _list(sam, owner=FREE).doors]
    assert doors == [
        ("To do", "2", True),
        ("Mine", "1", False),
        ("Follow-ups today", "1", False),
        ("All leads", "3", False),
    ]
    assert [each.is_here for each in _list(sam, owner=MINE).doors] == [False, True, False, False]


def test_desk_list_shows_for_a_moment_whom_a_colleague_claimed(sam: User, ada: User) -> None:
    lead = _queued("Mara", CALL)
    before = _list(sam)
    Lead.objects.filter(pk=lead.pk).update(owner=ada, claimed_at=NOW)
    shown, later = _list(sam), _list(sam, NOW + timedelta(minutes=3))
    assert [(row.title, row.owner, row.is_taken) for row in shown.rows] == [("Mara", "ada", True)]
    assert list(later.rows) == []
    assert [(row.is_mine, row.is_taken) for row in _list(ada).rows] == [(True, False)]
    assert len({before.version, shown.version, later.version}) == 3


def test_desk_list_has_the_same_version_while_it_looks_the_same(sam: User) -> None:
    _queued("Mara", HOT, due_at=NOW + timedelta(minutes=30, seconds=40))
    versions = [_list(sam, NOW + timedelta(seconds=each)).version for each in (0, 20, 60)]
    assert versions[0] == versions[1] != versions[2]
    assert _list(sam, tab=TO_DO).version == versions[0] != _list(sam, tab=ALL).version


@pytest.mark.parametrize("is_merged", [False, True])
def test_who_is_not_to_be_contacted_is_no_work_to_do(sam: User, is_merged: bool) -> None:
    caller = _queued("Mara", CALL, ago(minutes=9), follow_up_at=ago(minutes=1))
    _queued("Ben", HOT, NOW)
    holder = make_lead(name="Mara, too") if is_merged else caller
    if is_merged:
        Lead.objects.filter(pk=holder.pk).update(merged_into=caller)
    address = make_address(lead=holder, text="mara@example.com")
    assert _titles(sam) == ["Mara", "Ben"]

    suppress(address=address, reason="bounced", now=NOW)
    assert _titles(sam) == ["Mara", "Ben"], "a mail that came back is no such wish"

    suppress(address=address, reason="do_not_contact", now=NOW)
    assert (_titles(sam), _titles(sam, tab=FOLLOW_UPS)) == (["Ben"], [])
    assert _titles(sam, tab=ALL) == ["Ben", "Mara"], "they are still found"
