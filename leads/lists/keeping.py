"""Writes that are no rows of a list: the file that was brought, what its columns are, what goes."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.core.files.base import File
from django.db import transaction

from leads.audit import record
from leads.desk_question import DeskQuestion
from leads.lists.importing import start
from leads.lists.reading import Shape
from leads.models import AuditEntry, ListExport, ListImport

_KEPT = timedelta(days=7)


def keep_file(*, file: File[bytes], shape: Shape, by: User, now: datetime) -> ListImport:
    """Stored under a random name; nobody is taken in yet."""
    row = ListImport(
        by=by,
        name=" ".join((file.name or "").split())[:200] or "list.csv",
        encoding=shape.encoding,
        delimiter=shape.delimiter,
        headers=list(shape.headers),
        mapping=shape.guessed,
        created_at=now,
    )
    row.file.save(f"{secrets.token_hex(16)}.csv", file, save=False)
    row.save()
    return row


@transaction.atomic
def say_what_it_is(
    *,
    list_import: int,
    mapping: Mapping[str, int],
    purpose: str,
    source: str,
    agreed_text: str,
    agreed_on: date | None,
) -> bool:
    """What each column is and what its people agreed to; then it is tried. Whether it still could
    be changed: a list that is being taken in cannot."""
    rows = ListImport.objects.filter(pk=list_import, is_trial=True)
    rows.exclude(state__in=(ListImport.State.WAITING, ListImport.State.RUNNING)).update(
        mapping=dict(mapping),
        purpose=purpose,
        source=source,
        agreed_text=agreed_text,
        agreed_on=agreed_on,
        state=ListImport.State.DRAFT,
    )
    return start(list_import=list_import, is_trial=True)


@transaction.atomic
def take_in(*, list_import: int, by: User, now: datetime) -> bool:
    """After a trial: for real, which the audit log keeps."""
    if not start(list_import=list_import, is_trial=False):
        return False
    row = ListImport.objects.get(pk=list_import)
    record(kind=AuditEntry.Kind.LIST_IMPORTED, by=by, now=now, detail=f"{row.name}: {row.total}")
    return True


@transaction.atomic
def ask_for_list(*, by: User, question: DeskQuestion, now: datetime) -> ListExport:
    """Puts it into the queue, which the audit log keeps with the question."""
    row = ListExport.objects.create(
        by=by,
        question=json.dumps(asdict(question)),
        state=ListExport.State.WAITING,
        created_at=now,
    )
    record(kind=AuditEntry.Kind.LIST_EXPORTED, by=by, now=now, detail=question.query[:300])
    return row


def forget_files(*, now: datetime) -> int:
    """Files of lists that ended a week ago or were never begun; what became of them stays."""
    gone = 0
    for model in (ListImport, ListExport):
        old = model.objects.exclude(file="").filter(created_at__lt=now - _KEPT)
        for row in old.exclude(state__in=("waiting", "running"))[:200]:
            row.file.delete(save=False)
            model.objects.filter(pk=row.pk).update(file="")
            gone += 1
    return gone
