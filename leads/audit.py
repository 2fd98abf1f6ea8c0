"""The audit log: who of the staff looked at or took what. Rows are only ever added."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

from leads.models import AuditEntry


def record(
    *,
    kind: AuditEntry.Kind,
    by: User | AbstractBaseUser | AnonymousUser,
    now: datetime,
    lead_id: int | None = None,
    detail: str = "",
) -> AuditEntry:
    """One row, in the caller's transaction. The name stays when the account goes; `detail` is cut
    at 300 characters."""
    return AuditEntry.objects.create(
        kind=kind,
        by=by if isinstance(by, User) else None,
        by_name=by.get_username(),
        lead_id=lead_id,
        detail=detail[:300],
        created_at=now,
    )
