"""What the operator or the marketers have to hear of: written down once, mailed by the clock.

Guard rails and the watch call notice(); nurture.watching.alerts sends what is not sent yet.
"""

from __future__ import annotations

from datetime import datetime

from nurture.models import Notice


def notice(*, kind: Notice.Kind, key: str, subject: str, text: str, now: datetime) -> Notice:
    """The notice of this incident, made on the first call. Idempotent by `key`."""
    row, _is_new = Notice.objects.get_or_create(
        key=key[:200],
        defaults={
            "kind": kind,
            "subject": subject[:300],
            "text": text[:5_000],
            "created_at": now,
        },
    )
    return row
