"""One change on its way into a line of words: what it counts under, which thing it is about.

saying_changes.py gathers these into lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from funnel.languages import called
from funnel.publishing.comparing import Change, Part
from funnel.publishing.document_words import own_name, thing_name
from funnel.publishing.saying_values import Side, field_said
from funnel.publishing.telling_series import mail_sentence, mail_verb
from funnel.publishing.word_marks import Run, marked, whole
from funnel.translating.places import text_fields
from quizzes.document import OutcomeDoc, QuizDoc
from quizzes.numerals import exact, number_said

# Lists whose things are counted one by one; `mail` is the one that goes out at the gate.
THINGS = (
    *("steps", "questions", "choices", "outcomes", "topics", "figures", "items", "fields"),
    *("messages", "mail", "sequences", "by_source"),
)
# What is one thing for the whole funnel, with what is said of it.
WHOLES: Mapping[str, StrPromise] = {
    "deciding": gettext_lazy("How the result is decided changed"),
    "rules": gettext_lazy("Who gets which mails changed"),
    "hook": gettext_lazy("The first screen reworded"),
    "theme": gettext_lazy("The look changed"),
    "share": gettext_lazy("How a shared link looks changed"),
    "settings": gettext_lazy("Settings changed"),
}
_VERBS = {
    "show_if": "shown",
    "when": "shown",
    "go_to": "leading",
    **dict.fromkeys(("points", "topics", "value", "is_right"), "counting"),
    **dict.fromkeys(("right", "tolerance", "accepted"), "counting"),
}
Sides = tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Detail:
    """What changed, before and after, as runs of words; a side may be empty."""

    what: str
    before: tuple[Run, ...]
    after: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """`about` is one of THINGS, of WHOLES or "language"; `thing` says which one by its place.

    `sentence` tells it where it stands alone; empty for what is only counted.
    """

    about: str
    verb: str
    thing: str
    name: str
    sentence: str
    detail: Detail


def told(change: Change, sides: Sides) -> Told:
    series = _series_of(change)
    if series is not None:
        sides = sides[0].within(series.before), sides[1].within(series.after)
    if change.field == "translations":
        return _of_language(change, sides)
    if change.kind in ("added", "removed") and change.field in THINGS:
        return _of_one(change, sides)
    thing = next((part for part in reversed(change.way) if part.field in THINGS), None)
    if thing is None or isinstance(change.way[-1].after, QuizDoc):
        return _of_whole(change, sides, thing)
    if change.kind == "moved":
        return _of_move(change, thing)
    verb = _verb(change)
    return Told(
        about=thing.field,
        verb=verb,
        thing=thing.place,
        name=_name(thing.field, thing.after),
        sentence=_sentence(verb, thing, change, sides[1]),
        detail=_detail(change, sides, thing),
    )


def _series_of(change: Change) -> Part | None:
    return next((part for part in change.way if part.field == "sequences"), None)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _of_one(change: Change, sides: Sides) -> Told:
    """Something that came or went, with all its texts."""
    part = change.after if change.kind == "added" else change.before
    before, after = sides[0].said("", change.before), sides[1].said("", change.after)
    detail = Detail(capital(thing_name(change.field, part)), whole(before), whole(after))
    return Told(change.field, change.kind, change.place, _name(change.field, part), "", detail)


def _of_move(change: Change, thing: Part) -> Told:
    assert isinstance(change.before, int)
    assert isinstance(change.after, int)
    went_up = change.after < change.before
    words = _("%(thing)s moved before %(other)s")
    if not went_up:
        words = _("%(thing)s moved after %(other)s")
    what = capital(thing_name(thing.field, thing.after))
    sentence = words % {"thing": what, "other": thing_name(thing.field, change.beside)}
    place = _("place %(number)s")
    before, after = (place % {"number": each + 1} for each in (change.before, change.after))
    detail = Detail(what, whole(before), whole(after))
    name = _name(thing.field, thing.after)
    return Told(thing.field, "moved", change.place, name, sentence, detail)


def _of_language(change: Change, sides: Sides) -> Told:
    code, _dot, place = change.place.removeprefix("translations.").partition(".")
    language = capital(called(code))
    if change.kind == "changed":
        original = sides[1].texts_by_place.get(place) or sides[0].texts_by_place.get(place, place)
        before, after = marked(str(change.before or ""), str(change.after or ""))
        detail = Detail(original, before, after)
        return Told("language", "changed", code, language, language, detail)
    words = _("%(language)s added") if change.kind == "added" else _("%(language)s taken away")
    before, after = (
        whole("\n".join(texts.values()) if isinstance(texts, dict) else "")
        for texts in (change.before, change.after)
    )
    detail = Detail(language, before, after)
    return Told("language", change.kind, code, language, words % {"language": language}, detail)


def _of_whole(change: Change, sides: Sides, thing: Part | None) -> Told:
    about = _area(change, thing)
    key = f"{about}.{thing.field}" if thing else about
    return Told(about, "changed", key, "", str(WHOLES[about]), _detail(change, sides, thing))


def _area(change: Change, thing: Part | None) -> str:
    if thing is not None:
        return "deciding"
    room = change.way[1].field if len(change.way) > 1 else change.field
    if room in ("hook", "theme", "share"):
        return room
    if room == "name":
        return "hook"
    return "rules" if room == "series_rules" else "settings"


def _verb(change: Change) -> str:
    holder = change.way[-1]
    if found := mail_verb(change):
        return found
    if isinstance(holder.after, OutcomeDoc) and change.field in ("at_least", "at_most"):
        return "limits"
    if change.field in _VERBS:
        return _VERBS[change.field]
    is_text = change.field in text_fields(type(holder.after))
    return "reworded" if is_text else "changed"


def _sentence(verb: str, thing: Part, change: Change, side: Side) -> str:
    """What is said of one thing alone; empty where the count says enough."""
    part = thing.after
    name = thing_name(thing.field, part)
    what = {"thing": capital(name), "plain": name}
    if said := mail_sentence(verb, part, what, side):
        return said
    if verb == "limits" and isinstance(part, OutcomeDoc):
        return _limits(part, change, what)
    if verb == "leading" and change.after:
        where = side.said("go_to", change.after)
        return _("%(thing)s now leads to %(where)s") % {**what, "where": where}
    return ""


def _limits(part: OutcomeDoc, change: Change, what: Mapping[str, str]) -> str:
    quiz = next(each.after for each in change.way if isinstance(each.after, QuizDoc))
    is_share = isinstance(quiz, QuizDoc) and quiz.outcome_by == "tier"
    least, most = _bound(part.at_least, is_share), _bound(part.at_most, is_share)
    words = {**what, "least": least, "most": most}
    if least and most and not (is_share and part.at_most == 100):
        return _("%(thing)s now goes from %(least)s to %(most)s") % words
    if least:
        return _("%(thing)s now needs %(least)s") % words
    if most:
        return _("%(thing)s now goes up to %(most)s") % words
    return _("%(thing)s now has no limits") % words


def _bound(value: float | None, is_share: bool) -> str:
    if value is None:
        return ""
    number = number_said(exact(value))
    return _("%(number)s %%") % {"number": number} if is_share else number


def _name(field: str, part: object) -> str:
    """What the thing is called below its line."""
    return thing_name(field, part) if field == "steps" else own_name(part)


def _detail(change: Change, sides: Sides, thing: Part | None) -> Detail:
    field = field_said(change.field)
    what = capital(field)
    if thing is not None:
        name, series = thing_name(thing.field, thing.after), _series_of(change)
        if thing.field == "messages" and series is not None and sides[1].has_several_series:
            name = f"{own_name(series.after)}, {name}"
        what = _("%(thing)s: %(field)s") % {"thing": capital(name), "field": field}
    before = sides[0].said(change.field, change.before)
    after = sides[1].said(change.field, change.after)
    return Detail(what, *marked(before, after))
