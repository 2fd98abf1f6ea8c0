"""Who may be the same person."""

from __future__ import annotations

import pytest

from leads.models import Lead
from leads.same.merging import not_same
from leads.same.suggesting import mailbox, suggestions
from tests.leads.factories import NOW, make_address, make_lead, make_staff

pytestmark = pytest.mark.django_db


def found(lead: Lead) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.title, each.reasons) for each in suggestions(lead, Lead.objects.all())]


def test_suggestions_name_their_reasons_most_first() -> None:
    mara = make_lead(name="Mara Lind", phone="+46701234567")
    Lead.objects.filter(pk=mara.pk).update(company="Lind AB")
    mara.refresh_from_db()
    make_address(lead=mara, text="mara.lind@gmail.com")
    namesake = make_lead(name="mara lind")
    Lead.objects.filter(pk=namesake.pk).update(company="LIND AB", phone="+46701234567")
    make_address(lead=make_lead(name="M"), text="maralind+work@gmail.com")
    make_address(lead=make_lead(name="Tagged"), text="mara.lind+x@gmail.com")
    make_address(lead=make_lead(name="Other"), text="mara@gmail.com")
    assert found(mara) == [
        ("mara lind · LIND AB · +46701234567", ("same phone", "same name and company")),
        ("Tagged · mara.lind+x@gmail.com", ("nearly the same address",)),
    ]


def test_suggestions_leave_out_whom_somebody_told_apart() -> None:
    mara, other = make_lead(phone="+46701234567"), make_lead(phone="+46701234567")
    not_same(lead_id=mara.pk, other_id=other.pk, by=make_staff(), now=NOW)
    assert found(mara) == []


@pytest.mark.parametrize(
    ("address", "box"),
    [
        ("a.b+x@gmail.com", "ab@gmail.com"),
        ("a.b+x@example.com", "a.b@example.com"),
        ("ab@example.com", "ab@example.com"),
    ],
)
def test_mailbox_drops_tags_and_googles_dots(address: str, box: str) -> None:
    assert mailbox(address) == box
