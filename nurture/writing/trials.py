"""Trials in the mail: staff walking through a funnel as a marked test person.

Guards and rendering ask whether a mail belongs to one, dispatching and settling keep a long
series moving. Only a walk by a signed try link has either mark.
"""

from __future__ import annotations

from nurture.models import Delivery
from nurture.writing.requested import RequestedMail


def is_trial(delivery: Delivery) -> bool:
    if delivery.enrollment is not None:
        return delivery.enrollment.day_seconds is not None
    # Of a person who was forgotten meanwhile nothing is left to read.
    return bool(delivery.content) and RequestedMail.model_validate_json(delivery.content).is_trial
