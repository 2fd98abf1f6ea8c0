"""Over which spans the caps of one person are counted, said once for planning and sending."""

from __future__ import annotations

from datetime import timedelta

# A day of mails is shorter than one of the clock: half past nine comes a little earlier or later.
DAY_SPAN = timedelta(hours=20)
WEEK_SPAN = timedelta(days=7)
