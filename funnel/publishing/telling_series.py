"""What changed about a mail series or when a mail comes, as one sentence.

telling_changes.py asks for it where one thing is told alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from funnel.publishing.comparing import Change
from funnel.publishing.saying_values import Side
from nurture.delay_words import delay_said
from nurture.document import DelayDoc, MessageDoc, SequenceDoc

# What a change is told as, by the part it stands in, else by its own field.
HOLDERS: Mapping[str, str] = {"delay": "timing", "sender": "sender", "window": "hours"}
FIELDS: Mapping[str, str] = {
    "reply_to": "answers",
    "goals": "ending",
    "reentry_days": "again",
    "priority": "turn",
}


def mail_verb(change: Change) -> str:
    """How a change of a series or of a mail's timing is counted; '' for every other one."""
    if not any(part.field == "sequences" for part in change.way):
        return ""
    holder = HOLDERS.get(change.way[-1].field, "")
    return FIELDS.get(change.field, holder)


def mail_sentence(verb: str, part: object, what: Mapping[str, str], side: Side) -> str:
    """Empty where the count says enough. `what` holds the thing's name, to begin with."""
    match part:
        case MessageDoc() if verb == "timing":
            return _("%(thing)s now comes %(when)s") % {**what, "when": _when(part.delay)}
        case SequenceDoc():
            return _of_series(verb, part, what, side)
    return ""


def _of_series(verb: str, series: SequenceDoc, what: Mapping[str, str], side: Side) -> str:
    match verb:
        case "sender":
            who = series.sender.name or series.sender.email or _("your business")
            return _("%(thing)s now comes from %(who)s") % {**what, "who": who}
        case "answers":
            where = series.sender.reply_to or _("where your business's answers go")
            return _("Answers to %(thing)s now go to %(where)s") % {
                "thing": what["plain"],
                "where": where,
            }
        case "ending" if series.goals:
            goals = " · ".join(side.said("goals", each) for each in series.goals)
            return _("%(thing)s now ends when: %(goals)s") % {**what, "goals": goals}
        case "ending":
            return _("%(thing)s now ends with its last mail") % what
        case "again" if series.reentry_days is None:
            return _("%(thing)s now comes once and never again") % what
        case "turn":
            turn = side.said("priority", series.priority)
            return _("%(thing)s is now due: %(turn)s") % {**what, "turn": turn}
    return ""


def _when(delay: DelayDoc) -> str:
    when = delay_said(delay)
    if delay.at:
        return _("%(days)s, at %(time)s") % {"days": when, "time": delay.at}
    return when
