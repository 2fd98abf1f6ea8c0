"""Thousands of people with mails that are due, made in SQL from one of each that the rules made."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Model

from leads.models import Activity, Consent, EmailAddress
from nurture.models import Delivery, Enrollment, MailRules, MailStop, SequenceVersion
from nurture.rules import save_rules
from tests.nurture.factories import (
    make_enrollment,
    make_reader,
    make_requested,
    make_version,
    message,
)

# Far above what the sequences of the tables give out meanwhile.
BASE = 10_000_000
KEYS = ("one", "two")
ADDRESS = "reader%s@example.com"
REQUESTED_SUBJECT = "Your checklist"


def multiply(row: Model, first: int, last: int, **other: str) -> None:
    """Copies of `row` with the ids BASE + n, n from first to last; `other`: columns in SQL of n."""
    meta = row._meta
    columns = [field.column for field in meta.concrete_fields]
    values = {name: f'row."{name}"' for name in columns} | {"id": f"{BASE} + n"} | other
    named = ", ".join(f'"{name}"' for name in columns)
    chosen = ", ".join(values[name] for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{meta.db_table}" ({named}) SELECT {chosen} FROM "{meta.db_table}" row,'
            f" generate_series({first}, {last}) n WHERE row.id = {row.pk}"
        )


def make_people(count: int, *, first: int = 1) -> EmailAddress:
    """So many who agreed and confirmed; gives back the one they are copies of."""
    save_rules(MailRules(pk=1, cap_day=100, cap_week=500))
    kept = EmailAddress.objects.filter(address="pattern@example.com").first()
    pattern = kept or make_reader(text="pattern@example.com")
    last = first + count - 1
    multiply(pattern.lead, first, last)
    name = "'reader' || n || '@example.com'"
    hashed = f"md5({name}) || md5(n::text)"
    person = {"lead_id": f"{BASE} + n", "address": name, "normalised": name}
    multiply(pattern, first, last, address_hash=hashed, **person)
    for number, consent in enumerate(Consent.objects.filter(address=pattern).order_by("pk")):
        apart = f"{BASE * (number + 1)} + n"
        multiply(consent, first, last, id=apart, address_id=f"{BASE} + n")
    return pattern


def clear() -> None:
    """Everything that a run left, but the people."""
    tables = (Enrollment, Delivery, Activity, MailStop)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(each._meta.db_table for each in tables)} CASCADE")


def series_now(now: datetime) -> SequenceVersion:
    """Two mails, the second at once after the first, where it is the middle of the day now."""
    ahead = (13 - now.hour + 10) % 24 - 10
    zone = f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
    return make_version(*(message(key) for key in KEYS), time_zone=zone)


def put_on_series(
    pattern: EmailAddress, version: SequenceVersion, now: datetime, *, last: int, first: int = 1
) -> None:
    """All of them have been due for two hours, so that a clock set back an hour finds them due."""
    mine = make_enrollment(version=version, address=pattern, now=now - timedelta(hours=2))
    multiply(mine, first, last, lead_id=f"{BASE} + n", address_id=f"{BASE} + n")
    mine.delete()


def ask_for_gifts(pattern: EmailAddress, now: datetime, *, last: int) -> None:
    mine = make_requested(address=pattern, now=now - timedelta(hours=2))
    person = {"lead_id": f"{BASE} + n", "address_id": f"{BASE} + n"}
    multiply(mine, 1, last, dedupe_key=f"'gift:' || ({BASE} + n) || ':checklist:1'", **person)
    mine.delete()


def expected(count: int, *, is_requested: bool) -> set[tuple[str, str]]:
    """Address and subject of every mail that has to go out."""
    subjects = [REQUESTED_SUBJECT] if is_requested else [f"Mail {key}" for key in KEYS]
    return {(ADDRESS % n, subject) for n in range(1, count + 1) for subject in subjects}
