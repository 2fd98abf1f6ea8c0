"""Every reason the engine writes down, in words staff can read out. One registry.

The ledger, the dry run and the figures say them; a guard test finds a reason without words.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from nurture.models import Delivery, Enrollment, MailStop
from nurture.rules import rules

# Why a mail waits.
HOLDS = {
    "": gettext_lazy("something had changed at the last moment"),
    "quiet_hours": gettext_lazy("outside the hours in which this series may write"),
    "mail_stop": gettext_lazy("all mails were stopped"),
    "all_paused": gettext_lazy("all mails are paused by staff"),
    "group_paused": gettext_lazy("mails to their mail provider are paused by staff"),
    "login_refused": gettext_lazy("the mail server refused the password"),
    "server_away": gettext_lazy("the mail server does not answer"),
    "provider_refused": gettext_lazy("their mail provider refused our mails"),
    "text_broken": gettext_lazy("the text of this mail cannot be made"),
    "rate": gettext_lazy("enough mails went to their mail provider for now"),
    "paused": gettext_lazy("the series is paused"),
    "lead_paused": gettext_lazy("mails to this person are paused by staff"),
    "mail_paused": gettext_lazy("this mail is paused for everybody"),
    "claimed": gettext_lazy("sales is talking with them"),
    "replied": gettext_lazy("they replied, so every series rests"),
    "paused_by_reader": gettext_lazy("they asked for a pause"),
    "fewer": gettext_lazy("they asked for at most one mail a week"),
    "cap_day": ngettext_lazy(
        "%(number)s mail a day is the limit, and they had it",
        "%(number)s mails a day are the limit, and they had them",
        "number",
    ),
    "cap_week": ngettext_lazy(
        "%(number)s mail a week is the limit, and they had it",
        "%(number)s mails a week are the limit, and they had them",
        "number",
    ),
    "priority": gettext_lazy("a mail of another series goes first"),
    "throttled": gettext_lazy("enough mails went to their mail provider for now"),
    "most_a_day": gettext_lazy("the limit of mails of the whole house a day was reached"),
    "slowed": gettext_lazy("the series was slowed down after complaints"),
    "unconfirmed_soon": gettext_lazy("the address is not confirmed: one mail in 15 minutes"),
    "unconfirmed_day": gettext_lazy("the address is not confirmed: three mails a day"),
    "not_confirmed": gettext_lazy("they have not confirmed their address yet"),
    "server_refused": gettext_lazy("the mail server did not take it; it is tried again"),
    "maybe_sent": gettext_lazy("nobody knows whether it arrived; it is sent once more"),
}
# Their words name the number that the rules say now.
_CAPS = ("cap_day", "cap_week")
# A stop that nobody of the staff made is named by what came before it.
STOPS = {f"stop_{kind.value}": kind.label for kind in MailStop.Kind}
# Why a mail never goes out.
NEVERS = {
    "": gettext_lazy("something had changed at the last moment"),
    "condition": gettext_lazy("it does not fit this person"),
    "waited": gettext_lazy("it waited until it fits this person, and it never did"),
    "expired": gettext_lazy("it could not be sent in time and would be old news"),
    "gone": gettext_lazy("the mail is no longer part of the series"),
    "left": gettext_lazy("they had left the series"),
    "no_consent": gettext_lazy("they never agreed to such mails, or took it back"),
    "suppressed": gettext_lazy("they are on the do-not-mail list"),
    "merged": gettext_lazy("they are one person with somebody who gets it already"),
    "network_cap": gettext_lazy("too many were asked for from one connection"),
    "address_cap": gettext_lazy("too many were asked for to this address"),
    "stopped": gettext_lazy("staff stopped it"),
}
# How a series ends, in whole words: "left: they asked for a call".
EXITS = {
    Enrollment.Exit.GOAL: gettext_lazy("they did what the series is for"),
    Enrollment.Exit.WON: gettext_lazy("they became a customer"),
    Enrollment.Exit.DISQUALIFIED: gettext_lazy("sales said: not a match"),
    Enrollment.Exit.UNSUBSCRIBED: gettext_lazy("they unsubscribed"),
    Enrollment.Exit.BOUNCED: gettext_lazy("the address does not exist"),
    Enrollment.Exit.REPLACED: gettext_lazy("another series fits better"),
    Enrollment.Exit.ERASED: gettext_lazy("they asked to be forgotten"),
    Enrollment.Exit.STOPPED: gettext_lazy("staff stopped it"),
}


def held_words(code: str) -> str:
    """Why it waits; a stop of one kind is named by that kind."""
    if code in _CAPS:
        return str(HOLDS[code] % {"number": getattr(rules(), code)})
    if code in HOLDS:
        return str(HOLDS[code])
    return str(STOPS[code]) if code in STOPS else never_words(code)


def never_words(code: str) -> str:
    if code in NEVERS:
        return str(NEVERS[code])
    if code in EXITS:
        return exit_words(code)
    if code in HOLDS or code in STOPS:
        return held_words(code)
    return _("the reason was not written down")


def exit_words(code: str) -> str:
    known = {str(key.value): str(words) for key, words in EXITS.items()}
    return known.get(code, _("the reason was not written down"))


def is_told(code: str) -> bool:
    """Whether there are words for it: for the guard test."""
    return any(code in known for known in (HOLDS, NEVERS, EXITS, STOPS))


def ended_words(delivery: Delivery) -> str:
    """Of a mail that did not simply go out; '' for one that did, or is still to go."""
    state = Delivery.State
    match delivery.state:
        case state.SKIPPED:
            return _("left out: %(why)s") % {"why": never_words(delivery.skipped_reason)}
        case state.CANCELLED:
            return _("not sent: %(why)s") % {"why": never_words(delivery.skipped_reason)}
        case state.FAILED:
            return _("not sent: the mail server refused it for good")
        case state.PARKED:
            return _("on hold: its text could not be made for this person")
        case state.BOUNCED:
            return _("came back: the address does not exist")
        case state.AMBIGUOUS:
            return _("maybe sent: the connection broke after the last line; it is not sent again")
        case _:
            return ""
