"""The same message many times at once lands once; an address given meanwhile brings it along."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from funnel.models import Conversion, HookEvent
from leads.models import Activity
from tests.funnel.conversions.senders import bought, connect, make_visit, shop
from tests.leads.factories import make_address

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_equal_messages_land_once() -> None:
    connect()
    address = make_address()
    data = bought(make_visit(lead=address.lead, address=address))

    def send(_number: int) -> int:
        try:
            return int(shop(data).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=20) as threads:
        answers = list(threads.map(send, range(20)))
    assert answers == [200] * 20
    assert Conversion.objects.count() == HookEvent.objects.count() == 1
    assert Activity.objects.filter(kind="offer").count() == 1
