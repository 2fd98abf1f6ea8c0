"""A list taken in: tried first, then worked through in portions, each one transaction.

A portion moves the counter of its list in the same transaction as its leads, so a worker that is
killed at any moment leaves every row either taken or not begun, and the next one goes on there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import IO

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from leads.activity import Act, record_acts
from leads.addresses import address_hash
from leads.business import business
from leads.capture import OtherKindError, capture_lead
from leads.consents import Terms, give_consents
from leads.lists.reading import ListFileError, rows_of
from leads.lists.rows import Refused, Row, read_row
from leads.models import (
    Activity,
    EmailAddress,
    ImportedRow,
    Lead,
    ListImport,
    Suppression,
)

PORTION = 200
# Rows as they stand in the file, with their numbers.
Portion = list[tuple[int, list[str]]]
LEASE = timedelta(seconds=60)
State, Result = ListImport.State, ImportedRow.Result
# So many different reasons are counted; a list has a handful.
_MOST_REASONS = 20
_WORK = (State.WAITING, State.RUNNING)


@dataclass
class _Judged:
    """Rows of a portion: what is refused, and who is known, by row number."""

    refused: dict[int, str] = field(default_factory=dict)
    known: dict[int, Lead] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


def work(*, clock: Callable[[], datetime], seconds: float) -> int:
    """Works through waiting lists for about so many seconds; how many rows. Nobody else works on
    the same list meanwhile; where somebody stopped, the next one goes on."""
    ends, done = clock() + timedelta(seconds=seconds), 0
    while clock() < ends:
        found = _claimed(clock())
        if found is None:
            break
        done += _worked(found, clock, ends)
    return done


@transaction.atomic
def start(*, list_import: int, is_trial: bool) -> bool:
    """Puts a list into the queue: as a trial, or for real after a trial that ended. Idempotent;
    whether it changed something."""
    ready = Q(state=State.DRAFT) | Q(state__in=(State.DONE, State.FAILED), is_trial=True)
    rows = ListImport.objects.filter(ready, pk=list_import)
    if not is_trial:
        rows = rows.filter(state=State.DONE, is_trial=True)
    changed = rows.update(
        state=State.WAITING,
        is_trial=is_trial,
        done=0,
        counts={},
        fault="",
        finished_at=None,
        leased_until=None,
    )
    if changed:
        # What the trial said of its rows.
        ImportedRow.objects.filter(list_import=list_import).delete()
    return bool(changed)


def cancel(*, list_import: int, now: datetime) -> bool:
    """What was taken stays, and the page says how far it came."""
    rows = ListImport.objects.filter(pk=list_import, state__in=_WORK)
    return bool(rows.update(state=State.CANCELLED, finished_at=now, leased_until=None))


def _claimed(now: datetime) -> ListImport | None:
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    waiting = ListImport.objects.filter(free, state__in=_WORK).order_by("pk")
    for pk in waiting.values_list("pk", flat=True)[:5]:
        mine = ListImport.objects.filter(free, pk=pk, state__in=_WORK)
        if mine.update(state=State.RUNNING, leased_until=now + LEASE):
            return ListImport.objects.get(pk=pk)
    return None


def _worked(row: ListImport, clock: Callable[[], datetime], ends: datetime) -> int:
    try:
        with closing(row.file.open("rb")) as file:
            return _portions(row, file, clock, ends)
    except ListFileError as error:
        _finish(row, State.FAILED, clock(), fault=str(error))
    except OSError:
        _finish(row, State.FAILED, clock(), fault=_("The file is not there any more."))
    return 0


def _portions(
    row: ListImport, file: IO[bytes], clock: Callable[[], datetime], ends: datetime
) -> int:
    """A trial looks at the whole file at once, for it has to remember every address of it."""
    rows = rows_of(file, row.encoding, row.delimiter)
    began = 0 if row.is_trial else row.done
    row.done, row.counts = began, {} if row.is_trial else row.counts
    seen: set[int] = set()
    if row.is_trial:
        row.rows.all().delete()
    for _number in islice(rows, began):
        pass
    done = 0
    while portion := list(islice(rows, PORTION)):
        if not _one(row, portion, seen, clock()):
            return done
        done += len(portion)
        if not row.is_trial and clock() >= ends:
            ListImport.objects.filter(pk=row.pk, state=State.RUNNING).update(leased_until=None)
            return done
    _finish(row, State.DONE, clock())
    return done


@transaction.atomic
def _one(row: ListImport, portion: Portion, seen: set[int], now: datetime) -> bool:
    """False where it was cancelled or somebody else went on with it: then nothing is stored."""
    after = row.done + len(portion)
    mine = ListImport.objects.filter(pk=row.pk, state=State.RUNNING, is_trial=row.is_trial)
    if not row.is_trial:
        mine = mine.filter(done=row.done)
    if not mine.update(done=after, leased_until=now + LEASE):
        return False
    mapping = {name: int(number) for name, number in row.mapping.items()}
    if row.is_trial:
        results = _tried(row, portion, mapping, seen)
    else:
        results = _taken(row, portion, mapping, now)
    counts = Counter(row.counts)
    counts.update(results)
    row.done, row.counts = after, _few(counts)
    ListImport.objects.filter(pk=row.pk).update(counts=row.counts)
    return True


def _few(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda each: -each[1])[:_MOST_REASONS])


def _tried(
    row: ListImport, portion: Portion, mapping: Mapping[str, int], seen: set[int]
) -> Counter[str]:
    """Rows that would make nobody new are kept for the page; starting for real forgets them."""
    judged = _judged(portion, mapping)
    told = [
        ImportedRow(list_import=row, number=number, result=Result.REFUSED, fault=why)
        for number, why in judged.refused.items()
    ]
    counts: Counter[str] = Counter(f"why:{why}" for why in judged.refused.values())
    counts[Result.REFUSED] += len(judged.refused)
    for each in judged.rows:
        mark = hash((each.normalised, "" if each.normalised else each.phone))
        known = judged.known.get(each.number)
        result = "doubled" if mark in seen else Result.KNOWN if known else Result.MADE
        counts[result] += 1
        seen.add(mark)
        if result != Result.MADE:
            fault = _("Twice in this list") if result == "doubled" else ""
            told.append(
                ImportedRow(
                    list_import=row,
                    number=each.number,
                    result=Result.KNOWN,
                    lead=known,
                    fault=fault,
                )
            )
    ImportedRow.objects.bulk_create(told)
    return counts


def _taken(
    row: ListImport, portion: Portion, mapping: Mapping[str, int], now: datetime
) -> Counter[str]:
    judged = _judged(portion, mapping)
    made = [
        ImportedRow(list_import=row, number=number, result=Result.REFUSED, fault=why)
        for number, why in judged.refused.items()
    ]
    made.extend(_take(row, each, now) for each in judged.rows)
    ImportedRow.objects.bulk_create(made)
    counts: Counter[str] = Counter(each.result for each in made)
    counts.update(f"why:{each.fault}" for each in made if each.fault)
    return counts


def _judged(portion: Portion, mapping: Mapping[str, int]) -> _Judged:
    judged, country = _Judged(), business().country
    for number, cells in portion:
        read = read_row(number, cells, mapping, country)
        if isinstance(read, Refused):
            judged.refused[number] = read.why
        else:
            judged.rows.append(read)
    stopped = _stopped(judged.rows)
    for each in judged.rows:
        if each.number in stopped:
            judged.refused[each.number] = _("On the do-not-mail list")
    judged.rows = [each for each in judged.rows if each.number not in stopped]
    _know(judged)
    return judged


def _stopped(rows: list[Row]) -> set[int]:
    """Whoever said no is not taken in by a list, whatever the list says."""
    hashes = {address_hash(each.normalised): each.number for each in rows if each.normalised}
    found = Suppression.objects.filter(address_hash__in=hashes)
    stopped = set(found.values_list("address_hash", flat=True))
    return {
        each.number for each in rows if each.normalised and address_hash(each.normalised) in stopped
    }


def _know(judged: _Judged) -> None:
    addresses = [each.normalised for each in judged.rows if each.normalised]
    by_address = {
        found.normalised: found.lead
        for found in EmailAddress.objects.select_related("lead").filter(normalised__in=addresses)
    }
    phones = [each.phone for each in judged.rows if not each.normalised]
    by_phone = {
        found.known_by_phone: found for found in Lead.objects.filter(known_by_phone__in=phones)
    }
    for each in judged.rows:
        lead = by_address.get(each.normalised) if each.normalised else by_phone.get(each.phone)
        if lead is not None:
            judged.known[each.number] = lead


def _take(row: ListImport, each: Row, now: datetime) -> ImportedRow:
    known = EmailAddress.objects.select_related("lead").filter(normalised=each.normalised).first()
    lead = known.lead if known else Lead.objects.filter(known_by_phone=each.phone or None).first()
    if (lead is not None and not each.normalised) or known is not None:
        assert lead is not None
        return _again(row, each, lead, known, now)
    try:
        captured = capture_lead(
            address=each.address,
            first_name=each.name,
            phone=each.phone,
            company=each.company,
            now=now,
        )
    except OtherKindError:
        return ImportedRow(
            list_import=row, number=each.number, result=Result.REFUSED, fault=_("A test person")
        )
    _agree(row, captured.address, is_new=True)
    _tell(row, captured.lead, each.number, now)
    return ImportedRow(list_import=row, number=each.number, result=Result.MADE, lead=captured.lead)


def _again(
    row: ListImport, each: Row, lead: Lead, known: EmailAddress | None, now: datetime
) -> ImportedRow:
    """What they or somebody else wrote down before stays; a list only fills what is empty."""
    root = lead.merged_into or lead
    if root.is_test:
        return ImportedRow(
            list_import=row, number=each.number, result=Result.REFUSED, fault=_("A test person")
        )
    said = {"name": each.name, "phone": each.phone, "company": each.company}
    empty = {name: value for name, value in said.items() if value and not getattr(root, name)}
    if empty:
        Lead.objects.filter(pk=root.pk).update(**empty)
    _agree(row, known, is_new=False)
    _tell(row, root, each.number, now)
    return ImportedRow(list_import=row, number=each.number, result=Result.KNOWN, lead=root)


def _agree(row: ListImport, address: EmailAddress | None, *, is_new: bool) -> None:
    """What an address has said itself is newer than any list: then nothing is added."""
    if not row.purpose or address is None or row.agreed_on is None:
        return
    if not is_new and address.consents.filter(purpose=row.purpose).exists():
        return
    give_consents(
        address=address,
        terms=[Terms(row.purpose, row.agreed_text, needs_confirmation=False)],
        language="",
        url=row.source[:200],
        channel="list",
        now=datetime.combine(row.agreed_on, time(12), tzinfo=UTC),
    )


def _tell(row: ListImport, lead: Lead, number: int, now: datetime) -> None:
    act = Act(
        kind=Activity.Kind.DESK,
        subject=f"list/{row.pk}",
        label=f"From a list: {row.name}",
        occurred_at=now,
        source_key=f"list:{row.pk}:{number}",
    )
    record_acts(lead=lead, acts=[act], now=now)


def _finish(row: ListImport, state: str, now: datetime, *, fault: str = "") -> None:
    ListImport.objects.filter(pk=row.pk, state=State.RUNNING).update(
        state=state,
        fault=fault[:500],
        finished_at=now,
        leased_until=None,
        total=row.done,
    )


def refused_rows(row: ListImport) -> Iterator[tuple[int, str]]:
    """Number and reason of each row that was not taken."""
    rows = row.rows.filter(result=Result.REFUSED).order_by("number")
    yield from rows.values_list("number", "fault").iterator()
