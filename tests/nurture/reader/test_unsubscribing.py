from __future__ import annotations

import pytest

from leads.models import Activity, Consent, Suppression
from nurture.models import Delivery, Enrollment, MailLink
from nurture.reader.unsubscribing import unsubscribe
from nurture.writing.links import make_links
from tests.leads.factories import NOW
from tests.nurture.factories import make_enrollment, make_reader
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db


def test_unsubscribe_ends_everything_and_is_idempotent() -> None:
    address = make_reader()
    for _ in range(2):
        make_enrollment(address=address)
    first, *_others = dispatch(NOW)
    make_links(delivery=Delivery.objects.get(pk=first), targets=["unsubscribe"])

    for _ in range(3):
        unsubscribe(link=MailLink.objects.get(), channel="header", now=NOW)

    assert set(Enrollment.objects.values_list("state", "exit_reason")) == {
        ("exited", "unsubscribed")
    }
    assert set(Delivery.objects.values_list("state", flat=True)) == {"cancelled"}
    assert [row.reason for row in Suppression.objects.all()] == ["unsubscribed"]
    withdrawn = Consent.objects.get(moment="withdrawn")
    assert (withdrawn.channel, withdrawn.purpose) == ("header", "marketing")
    assert Activity.objects.filter(label="Unsubscribed from further mails").count() == 1
    assert dispatch(NOW) == []


def test_unsubscribe_leaves_what_is_out_already() -> None:
    make_enrollment()
    dispatch(NOW)
    Delivery.objects.update(state=Delivery.State.HANDED_OVER)
    make_links(delivery=Delivery.objects.get(), targets=["unsubscribe"])

    unsubscribe(link=MailLink.objects.get(), channel="page", now=NOW)

    assert Delivery.objects.get().state == Delivery.State.HANDED_OVER
