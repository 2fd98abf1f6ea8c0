"""What is kept about a person in plain words: sections of lines for the page.

Made from the same values as the file, so that neither tells less than the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from leads.models import Consent, Lead, Suppression
from leads.told import told
from nurture.models import Delivery, Enrollment

# Any: the export is plain data whose shape its own floor describes.
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """`what` said of `name`; `at` is when."""

    name: str
    what: str = ""
    at: datetime | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[Line, ...]


def sections(data: Mapping[str, object]) -> list[Section]:
    """In the order of a conversation: who, what was agreed, said, given, sent, done."""
    found = [
        Section(_("Who you are to us"), _lines(data, "person", _person)),
        Section(_("Your addresses"), _lines(data, "addresses", _address)),
        Section(_("What you wrote besides"), _lines(data, "own_fields", _own_field)),
        Section(_("What you agreed to"), _lines(data, "agreed", _agreed)),
        Section(_("What stops our mails"), _lines(data, "do_not_mail", _stop)),
        *_walks(data),
        Section(_("Mail series"), _lines(data, "series", _series)),
        Section(_("Mails to you"), _lines(data, "mails", _mail)),
        Section(_("Links in mails you followed"), _lines(data, "links_followed", _link)),
        Section(_("What you did, as we wrote it down"), _lines(data, "acts", _act)),
        Section(_("What interest we read from it"), tuple(_interest(data))),
        Section(_("The effort, step by step"), _lines(data, "small_yeses_made_of", _effort)),
    ]
    return [section for section in found if section.lines]


def _rows(data: Mapping[str, object], key: str) -> Iterable[Row]:
    rows = data.get(key)
    return rows if isinstance(rows, list) else []


def _lines(
    data: Mapping[str, object], key: str, read: Callable[[Row], Iterable[Line]]
) -> tuple[Line, ...]:
    return tuple(line for row in _rows(data, key) for line in read(row))


def _interest(data: Mapping[str, object]) -> Iterable[Line]:
    receipt = data.get("interest_made_of")
    if not isinstance(receipt, dict) or not receipt["rows"]:
        return
    for row in receipt["rows"]:
        points = {"now": row["now"], "full": row["that_day"]}
        what = _("%(now)s now, %(full)s that day") % points
        yield Line(told(row["what"]), what, at=row["at"])
    yield Line(_("Interest, of 100"), str(receipt["total"]))


def _effort(row: Row) -> Iterable[Line]:
    yield Line(told(row["what"]), _("Effort %(effort)s") % row, at=row["at"])


def _person(row: Row) -> Iterable[Line]:
    for name, value in (
        (_("Name"), row["name"]),
        (_("Company"), row["company"]),
        (_("Phone"), row["phone"]),
        (_("Time zone"), row["time_zone"].replace("_", " ")),
    ):
        if value:
            yield Line(name, value)
    yield Line(_("Known since"), at=row["since"])
    yield Line(_("Last seen"), at=row["last_seen"])
    stage = str(Lead.Stage(row["stage"]).label)
    yield Line(_("Where you stand with us"), stage)
    interest = _("%(points)s of 100") % {"points": row["interest"]}
    yield Line(_("How interested we think you are"), interest)


def _address(row: Row) -> Iterable[Line]:
    if not row["address"]:
        return
    is_confirmed = row["confirmed"] is not None
    yield Line(row["address"], _("Confirmed") if is_confirmed else _("Not confirmed"), row["since"])


def _own_field(row: Row) -> Iterable[Line]:
    yield Line(row["asked"], row["said"], row["at"])


def _agreed(row: Row) -> Iterable[Line]:
    moment = str(Consent.Moment(row["moment"]).label)
    yield Line(_purpose(row["purpose"]), moment, row["at"], quote=row["text"])


def _purpose(purpose: str) -> str:
    """To the person; the desk says the same of them."""
    match purpose:
        case Consent.Purpose.REQUESTED:
            return _("What you asked for")
        case Consent.Purpose.SERIES:
            return _("The mail series you asked for")
    return _("Further mails")


def _stop(row: Row) -> Iterable[Line]:
    yield Line(str(Suppression.Reason(row["reason"]).label), at=row["since"])


def _walks(data: Mapping[str, object]) -> Iterable[Section]:
    """One section for each walk through a page of ours."""
    for walk in _rows(data, "walks"):
        title = _("%(page)s, on %(day)s") % {
            "page": walk["page"],
            "day": date_format(walk["began"], "DATE_FORMAT"),
        }
        yield Section(title, tuple(_walk(walk)))


def _walk(walk: Row) -> Iterable[Line]:
    yield Line(_("Came from"), ", ".join(map(str, walk["came_from"].values())))
    if walk["stood_on"]:
        yield Line(_("Stood on"), walk["stood_on"])
    for name, value in walk["sent_along"].items():
        yield Line(_("Sent along: %(name)s") % {"name": name}, str(value))
    yield Line(
        _("Device and language"), ", ".join(filter(None, (walk["device"], walk["language"])))
    )
    for each in walk["answers"]:
        yield Line(each["asked"], each["said"] or _("Passed over"), each["at"])
    if walk["result"]:
        yield Line(_("Your result"), walk["result"])
    for gift in walk["gifts"]:
        yield Line(_("Gift: %(title)s") % {"title": gift["gift"]}, at=gift["opened"])
    for word in walk["offer"]:
        yield Line(_("The offer"), word["what"], word["at"])


def _series(row: Row) -> Iterable[Line]:
    state = str(Enrollment.State(row["state"]).label)
    why = str(Enrollment.Exit(row["why"]).label) if row["why"] else ""
    yield Line(row["name"], ": ".join(filter(None, (state, why))), row["since"])


def _mail(row: Row) -> Iterable[Line]:
    subject = row["subject"] or _("Not written yet")
    yield Line(subject, str(Delivery.State(row["state"]).label), row["sent"] or row["planned"])


def _link(row: Row) -> Iterable[Line]:
    """A button's own place has a name only in the file; a link of the text leads somewhere."""
    yield Line(row["mail"], row["to"] if "://" in row["to"] else "", row["at"])


def _act(row: Row) -> Iterable[Line]:
    yield Line(told(row["what"]), at=row["at"])
