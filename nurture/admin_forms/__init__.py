"""The forms a mail series is written with, for the admin and for the studio."""

from __future__ import annotations

from nurture.admin_forms.mail import MailForm
from nurture.admin_forms.series import TURNS, WEEKDAYS, SeriesForm
from nurture.admin_forms.targets import goals, places, targets

__all__ = [
    "TURNS",
    "WEEKDAYS",
    "MailForm",
    "SeriesForm",
    "goals",
    "places",
    "targets",
]
