"""How long after the mail before a mail comes, in words. Lists and pages of changes call it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nurture.document import DelayDoc


def delay_said(delay: DelayDoc, *, is_first: bool = False) -> str:
    """In the middle of a sentence or a line: "after 3 working days", "the same day"."""
    if delay.hours:
        words = ngettext("after %(count)s hour", "after %(count)s hours", delay.hours)
        return words % {"count": delay.hours}
    if delay.working_days:
        return _working(delay.days)
    if not delay.days:
        return _("at once") if is_first else _("the same day")
    words = ngettext("after %(count)s day", "after %(count)s days", delay.days)
    return words % {"count": delay.days}


def _working(days: int) -> str:
    if not days:
        return _("on the first working day")
    words = ngettext("after %(count)s working day", "after %(count)s working days", days)
    return words % {"count": days}
