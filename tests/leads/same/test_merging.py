"""Merging two rows of one person, and taking it back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leads.activity import record_acts
from leads.models import Activity, Lead, Merge, NotSame
from leads.same.merging import MergeError, merge, not_same, undo
from tests.leads.factories import NOW, make_act, make_address, make_lead, make_staff

pytestmark = pytest.mark.django_db


def rows() -> list[dict[str, Any]]:
    return [dict(row) for row in Lead.objects.order_by("pk").values()]


def person(name: str = "", phone: str = "", company: str = "", *points: str) -> Lead:
    lead = make_lead(name=name, phone=phone)
    Lead.objects.filter(pk=lead.pk).update(company=company)
    make_address(lead=lead)
    acts = [make_act(key, at=NOW) for key in points]
    record_acts(lead=lead, acts=acts, now=NOW)
    lead.refresh_from_db()
    return lead


def test_merge_keeps_both_histories_and_counts_them_together() -> None:
    root, merged = person("Mara", "", "", "quiz_finished"), person("", "+46701234567", "", "gift")
    row = merge(root_id=root.pk, merged_id=merged.pk, by=make_staff(), now=NOW)
    root.refresh_from_db()
    merged.refresh_from_db()
    assert (root.warmth, root.phone, merged.merged_into) == (18, "+46701234567", root)
    labels = set(Activity.objects.of_people([root.pk]).values_list("label", flat=True))
    assert labels == {"quiz_finished", "gift", "Merged with"}
    assert row.before == {"columns": {"phone": "+46701234567"}, "children": []}


def test_merge_of_three_is_one_person_and_comes_apart_in_any_order() -> None:
    one, two, three = (person(name) for name in ("A", "B", "C"))
    by = make_staff()
    first = merge(root_id=two.pk, merged_id=one.pk, by=by, now=NOW)
    second = merge(root_id=three.pk, merged_id=one.pk, by=by, now=NOW)
    assert set(Lead.objects.filter(merged_into=three)) == {one, two}
    undo(merge_id=first.pk, by=by, now=NOW)
    assert set(Lead.objects.filter(merged_into=three)) == {two}
    undo(merge_id=second.pk, by=by, now=NOW)
    assert not Lead.objects.exclude(merged_into=None).exists()


def test_undo_gives_those_back_who_came_along() -> None:
    one, two, three = (person(name) for name in ("A", "B", "C"))
    by = make_staff()
    merge(root_id=two.pk, merged_id=one.pk, by=by, now=NOW)
    row = merge(root_id=three.pk, merged_id=two.pk, by=by, now=NOW)
    undo(merge_id=row.pk, by=by, now=NOW)
    one.refresh_from_db()
    assert (one.merged_into, Lead.objects.people().count()) == (two, 2)


def test_undo_leaves_what_somebody_changed_since() -> None:
    root, merged = person("Mara"), person("", "+46701234567")
    by = make_staff()
    row = merge(root_id=root.pk, merged_id=merged.pk, by=by, now=NOW)
    Lead.objects.filter(pk=root.pk).update(phone="+46709999999")
    undo(merge_id=row.pk, by=by, now=NOW)
    root.refresh_from_db()
    assert root.phone == "+46709999999"


def test_undo_twice_is_once() -> None:
    by = make_staff()
    row = merge(root_id=person("A").pk, merged_id=person("B").pk, by=by, now=NOW)
    undo(merge_id=row.pk, by=by, now=NOW)
    before = rows(), Activity.objects.count()
    undo(merge_id=row.pk, by=by, now=NOW)
    assert (rows(), Activity.objects.count()) == before


def test_merge_refuses_in_words() -> None:
    by, one, two, gone, test = make_staff(), person("A"), person("B"), person("C"), person("D")
    merge(root_id=one.pk, merged_id=two.pk, by=by, now=NOW)
    Lead.objects.filter(pk=gone.pk).update(erased_at=NOW)
    Lead.objects.filter(pk=test.pk).update(is_test=True)
    said = []
    for other in (one, two, gone, test):
        with pytest.raises(MergeError) as refusal:
            merge(root_id=one.pk, merged_id=other.pk, by=by, now=NOW)
        said.append(str(refusal.value))
    assert said == [
        "These are one person already.",
        "These are one person already.",
        "This person asked to be forgotten; there is nothing left to merge.",
        "A test person cannot be merged with a real one.",
    ]
    assert Merge.objects.count() == 1


def test_not_same_is_kept_once() -> None:
    by, one, two = make_staff(), person("A"), person("B")
    for pair in ((one, two), (two, one)):
        not_same(lead_id=pair[0].pk, other_id=pair[1].pk, by=by, now=NOW)
    row = NotSame.objects.get()
    assert (row.low, row.high) == (one, two)


words = st.sampled_from(["", "Mara", "Nils"])
phones = st.sampled_from(["", "+46701234567"])
acts = st.lists(st.sampled_from(["poll", "gift", "quiz_finished", "call_asked", "not_now"]))
people = st.tuples(words, phones, words, acts)


class MergeThenUndo(TestCase):
    """hypothesis needs the database of each example for itself."""

    @given(people, people)
    @settings(max_examples=40, deadline=None)
    def test_merge_then_undo_is_the_identity(
        self,
        one: tuple[str, str, str, list[str]],
        two: tuple[str, str, str, list[str]],
    ) -> None:
        root = person(*one[:3], *one[3])
        merged = person(*two[:3], *two[3])
        by = make_staff()
        before = rows()
        row = merge(root_id=root.pk, merged_id=merged.pk, by=by, now=NOW)
        assert rows() != before
        undo(merge_id=row.pk, by=by, now=NOW)
        assert rows() == before
