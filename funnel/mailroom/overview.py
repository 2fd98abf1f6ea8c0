"""What the page On their way says: one sentence on top, and what stands, in words.

Called by watch_views and by the home page. It reads the report of nurture.watching and asks for
the names of what is paused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnel.operating.beat import heartbeat_path
from leads.business import business
from leads.models import Lead
from nurture.models import MailStop, Message, Sequence
from nurture.rules import rules
from nurture.telling.reasons import held_words
from nurture.watching.causes import cause_of
from nurture.watching.groups import group_name
from nurture.watching.pulse import silent_since
from nurture.watching.queue import QueueReport

GOOD, NOTE, BAD = "good", "note", "bad"


@dataclass(frozen=True, slots=True)
class Headline:
    tone: str
    words: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A stop or a pause. `who` is a person, or what the mail server said."""

    scope: str
    what: str
    why: str
    who: str
    since: datetime | None
    until: datetime | None
    is_slow: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    code: str
    words: str
    number: int


def silence(now: datetime) -> datetime | None:
    """Since when neither a worker nor the clock gave a sign of life; None where one did."""
    try:
        heartbeat = datetime.fromtimestamp(heartbeat_path().stat().st_mtime, tz=UTC)
    except OSError:
        heartbeat = None
    return silent_since(now, heartbeat=heartbeat)


def headline(report: QueueReport, *, silent: datetime | None) -> Headline:
    if report.all_stop is not None:
        return _paused(report.all_stop)
    cause = cause_of(report, silent_since=silent)
    if report.is_late and report.late.since is not None:
        words = ngettext(
            "%(number)s mail waits since %(time)s: %(why)s.",
            "%(number)s mails wait since %(time)s: %(why)s.",
            report.late.mails,
        )
        facts = {"number": report.late.mails, "time": clock(report.late.since, report.now)}
        return Headline(BAD, words % {**facts, "why": cause.why}, cause.cure)
    if silent is not None:
        words = _("The clock has not ticked since %(time)s.") % {"time": clock(silent, report.now)}
        return Headline(BAD, words, cause.cure)
    trouble = next((stop for stop in report.stops if stop.kind in _TROUBLE), None)
    if trouble is not None:
        return Headline(NOTE, cause.why[:1].upper() + cause.why[1:] + ".", cause.cure)
    words = ngettext(
        "All is well: nothing waits longer than %(number)s minute.",
        "All is well: nothing waits longer than %(number)s minutes.",
        rules().alert_after_minutes,
    )
    return Headline(GOOD, words % {"number": rules().alert_after_minutes})


_TROUBLE = (MailStop.Kind.LOGIN, MailStop.Kind.AWAY, MailStop.Kind.REFUSED)


def _paused(stop: MailStop) -> Headline:
    zone = business().zone
    since = date_format(stop.created_at.astimezone(zone), "SHORT_DATETIME_FORMAT")
    return Headline(
        NOTE,
        _("Everything is paused: no mail goes out."),
        _("By %(who)s, since %(time)s. What is due waits, and nothing is lost.")
        % {"who": stop.reason, "time": since},
    )


def clock(at: datetime, now: datetime) -> str:
    """A time of today as hours and minutes, any other with its day; as the business has it."""
    zone = business().zone
    here = at.astimezone(zone)
    is_today = here.date() == now.astimezone(zone).date()
    return date_format(here, "TIME_FORMAT" if is_today else "SHORT_DATETIME_FORMAT")


def held_rows(report: QueueReport) -> list[Held]:
    return [Held(code, held_words(code), number) for code, number in report.held.items()]


def standings(report: QueueReport) -> list[Standing]:
    """Stops first, then series; what one scope says twice is said once. At most three queries."""
    by_scope = {stop.scope: stop for stop in report.stops}
    names = names_of(scope for scope in by_scope if not _is_series(scope))
    found = [_of_stop(stop, names) for stop in report.stops if not _is_series(stop.scope)]
    return found + [_of_series(row, by_scope.get(f"series:{row.pk}")) for row in report.series]


def look_needed(report: QueueReport) -> int:
    """How many things want somebody's eyes: the home page says it."""
    return report.ambiguous + report.parked + len(report.notices)


def _is_series(scope: str) -> bool:
    return scope.startswith("series:")


def _of_stop(stop: MailStop, names: Mapping[str, str]) -> Standing:
    return Standing(
        scope=stop.scope,
        what=names.get(stop.scope, stop.scope),
        why=str(MailStop.Kind(stop.kind).label),
        who=stop.reason,
        since=stop.created_at,
        until=stop.until,
    )


def _of_series(row: Sequence, stop: MailStop | None) -> Standing:
    is_ours = row.pause_reason == MailStop.Kind.COMPLAINTS or not row.is_paused
    kind = MailStop.Kind.COMPLAINTS if is_ours else MailStop.Kind.STAFF
    return Standing(
        scope=f"series:{row.pk}",
        what=_("Series “%(name)s”") % {"name": row.name},
        why=str(kind.label),
        who=stop.reason if stop else "",
        since=stop.created_at if stop else row.slowed_at,
        until=None,
        is_slow=not row.is_paused,
    )


def names_of(scopes: Iterable[str]) -> dict[str, str]:
    """What each scope is called on the screen."""
    known = {"all": _("All mails"), "server": _("The mail server")}
    scopes = list(scopes)
    rest_of = {**_mail_names(scopes), **_series_names(scopes), **_people(scopes)}
    found = {}
    for scope in scopes:
        head, _colon, rest = scope.partition(":")
        if head == "group":
            found[scope] = _("Mails to %(provider)s") % {"provider": group_name(rest)}
        else:
            found[scope] = known.get(scope) or rest_of.get(scope) or scope
    return found


def _mail_names(scopes: list[str]) -> dict[str, str]:
    wanted = [scope.split(":", 2) for scope in scopes if scope.startswith("mail:")]
    if not wanted:
        return {}
    rows = Message.objects.filter(sequence_id__in={int(each[1]) for each in wanted})
    return {
        f"mail:{row.sequence_id}:{row.key}": _("Mail “%(subject)s” of “%(series)s”")
        % {"subject": row.subject, "series": row.sequence.name}
        for row in rows.select_related("sequence")
    }


def _series_names(scopes: list[str]) -> dict[str, str]:
    ids = [int(scope.removeprefix("series:")) for scope in scopes if _is_series(scope)]
    rows = Sequence.objects.filter(pk__in=ids).values_list("pk", "name") if ids else ()
    return {f"series:{pk}": _("Series “%(name)s”") % {"name": name} for pk, name in rows}


def _people(scopes: list[str]) -> dict[str, str]:
    ids = [int(scope.removeprefix("lead:")) for scope in scopes if scope.startswith("lead:")]
    if not ids:
        return {}
    # Marketers may read this page and no names: a number says which one to ask sales about.
    found = Lead.objects.filter(pk__in=ids).values_list("pk", flat=True)
    return {f"lead:{pk}": _("One person (number %(number)s)") % {"number": pk} for pk in found}


def lead_url(pk: int) -> str:
    return reverse("leads:lead", args=[pk])
