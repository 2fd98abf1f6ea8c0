from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import DatabaseError
from pytest_django import Settings

from leads.capture import capture_lead
from leads.consents import withdraw_consents
from leads.lists import importing, keeping
from leads.lists.reading import shape_of
from leads.models import (
    Activity,
    AuditEntry,
    Consent,
    EmailAddress,
    Lead,
    ListImport,
)
from leads.permission import may_email
from leads.privacy import erase_lead
from leads.suppressing import suppress
from tests.leads.factories import NOW, make_address, make_lead, make_staff

pytestmark = pytest.mark.django_db

LIST = """Name;E-Mail;Telefon;Firma
Mara;MARA@example.com;;Lark
Ben;;+46701234567;
=HYPERLINK("http://x");ben@example.com;;
Zoe;nonsense;;
;;;Nobody GmbH
Kim;kim@example.com;what;=1+1
Mara;mara@example.com;;
"""


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def olga() -> User:
    return make_staff("olga")


def brought(text: str, by: User, **said: object) -> ListImport:
    raw = text.encode()
    row = keeping.keep_file(
        file=ContentFile(raw, "people.csv"), shape=shape_of(io.BytesIO(raw)), by=by, now=NOW
    )
    known = {"purpose": "", "source": "The fair", "agreed_text": "", "agreed_on": None, **said}
    assert keeping.say_what_it_is(list_import=row.pk, mapping=row.mapping, **known)  # type: ignore[arg-type]
    return row


def worked(row: ListImport, clock: Callable[[], datetime] = lambda: NOW) -> ListImport:
    importing.work(clock=clock, seconds=60)
    row.refresh_from_db()
    return row


def taken(row: ListImport, by: User) -> ListImport:
    worked(row)
    assert keeping.take_in(list_import=row.pk, by=by, now=NOW)
    return worked(row)


def plain(counts: dict[str, int]) -> dict[str, int]:
    return {key: number for key, number in counts.items() if number}


def test_a_trial_says_what_would_become_of_each_row_and_takes_nobody_in(olga: User) -> None:
    make_address(text="kim@example.com")
    row = worked(brought(LIST, olga))
    assert (row.state, row.is_trial, row.total) == ("done", True, 7)
    assert plain(row.counts) == {
        "made": 2,
        "known": 1,
        "doubled": 1,
        "refused": 3,
        "why:The name is none": 1,
        "why:The address is none": 1,
        "why:Neither an address nor a phone": 1,
    }
    assert Lead.objects.count() == 1
    told = list(row.rows.values_list("number", "result", "fault", "lead__name"))
    assert told == [
        (3, "refused", "The name is none", None),
        (4, "refused", "The address is none", None),
        (5, "refused", "Neither an address nor a phone", None),
        (6, "known", "", "Mara"),
        (7, "known", "Twice in this list", None),
    ]
    assert worked(brought(LIST, olga)).rows.count() == 5, "another trial tells it anew"


def test_a_list_is_taken_in_once_and_known_people_keep_what_they_said(olga: User) -> None:
    known = make_address(lead=make_lead(name="Kimberly"), text="kim@example.com").lead
    row = taken(brought(LIST, olga), olga)
    assert (row.state, row.done) == ("done", 7)
    results = list(row.rows.values_list("number", "result", "fault"))
    assert results == [
        (1, "made", ""),
        (2, "made", ""),
        (3, "refused", "The name is none"),
        (4, "refused", "The address is none"),
        (5, "refused", "Neither an address nor a phone"),
        (6, "known", ""),
        (7, "known", ""),
    ]
    people = list(Lead.objects.order_by("pk").values_list("name", "phone", "company"))
    assert people == [
        ("Kimberly", "", "=1+1"),
        ("Mara", "", "Lark"),
        ("Ben", "+46701234567", ""),
    ]
    assert Activity.objects.filter(label="From a list: people.csv").count() == 4
    assert list(AuditEntry.objects.values_list("kind", "by_name", "detail")) == [
        ("list_imported", "olga", "people.csv: 7")
    ]
    assert known.pk == people_of("kim@example.com")
    assert not keeping.take_in(list_import=row.pk, by=olga, now=NOW), "once is enough"


def people_of(address: str) -> int:
    return EmailAddress.objects.get(normalised=address).lead_id


@pytest.mark.parametrize("reason", ["unsubscribed", "bounced", "complained", "do_not_contact"])
def test_who_said_no_is_not_taken_in_by_a_list(olga: User, reason: str) -> None:
    address = make_address(text="mara@example.com")
    suppress(address=address, reason=reason, now=NOW)
    row = taken(
        brought(LIST, olga, purpose="marketing", agreed_text="Yes", agreed_on=NOW.date()), olga
    )
    rows = row.rows.filter(fault="On the do-not-mail list")
    assert list(rows.values_list("number", flat=True)) == [1, 7]
    assert not Consent.objects.filter(address=address).exists()


