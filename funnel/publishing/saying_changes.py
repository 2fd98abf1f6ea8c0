"""What differs between two documents, in words a marketer reads: "2 questions reworded".

The page before publishing and the history show the lines; each unfolds into before and after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from django_stubs_ext import StrPromise

from funnel.document import FunnelDocument
from funnel.publishing.comparing import compare
from funnel.publishing.saying_values import side_of
from funnel.publishing.telling_changes import THINGS, WHOLES, Detail, Told, told

_COUNTS = {
    "steps": ngettext_lazy("%(count)s step", "%(count)s steps", "count"),
    "questions": ngettext_lazy("%(count)s question", "%(count)s questions", "count"),
    "choices": ngettext_lazy("%(count)s answer", "%(count)s answers", "count"),
    "outcomes": ngettext_lazy("%(count)s result", "%(count)s results", "count"),
    "topics": ngettext_lazy("%(count)s topic", "%(count)s topics", "count"),
    "figures": ngettext_lazy("%(count)s figure", "%(count)s figures", "count"),
    "items": ngettext_lazy("%(count)s line to tick", "%(count)s lines to tick", "count"),
    "fields": ngettext_lazy("%(count)s field", "%(count)s fields", "count"),
    "messages": ngettext_lazy("%(count)s mail", "%(count)s mails", "count"),
    "mail": ngettext_lazy("%(count)s first mail", "%(count)s first mails", "count"),
    "sequences": ngettext_lazy("%(count)s mail series", "%(count)s mail series", "count"),
    "by_source": ngettext_lazy(
        "%(count)s other first screen", "%(count)s other first screens", "count"
    ),
}
_VERBS: Mapping[str, StrPromise] = {
    "added": gettext_lazy("%(things)s added"),
    "removed": gettext_lazy("%(things)s removed"),
    "moved": gettext_lazy("%(things)s moved"),
    "reworded": gettext_lazy("%(things)s reworded"),
    "shown": gettext_lazy("%(things)s under another condition"),
    "counting": gettext_lazy("%(things)s with other points"),
    "leading": gettext_lazy("%(things)s leading elsewhere"),
    "timing": gettext_lazy("%(things)s at another time"),
    "limits": gettext_lazy("%(things)s with other limits"),
    "sender": gettext_lazy("%(things)s from another sender"),
    "answers": gettext_lazy("%(things)s with another address for answers"),
    "hours": gettext_lazy("%(things)s on other days or hours"),
    "ending": gettext_lazy("%(things)s ending otherwise"),
    "again": gettext_lazy("%(things)s with another rule for who comes again"),
    "turn": gettext_lazy("%(things)s with another turn"),
    "changed": gettext_lazy("%(things)s changed"),
}
_ICONS = {
    "added": "add_circle",
    "removed": "do_not_disturb_on",
    "moved": "swap_vert",
    "reworded": "edit",
    "hook": "edit",
    "theme": "palette",
    "share": "link",
    "rules": "mail",
    "timing": "schedule",
    "hours": "schedule",
    "sender": "mail",
    "answers": "mail",
    "shown": "alt_route",
    "leading": "alt_route",
    "language": "translate",
}
_ORDER = (*THINGS, *WHOLES, "language")
# Up to so many of one kind are told one by one, where there is a sentence for one.
_TOLD_EACH = 4


@dataclass(frozen=True, slots=True)
class Line:
    """`words` say what changed, `names` which; `icon` is one of the admin's icon font."""

    words: str
    icon: str
    names: tuple[str, ...]
    details: tuple[Detail, ...]


def say_changes(before: FunnelDocument, after: FunnelDocument) -> tuple[Line, ...]:
    """Lines from the ladder to the settings; none exactly where the documents are equal."""
    sides = side_of(before), side_of(after)
    groups: dict[tuple[str, str], list[Told]] = {}
    for change in compare(before, after):
        each = told(change, sides)
        groups.setdefault((each.about, each.verb), []).append(each)
    ordered = sorted(groups.values(), key=lambda group: _ORDER.index(group[0].about))
    return tuple(line for group in ordered for line in _lines(group))


def _lines(group: list[Told]) -> Iterator[Line]:
    by_thing: dict[str, list[Told]] = {}
    for each in group:
        by_thing.setdefault(each.thing, []).append(each)
    is_told_each = all(each.sentence for each in group) and len(by_thing) <= _TOLD_EACH
    if group[0].about in THINGS and not is_told_each:
        names = dict.fromkeys(each[0].name for each in by_thing.values())
        yield _line(_counted(group[0], len(by_thing)), tuple(names), group)
        return
    for together in by_thing.values():
        is_language = (together[0].about, together[0].verb) == ("language", "changed")
        words = _texts_changed(together) if is_language else together[0].sentence
        yield _line(words, (), together)


def _counted(one: Told, count: int) -> str:
    return str(_VERBS[one.verb]) % {"things": _COUNTS[one.about] % {"count": count}}


def _texts_changed(group: list[Told]) -> str:
    words = ngettext(
        "%(language)s: %(count)s text changed",
        "%(language)s: %(count)s texts changed",
        len(group),
    )
    return words % {"language": group[0].name, "count": len(group)}


def _line(words: str, names: tuple[str, ...], group: list[Told]) -> Line:
    icon = _ICONS.get(group[0].verb) or _ICONS.get(group[0].about) or "tune"
    return Line(words, icon, names, tuple(each.detail for each in group))
