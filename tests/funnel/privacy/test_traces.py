"""Whoever left a trace everywhere leaves none behind, in any dump of either database."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from funnel.models import Conversion, DataLink, HookEvent, LandingCount, Visit
from funnel.privacy.erasing import erase_person
from leads.addresses import address_hash
from leads.models import Suppression
from nurture.models import MailLink
from tests.funnel.conversions.senders import bought, said, shop
from tests.funnel.privacy.everywhere import TABLES, make_everywhere
from tests.funnel.privacy.people import NORMALISED, TRACES, dump, dump_tables

NEEDLES = (*TRACES, "701234567")


def traces(text: str) -> list[str]:
    """Plain, and as a dump writes blobs."""
    return [each for each in NEEDLES if each in text or each.encode().hex() in text]


@pytest.mark.django_db
def test_erasing_empties_every_place_that_had_a_trace() -> None:
    lead = make_everywhere()
    assert {table for table, text in dump_tables().items() if traces(text)} == TABLES
    views = LandingCount.objects.aggregate(Sum("views"))

    erase_person(lead_id=lead.pk, now=timezone.now())

    assert {table: traces(text) for table, text in dump_tables().items() if traces(text)} == {}
    assert DataLink.objects.count() == MailLink.objects.count() == 0
    assert LandingCount.objects.aggregate(Sum("views")) == views
    assert [row.address_hash for row in Suppression.objects.all()] == [address_hash(NORMALISED)]
    kinds = Conversion.objects.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["booked", "bought", "call", "pressed"]
    assert set(HookEvent.objects.values_list("state", flat=True)) == {"landed"}


@pytest.mark.django_db
def test_a_shop_that_tells_it_again_finds_nobody() -> None:
    lead = make_everywhere()
    order = bought(Visit.objects.get(lead=lead), id="order-2")
    erase_person(lead_id=lead.pk, now=timezone.now())
    before = Conversion.objects.count()
    status, _sentence = said(shop(order))
    assert (status, Conversion.objects.count()) == (404, before)
    assert traces(dump()) == []


@pytest.mark.django_db(transaction=True)
def test_a_dump_of_the_database_holds_no_byte_of_the_person(tmp_path: Path) -> None:
    lead = make_everywhere()
    assert set(traces(whole_dump(tmp_path))) == set(NEEDLES)
    erase_person(lead_id=lead.pk, now=timezone.now())
    after = whole_dump(tmp_path)
    assert traces(after) == []
    assert address_hash(NORMALISED) in after


def whole_dump(folder: Path) -> str:
    """As the database's own tool writes it; of SQLite the bytes of its file as well."""
    if connection.vendor == "postgresql":
        return _copied_out()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = folder / "copy.sqlite3"
    shutil.copy(connection.settings_dict["NAME"], copy)
    with sqlite3.connect(copy) as opened:
        text = "\n".join(opened.iterdump())
    return (text + copy.read_bytes().decode("utf-8", "replace")).lower()


def _copied_out() -> str:
    """Every table by COPY, which is what pg_dump writes of it."""
    parts: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                parts += [bytes(part) for part in rows]
    return b"".join(parts).decode().lower()
