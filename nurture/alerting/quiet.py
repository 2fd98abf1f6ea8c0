"""When somebody of the staff may be disturbed. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo


def free_at(moment: datetime, *, zone: tzinfo, quiet_from: time, quiet_until: time) -> datetime:
    """`moment`, or the end of the quiet hours it falls into. Equal ends: never quiet."""
    local = moment.astimezone(zone)
    clock = local.time().replace(tzinfo=None)
    if quiet_from <= quiet_until:
        is_quiet, is_tomorrow = quiet_from <= clock < quiet_until, False
    else:
        is_quiet = clock >= quiet_from or clock < quiet_until
        is_tomorrow = clock >= quiet_from
    if not is_quiet:
        return moment
    day = local.date() + timedelta(days=1 if is_tomorrow else 0)
    ends = datetime.combine(day, quiet_until, tzinfo=zone)
    # An end that the change of clocks skips must not lie before the moment itself.
    return max(moment, ends)
