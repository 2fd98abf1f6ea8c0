from __future__ import annotations

import pytest
from django.db import transaction

from leads.locking import lock_addresses
from tests.leads.factories import make_address

pytestmark = pytest.mark.django_db


def test_lock_addresses_gives_fresh_rows_in_the_order_of_ids() -> None:
    first, second, _ = make_address(), make_address(), make_address()
    with transaction.atomic():
        assert lock_addresses([second.pk, first.pk, second.pk]) == [first, second]
        assert lock_addresses([]) == []
