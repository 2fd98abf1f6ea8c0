"""What a mail series shows before anybody asks for it: its titles, its rhythm, its first mail.

screens.py puts it on the page; the press keeps the same words as proof of what was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funnel.document import FunnelDocument, SeriesStep
from funnel.journey.mailboxes import suggested_address
from funnel.journey.place import Context, Place
from funnel.journey.told import step_name
from nurture.document import DelayDoc, MessageDoc
from quizzes.recall import Words, render_gently


@dataclass(frozen=True, slots=True)
class Line:
    """One mail of the series in the list: its title, and when it comes."""

    title: str
    rhythm: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of the screen around the first mail. `body` is Markdown still."""

    size: str
    title: str
    problem: str
    promise: str
    body: str
    lines: tuple[Line, ...]
    stops: str
    button: str

    def __str__(self) -> str:
        """As it is kept beside the yes; the title comes first, on a line of its own."""
        about = [self.title, self.size, self.problem, self.promise]
        told = [f"{each.rhythm}: {each.title}" for each in self.lines]
        return "\n".join(filter(None, [*about, *told, self.body, self.stops, f"[{self.button}]"]))


def series_context(place: Place, step: SeriesStep) -> Context:
    first = messages_of(place.document, step)[0]
    shown = shown_of(place.document, step, place.words)
    return {
        "gift": step.magnet,
        "title": shown.title,
        "shown": shown,
        "body": place.text(step.magnet.body),
        "first_subject": place.line(first.subject),
        "first_body": place.text(first.body),
        "first_button": place.line(first.button.label),
        "first_leads_to": _leads_to(place.document, first.button.target),
        "meant_address": suggested_address(place.typed.get("email", "")),
        "is_known": bool(place.known.get("is_known")),
        "is_asked": bool(place.known.get("is_asked")),
    }


def shown_of(document: FunnelDocument, step: SeriesStep, words: Words) -> Shown:
    """In the document's language; call it inside speaking()."""

    def line(text: str) -> str:
        return render_gently(text, words, is_markdown=False)

    magnet, messages = step.magnet, messages_of(document, step)
    return Shown(
        size=size_of(document, step),
        title=line(magnet.title),
        problem=line(magnet.problem),
        promise=line(magnet.promise),
        body=line(magnet.body),
        lines=tuple(
            Line(line(each.subject), rhythm(each.delay, is_first=not index))
            for index, each in enumerate(messages)
        ),
        stops=_stops(len(messages), waits=document.double_opt_in),
        button=line(magnet.button),
    )


def messages_of(document: FunnelDocument, step: SeriesStep) -> tuple[MessageDoc, ...]:
    sequence = document.sequence(step.sequence)
    assert sequence is not None, "publishing makes sure that the series exists"
    return sequence.messages


def rhythm(delay: DelayDoc, *, is_first: bool) -> str:
    """When a mail comes, counted from the one before: "the next day"."""
    if is_first:
        return _("Today")
    if delay.hours:
        hours = {"hours": delay.hours}
        return ngettext("%(hours)s hour later", "%(hours)s hours later", delay.hours) % hours
    if delay.working_days:
        return _working(delay.days)
    weeks, rest = divmod(delay.days, 7)
    if not delay.days:
        return _("The same day")
    if delay.days == 1:
        return _("The next day")
    if not rest:
        return ngettext("A week later", "%(weeks)s weeks later", weeks) % {"weeks": weeks}
    return ngettext("%(days)s day later", "%(days)s days later", delay.days) % {"days": delay.days}


def _working(days: int) -> str:
    if not days:
        return _("On the first working day")
    if days == 1:
        return _("The next working day")
    words = ngettext("%(days)s working day later", "%(days)s working days later", days)
    return words % {"days": days}


def size_of(document: FunnelDocument, step: SeriesStep) -> str:
    """How much it is: "5 mails, 2 minutes each"."""
    count, minutes = len(messages_of(document, step)), step.magnet.minutes
    mails = ngettext("%(count)s mail", "%(count)s mails", count) % {"count": count}
    each = ngettext("%(minutes)s minute each", "%(minutes)s minutes each", minutes)
    return f"{mails}, {each % {'minutes': minutes}}"


def _stops(count: int, *, waits: bool) -> str:
    """What is promised of every series, whatever the marketer writes beside it."""
    stops = _("One press in every mail stops it.")
    if count == 1 or not waits:
        return stops
    return " ".join([_("The others wait until you press “yes” in the first one."), stops])


def _leads_to(document: FunnelDocument, target: str) -> str:
    """What the button of the first mail will open, in words."""
    kinds = {"result": _("your result"), "offer": _("the offer")}
    step = document.step(target.removeprefix("step:")) if target.startswith("step:") else None
    named = step_name(step) if step else ""
    return named or kinds.get(target, _("where you stopped"))
