"""What a field of a document held, in words: labels, names and numbers instead of codes and keys.

saying_changes.py calls it for what stood before and for what stands after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise, StrPromise

from funnel.document import FunnelDocument, SeriesRuleDoc
from funnel.languages import called
from funnel.models import Offer, Step, Theme
from funnel.publishing.document_words import quoted, words_of
from funnel.translating.naming import field_name
from funnel.translating.places import places, text_fields
from nurture.admin_forms import TURNS, WEEKDAYS, goals, targets
from nurture.document import SequenceDoc
from nurture.holiday_places import place_name
from nurture.models import Message, Sequence
from quizzes.document import Doc, MediaDoc
from quizzes.models import Question, Quiz
from quizzes.numerals import exact, number_said
from quizzes.wording.describing import describe
from quizzes.wording.vocabulary import Vocabulary, spoken

_LABELS: Mapping[str, type[TextChoices]] = {
    "scoring": Quiz.Scoring,
    "outcome_by": Quiz.OutcomeBy,
    "tie": Quiz.Tie,
    "explains": Quiz.Explains,
    "action": Offer.Action,
    "font": Theme.Font,
    "part": Step.Part,
    "purpose": Sequence.Purpose,
    "if_unmet": Message.IfUnmet,
}
_CONDITIONS = ("show_if", "when")
# Fields that are no texts; those are called as the translators' page calls them.
_FIELDS: Mapping[str, StrPromise] = {
    "accent": gettext_lazy("the colour"),
    "accent_dark": gettext_lazy("the colour in the dark"),
    "action": gettext_lazy("what the button does"),
    "asks_promise": gettext_lazy("asks for a promise"),
    "at": gettext_lazy("the time of day"),
    "at_least": gettext_lazy("at least"),
    "at_most": gettext_lazy("at most"),
    "background": gettext_lazy("the background"),
    "background_dark": gettext_lazy("the background in the dark"),
    "captions": gettext_lazy("the captions"),
    "category": gettext_lazy("its topic"),
    "closes": gettext_lazy("not after"),
    "corner": gettext_lazy("how round the corners are"),
    "counts_links": gettext_lazy("counts presses on links in the texts"),
    "days": gettext_lazy("the days"),
    "decides": gettext_lazy("the figure that decides"),
    "decimals": gettext_lazy("digits after the point"),
    "default_outcome": gettext_lazy("the result for everybody else"),
    "double_opt_in": gettext_lazy("asks for a confirmation by mail"),
    "earliest": gettext_lazy("the earliest day"),
    "embed_on": gettext_lazy("pages that may show it"),
    "email": gettext_lazy("the address of the sender"),
    "expires_days": gettext_lazy("days until it is too late"),
    "explains": gettext_lazy("when it says what was right"),
    "file": gettext_lazy("the file"),
    "first": gettext_lazy("the first number"),
    "font": gettext_lazy("the letters"),
    "formula": gettext_lazy("the formula"),
    "go_to": gettext_lazy("where it leads"),
    "goals": gettext_lazy("what ends it"),
    "holidays": gettext_lazy("no mails on public holidays of"),
    "hours": gettext_lazy("the hours to wait"),
    "if_unmet": gettext_lazy("for whom it does not fit"),
    "image": gettext_lazy("the picture"),
    "is_optional": gettext_lazy("may be skipped"),
    "is_required": gettext_lazy("has to be filled in"),
    "is_right": gettext_lazy("is right"),
    "is_sensitive": gettext_lazy("the answer is private"),
    "is_shown": gettext_lazy("stands on the result"),
    "is_skippable": gettext_lazy("may be skipped"),
    "is_unit_first": gettext_lazy("the unit stands first"),
    "key_name": gettext_lazy("the field of the address"),
    "kind": gettext_lazy("the kind"),
    "language": gettext_lazy("the language"),
    "last": gettext_lazy("the last number"),
    "later_step": gettext_lazy("the smaller step"),
    "latest": gettext_lazy("the latest day"),
    "logo": gettext_lazy("the logo"),
    "max_length": gettext_lazy("the longest answer"),
    "max_picks": gettext_lazy("the most that may be chosen"),
    "min_depth": gettext_lazy("small yeses before it opens"),
    "min_picks": gettext_lazy("the fewest that must be chosen"),
    "minutes": gettext_lazy("how many minutes it takes"),
    "opens": gettext_lazy("not before"),
    "outcome_by": gettext_lazy("what decides the result"),
    "part": gettext_lazy("how much of the result"),
    "picture": gettext_lazy("the picture"),
    "points": gettext_lazy("the points"),
    "priority": gettext_lazy("which mail goes first"),
    "reentry_days": gettext_lazy("days until it comes again"),
    "reply_to": gettext_lazy("where answers go"),
    "poster": gettext_lazy("the still picture"),
    "purpose": gettext_lazy("who may get it"),
    "right": gettext_lazy("the right answer"),
    "round_to": gettext_lazy("rounded to"),
    "scoring": gettext_lazy("what answers add up to"),
    "series_rules": gettext_lazy("who gets which mails"),
    "seconds": gettext_lazy("its length in seconds"),
    "sequence": gettext_lazy("the mail series"),
    "show_from": gettext_lazy("people before figures are shown"),
    "show_if": gettext_lazy("shown when"),
    "shows_done": gettext_lazy("says what was done already"),
    "slug": gettext_lazy("the address"),
    "source": gettext_lazy("the source"),
    "target": gettext_lazy("what the button does"),
    "tie": gettext_lazy("who wins a tie"),
    "tie_question": gettext_lazy("the question that decides a tie"),
    "tolerance": gettext_lazy("how far off still counts"),
    "topics": gettext_lazy("the points per topic"),
    "url": gettext_lazy("the address it opens"),
    "value": gettext_lazy("what it counts"),
    "wait_days": gettext_lazy("how many days it waits"),
    "when": gettext_lazy("the rule"),
    "whatsapp": gettext_lazy("the number for WhatsApp"),
    "working_days": gettext_lazy("counts working days only"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two documents, with its words."""

    document: FunnelDocument
    words: Vocabulary
    texts_by_place: Mapping[str, str]

    @property
    def has_several_series(self) -> bool:
        return len(self.document.sequences) > 1

    def within(self, series: object) -> Side:
        """The same, where mails are named as this series knows them."""
        if not isinstance(series, SequenceDoc):
            return self
        return replace(self, words=words_of(self.document, series=series))

    def said(self, field: str, value: object) -> str:
        """A value in words; an empty text for nothing."""
        if field in _CONDITIONS:
            return describe(value, self.words)  # type: ignore[arg-type]  # what such a field holds
        if value is None or value == "" or value == ():
            return ""
        match value:
            case int() if field == "priority":
                return str(dict(TURNS)[value])
            case bool():
                return _("yes") if value else _("no")
            case int() | float():
                return number_said(exact(value))
            case str():
                return self._word(field, value)
            case dict():
                return self._points(field, value)
            case tuple():
                return "\n".join(self.said(field, each) for each in value)
        return self._part(value)

    def _part(self, part: object) -> str:
        match part:
            case MediaDoc():
                return part.path.removeprefix("media/")
            case SeriesRuleDoc():
                return self._rule(part)
            case Doc():
                return "\n".join(self.texts(part))
        return str(part)

    def texts(self, part: Doc) -> list[str]:
        """All that people read of a part, a text a line, in the order of the document."""
        found: list[str] = []
        for name in type(part).model_fields:
            value = getattr(part, name)
            if name in text_fields(type(part)):
                lines = value if isinstance(value, tuple) else (value,)
                found += [spoken(each, self.words) for each in lines if each]
                continue
            below = value if isinstance(value, tuple) else (value,)
            for each in below:
                if isinstance(each, Doc):
                    found += self.texts(each)
        return found

    def question(self, key: str) -> str:
        found = (asked.text for (_step, name), asked in self.words.questions.items() if name == key)
        return quoted(next(found, key))

    def _word(self, field: str, value: str) -> str:
        if field in _LABELS:
            return str(_LABELS[field](value).label)
        if field in ("go_to", "tie_question"):
            is_end = field == "go_to" and value == "end"
            return _("the end of the questions") if is_end else self.question(value)
        names = self._names(field)
        if names is not None:
            return str(names.get(value, value))
        match field:
            case "kind":
                return _kind(value)
            case "language":
                return called(value)
            case "holidays":
                return place_name(value)
        return spoken(value, self.words)

    def _names(self, field: str) -> Mapping[str, StrOrPromise] | None:
        """What the keys in this field stand for; None where it holds no keys."""
        words = self.words
        match field:
            case "decides":
                return words.figures
            case "default_outcome" | "outcome":
                return words.results
            case "category":
                return words.topics
            case "later_step":
                return words.steps
            case "sequence":
                return {each.key: each.name for each in self.document.sequences}
            case "target":
                return dict(targets(dict(words.steps)))
            case "days":
                return dict(WEEKDAYS)
            case "goals":
                return dict(goals(dict(words.steps)))
        return None

    def _rule(self, rule: SeriesRuleDoc) -> str:
        series = self.said("sequence", rule.sequence)
        if rule.outcome is None:
            return _("everybody else: %(series)s") % {"series": series}
        words = {"result": self.said("outcome", rule.outcome), "series": series}
        return _("after %(result)s: %(series)s") % words

    def _points(self, field: str, points: Mapping[str, int]) -> str:
        names = self.words.topics if field == "topics" else self.words.results
        each = [f"{names.get(key, key)}: {number:+d}" for key, number in points.items()]
        return " · ".join(each)


def field_said(field: str) -> str:
    """A field as it is called on the page of changes."""
    return str(_FIELDS.get(field) or field_name(field))


def side_of(document: FunnelDocument) -> Side:
    return Side(document, words_of(document), places(document))


def _kind(value: str) -> str:
    for kinds in (Step.Kind, Question.Kind):
        if value in kinds.values:
            return str(kinds(value).label)
    return value