def test_consent_is_kept_with_its_source_its_words_and_its_day(olga: User) -> None:
    day = date(2025, 6, 1)
    said = {"purpose": "marketing", "agreed_text": "Send me news.", "agreed_on": day}
    taken(brought(LIST, olga, **said), olga)
    row = Consent.objects.get(address__normalised="mara@example.com")
    assert (row.purpose, row.text, row.url, row.channel, row.occurred_at.date()) == (
        "marketing",
        "Send me news.",
        "The fair",
        "list",
        day,
    )
    address = EmailAddress.objects.get(normalised="mara@example.com")
    assert may_email(address=address, purpose="marketing") == ""
    assert may_email(address=address, purpose="series") == "no_consent"


def test_a_list_gives_back_nothing_that_was_taken_back(olga: User) -> None:
    said = {"purpose": "marketing", "agreed_text": "News", "agreed_on": date(2025, 6, 1)}
    taken(brought(LIST, olga, **said), olga)
    address = EmailAddress.objects.get(normalised="mara@example.com")
    withdraw_consents(address=address, text="No more", language="en", channel="mail", now=NOW)
    taken(brought(LIST, olga, **said), olga)
    assert may_email(address=address, purpose="marketing") == "no_consent"


def many(count: int) -> str:
    lines = [f"P{number};p{number}@example.com" for number in range(count)]
    return "\n".join(["Name;E-Mail", *lines])


def test_killed_in_the_middle_of_a_portion_every_row_is_taken_once(
    olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PORTION", 10)
    row = worked(brought(many(35), olga))
    assert keeping.take_in(list_import=row.pk, by=olga, now=NOW)
    real, calls = capture_lead, [0]

    def dies(**said: object) -> object:
        calls[0] += 1
        if calls[0] == 17:
            raise DatabaseError("the worker is gone")
        return real(**said)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "capture_lead", dies)
    with pytest.raises(DatabaseError):
        worked(row)
    row.refresh_from_db()
    assert (row.state, row.done, Lead.objects.count(), row.rows.count()) == ("running", 10, 10, 10)
    worked(row)
    assert row.done == 10, "the lease of the dead one still stands"
    after = NOW + importing.LEASE
    worked(row, lambda: after)
    assert (row.state, row.done, Lead.objects.count()) == ("done", 35, 35)
    assert list(row.rows.values_list("number", flat=True)) == list(range(1, 36))


def test_a_slice_ends_in_time_and_the_next_goes_on(
    olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PORTION", 10)
    row = worked(brought(many(30), olga))
    keeping.take_in(list_import=row.pk, by=olga, now=NOW)
    moments = [NOW]

    def clock() -> datetime:
        moments.append(moments[-1] + timedelta(seconds=9))
        return moments[-1]

    importing.work(clock=clock, seconds=20)
    row.refresh_from_db()
    assert row.state == "running"
    assert 0 < row.done < 30
    worked(row, clock)
    worked(row, clock)
    assert (row.state, row.done, Lead.objects.count()) == ("done", 30, 30)


def test_a_stopped_list_keeps_what_it_took(olga: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "PORTION", 10)
    row = worked(brought(many(30), olga))
    keeping.take_in(list_import=row.pk, by=olga, now=NOW)
    real = importing._one

    def stops(*said: object) -> bool:
        went = real(*said)  # type: ignore[arg-type]
        importing.cancel(list_import=row.pk, now=NOW)
        return went

    monkeypatch.setattr(importing, "_one", stops)
    worked(row)
    assert (row.state, row.done, Lead.objects.count()) == ("cancelled", 10, 10)


def test_a_file_that_breaks_off_is_said(olga: User) -> None:
    row = worked(brought('Name;E-Mail\nA;a@example.com\n"B;b@example.com' + "\nx" * 70_000, olga))
    assert (row.state, row.fault) == (
        "failed",
        "Row 2 cannot be read: a quotation mark is missing.",
    )
    row.file.delete(save=False)
    assert keeping.say_what_it_is(
        list_import=row.pk,
        mapping=row.mapping,
        purpose="",
        source="x",
        agreed_text="",
        agreed_on=None,
    )
    assert worked(row).fault == "The file is not there any more."


def test_erasing_somebody_leaves_no_way_from_the_list_to_them(olga: User) -> None:
    row = taken(brought(LIST, olga), olga)
    erase_lead(lead_ids=[people_of("mara@example.com")], now=NOW, is_suppressed=False)
    assert list(row.rows.filter(number__in=(1, 7)).values_list("lead", flat=True)) == [None, None]


def test_files_are_forgotten_after_a_week(olga: User) -> None:
    row = taken(brought(LIST, olga), olga)
    name, storage = str(row.file.name), row.file.storage
    assert keeping.forget_files(now=NOW + timedelta(days=6)) == 0
    assert storage.exists(name)
    assert keeping.forget_files(now=NOW + timedelta(days=8)) == 1
    assert not storage.exists(name)
    assert ListImport.objects.get().rows.count() == 7
