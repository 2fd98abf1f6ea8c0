"""Trials in the mail: staff walking through a funnel as a marked test person.

Guards and rendering ask whether a mail belongs to one, dispatching and settling keep a long
series moving. Only a walk by a signed try link has either mark.
"""

from __future__ import annotations

from django.db import transaction

from nurture import bell
from nurture.models import Delivery, Enrollment
from nurture.requested import RequestedMail


def is_trial(delivery: Delivery) -> bool:
    if delivery.enrollment is not None:
        return delivery.enrollment.day_seconds is not None
    # Of a person who was forgotten meanwhile nothing is left to read.
    return bool(delivery.content) and RequestedMail.model_validate_json(delivery.content).is_trial


def hurry(enrollment: Enrollment | None) -> None:
    """After the commit: the next mail of a series too long to wait for the clock between mails."""
    if enrollment is not None and enrollment.day_seconds == 0:
        transaction.on_commit(bell.hurry)
