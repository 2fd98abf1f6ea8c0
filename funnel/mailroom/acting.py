"""What a press in the mail room does, and the sentence that says what came of it.

Called by watch_views with a checked form. Each write names who pressed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nurture.models import Delivery, Notice
from nurture.sending.doubts import put_back, send_again, settle_doubt
from nurture.sending.stopping import pause, resume

# So many at once; each is a transaction of its own, and nobody waits for more.
MOST = 200


def act(*, do: str, scope: str, ids: list[int], by: str, now: datetime) -> str:
    """The sentence for the screen."""
    if do == "pause":
        pause(scope=scope, by=by, now=now)
        return _("Paused. Nothing of it goes out until somebody resumes it.")
    if do == "resume":
        waited = resume(scope=scope, now=now)
        words = ngettext(
            "It goes on. %(number)s mail is due now.",
            "It goes on. %(number)s mails are due now.",
            waited,
        )
        return words % {"number": waited}
    if do == "seen":
        Notice.objects.filter(pk__in=ids, seen_at=None).update(seen_at=now)
        return _("Put away.")
    return _on_mails(do, _chosen(scope, ids), by=by, now=now)


def _chosen(scope: str, ids: list[int]) -> list[int]:
    """The ticked ones, or all on hold of one mail."""
    if not scope.startswith("mail:"):
        return ids[:MOST]
    _mail, sequence_id, key = scope.split(":", 2)
    parked = Delivery.objects.filter(
        state=Delivery.State.PARKED, enrollment__sequence_id=int(sequence_id), message_key=key
    )
    return list(parked.order_by("due_at", "pk").values_list("pk", flat=True)[:MOST])


def _on_mails(do: str, ids: Iterable[int], *, by: str, now: datetime) -> str:
    writes: dict[str, Callable[[int], bool]] = {
        "arrived": lambda pk: settle_doubt(delivery_id=pk, has_arrived=True, by=by, now=now),
        "again": lambda pk: send_again(delivery_id=pk, by=by, now=now),
        "try": lambda pk: put_back(delivery_id=pk, now=now),
    }
    done = [writes[do](pk) for pk in ids]
    if not done:
        return _("Tick at least one mail first.")
    left = len(done) - sum(done)
    words = {
        "arrived": ngettext(
            "%(number)s mail counts as sent.", "%(number)s mails count as sent.", sum(done)
        ),
        "again": ngettext(
            "%(number)s mail is sent again.", "%(number)s mails are sent again.", sum(done)
        ),
        "try": ngettext(
            "%(number)s mail is tried again.", "%(number)s mails are tried again.", sum(done)
        ),
    }[do] % {"number": sum(done)}
    if not left:
        return words
    more = ngettext(
        "%(number)s could not be: its series has gone on, or somebody was faster.",
        "%(number)s could not be: their series have gone on, or somebody was faster.",
        left,
    )
    return f"{words} {more % {'number': left}}"
