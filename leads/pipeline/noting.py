"""Notes and tasks about a person. The form's own key makes the same press twice one row."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from leads.models import Note, Task
from leads.pipeline.standing import called, locked_person, tell


@transaction.atomic
def add_note(*, lead_id: int, by: User, text: str, key: str, now: datetime) -> Note:
    """Idempotent by `key`. Raises Lead.DoesNotExist."""
    lead = locked_person(lead_id)
    note, _is_new = Note.objects.get_or_create(
        key=key, defaults={"lead": lead, "by": by, "text": text, "created_at": now}
    )
    return note


@transaction.atomic
def add_task(
    *, lead_id: int, by: User, text: str, due_at: datetime | None, key: str, now: datetime
) -> Task:
    """Idempotent by `key`. Raises Lead.DoesNotExist."""
    lead = locked_person(lead_id)
    task, _is_new = Task.objects.get_or_create(
        key=key,
        defaults={"lead": lead, "by": by, "text": text, "due_at": due_at, "created_at": now},
    )
    return task


@transaction.atomic
def finish_task(*, task_id: int, by: User, now: datetime) -> Task:
    """Idempotent; who was first did it. Raises Task.DoesNotExist."""
    lead = locked_person(Task.objects.get(pk=task_id).lead_id)
    done = Task.objects.filter(pk=task_id, done_at=None).update(done_at=now, done_by=by)
    task = Task.objects.get(pk=task_id)
    if done:
        line = f"{task.text} ({called(by)})"
        tell(lead, "Task done", line, key=f"task:{task.pk}", now=now)
    return task
