"""Why mails wait, as far as it can be seen from here, and what to do about it: in words.

The watch page and the alert mail say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from nurture.models import MailStop
from nurture.watching.groups import group_name
from nurture.watching.queue import QueueReport

_GROUP = "group:"


@dataclass(frozen=True, slots=True)
class Cause:
    why: str
    cure: str


def cause_of(report: QueueReport, *, silent_since: datetime | None) -> Cause:
    """The likeliest first: a server that refuses, a clock that stands still, limits, a slow way."""
    for stop in report.stops:
        if stop.kind in _KINDS:
            return _of_stop(stop)
    if silent_since is not None:
        return Cause(
            _("the clock has stopped ticking"),
            _("See whether the worker and the beat are running, and start them again."),
        )
    if "server_refused" in report.held:
        return Cause(
            _("the mail server does not take them"),
            _("Each is tried again by itself. Look at what the server said, in the list."),
        )
    full = [flow for flow in report.flows if flow.limit and flow.last_minute >= flow.limit]
    if full:
        return Cause(
            _("more are due than your limits let through"),
            _("They all go out, one after the other. Raise the limits if that is too slow."),
        )
    return Cause(
        _("they go out more slowly than they become due"),
        _("See whether a worker is running; a second one doubles the speed."),
    )


def _of_stop(stop: MailStop) -> Cause:
    match stop.kind:
        case MailStop.Kind.LOGIN:
            return Cause(
                _("the mail server refused the password"),
                _("Put the password right in the settings of the server, then press Resume."),
            )
        case MailStop.Kind.REFUSED if stop.scope.startswith(_GROUP):
            return Cause(
                _("%(provider)s refused our mails")
                % {"provider": group_name(stop.scope.removeprefix(_GROUP))},
                _("Look at Your domain, mend what it says, then press Resume."),
            )
        case MailStop.Kind.REFUSED:
            return Cause(
                _("the mail provider refused our mails"),
                _("Look at Your domain, mend what it says, then press Resume."),
            )
        case _:
            return Cause(
                _("the mail server does not answer"),
                _("It is asked again by itself. See whether it is running and can be reached."),
            )


_KINDS = (MailStop.Kind.LOGIN, MailStop.Kind.REFUSED, MailStop.Kind.AWAY)
