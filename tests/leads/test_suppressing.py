from __future__ import annotations

import pytest

from leads.models import EmailAddress, Suppression
from leads.suppressing import suppress
from tests.leads.factories import NOW, ago, make_address

pytestmark = pytest.mark.django_db


def test_suppress_keeps_one_entry_a_reason_with_the_newest_time() -> None:
    address = make_address()
    for days in (3, 1):
        suppress(address=address, reason="unsubscribed", now=ago(days=days))
    suppress(address=address, reason="complained", now=NOW)
    rows = Suppression.objects.order_by("created_at")
    assert [(row.address_hash, row.reason, row.created_at) for row in rows] == [
        (address.address_hash, "unsubscribed", ago(days=1)),
        (address.address_hash, "complained", NOW),
    ]


def test_suppress_outlives_the_address() -> None:
    address = make_address()
    suppress(address=address, reason="erased", now=NOW)
    address.delete()
    assert Suppression.objects.count() == 1


def test_suppress_of_a_bounce_marks_the_address() -> None:
    address = make_address()
    suppress(address=address, reason="bounced", now=NOW)
    assert EmailAddress.objects.get().bounced_at == NOW


def test_suppress_refuses_an_unknown_reason() -> None:
    with pytest.raises(ValueError, match="tired"):
        suppress(address=make_address(), reason="tired", now=NOW)
