"""A statement that was compiled for one mail says for another what would be built anew for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Exists, OuterRef

from leads.models import EmailAddress, Lead
from nurture.models import Delivery, MailRules
from nurture.rules import save_rules
from nurture.sending import handover
from nurture.sending.asking import MailAtGate
from nurture.sending.claiming import claim
from nurture.sending.drafts import draft_update
from nurture.sending.guards import shape_of, stops_of
from nurture.sending.handover import hand_over, update_for
from tests.leads.factories import NOW, make_address
from tests.nurture.factories import (
    make_enrollment,
    make_reader,
    make_requested,
    make_version,
    message,
)
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db


def asked_for(delivery: Delivery, *, minutes: int, people: list[int]) -> MailAtGate:
    return MailAtGate(
        delivery=delivery,
        address=delivery.address,
        people=people,
        now=NOW + timedelta(minutes=minutes),
        is_paced=False,
        scopes=stops_of(delivery, people),
        message_id=f"<{delivery.pk}@test>",
        subject=f"For {delivery.pk} at 100 %s",
    )


def claimed(address: EmailAddress, **other: int) -> Delivery:
    [pk] = Delivery.objects.filter(address=address).values_list("pk", flat=True)
    delivery = claim(delivery_id=pk, now=NOW)
    assert delivery is not None
    Delivery.objects.filter(pk=pk).update(**other)
    return delivery


def several() -> list[MailAtGate]:
    """Mails of series to people at two providers, of two purposes, with and without an end, to
    some with two rows and to one who wants fewer; and what some asked for, confirmed or not."""
    readers = [make_reader(text=f"r{n}@{'gmail.com' if n % 2 else 'here.org'}") for n in range(6)]
    asking = [make_reader(purpose="series") for _ in range(2)]
    EmailAddress.objects.filter(pk=readers[5].pk).update(gets_fewer=True)
    version, dated = make_version(), make_version(message().model_copy(update={"expires_days": 3}))
    for number, reader in enumerate(readers):
        make_enrollment(version=dated if number > 3 else version, address=reader)
    for reader in asking:
        make_enrollment(version=make_version(purpose="series"), address=reader)
    gifts = [make_reader(text=f"g{n}@x.org") for n in range(2)] + [make_address() for _ in range(2)]
    for each in gifts:
        make_requested(address=each)
    dispatch(NOW)
    mails = [claimed(each) for each in (*readers, *asking, *gifts)]
    other = make_reader().lead
    return [
        asked_for(
            each, minutes=index, people=[each.lead_id, other.pk][: 2 if index in (2, 3) else 1]
        )
        for index, each in enumerate(mails)
    ]


def test_a_draft_of_a_shape_fits_every_mail_of_that_shape() -> None:
    mails = several()
    shapes = [shape_of(each) for each in mails]
    pairs = [
        (first, second)
        for first, shape in zip(mails, shapes, strict=True)
        for second, other in zip(mails, shapes, strict=True)
        if shape == other
    ]

    assert None not in shapes
    assert len(set(shapes)) < len(mails) < len(pairs)
    for first, second in pairs:
        kept, fresh = update_for(first), update_for(second)
        assert kept.sql == fresh.sql
        assert kept.filled(second.value) == fresh.filled(second.value)
        assert first is second or kept.filled(first.value) != kept.filled(second.value)


def test_a_limit_is_never_taken_from_another_mail() -> None:
    [mail, *_others] = several()
    save_rules(MailRules(pk=1, others_a_minute=5))

    assert shape_of(mail) is None


def test_other_rules_are_another_shape() -> None:
    [mail, *_others] = several()
    before = shape_of(mail)
    save_rules(MailRules(pk=1, cap_week=4))

    assert shape_of(mail) not in (before, None)


def test_the_second_mail_of_a_shape_is_handed_over_by_the_first_ones_draft(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handover, "_drafts", {})
    version = make_version()
    places = [make_enrollment(version=version, address=make_reader()) for _ in range(3)]
    Lead.objects.filter(pk=places[1].lead_id).update(stage=Lead.Stage.WON)
    dispatch(NOW - timedelta(days=1))
    dispatch(NOW)
    mails = list(Delivery.objects.order_by("pk").values_list("pk", flat=True))
    went = []
    for number, pk in enumerate(mails):
        delivery = claim(delivery_id=pk, now=NOW)
        assert delivery is not None
        went.append(
            hand_over(delivery=delivery, message_id=f"<{number}>", subject="Hi", now=NOW, pace=None)
        )

    assert len(handover._drafts) == 1
    rows = Delivery.objects.filter(state="handed_over").order_by("pk")
    assert [went.count(True), rows.count()] == [2, 2]
    assert set(rows.values_list("message_id", flat=True)) <= {"<0>", "<1>", "<2>"}


def test_an_update_that_can_meet_no_row_changes_none() -> None:
    make_requested()
    nobody = Delivery.objects.filter(Exists(Lead.objects.none().filter(pk=OuterRef("lead_id"))))

    assert draft_update(nobody, {"subject": "?"}).run(lambda _name: None) == 0
