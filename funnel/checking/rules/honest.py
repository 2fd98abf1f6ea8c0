"""Honest: no pressure, nothing invented, consent that is given, a no that is a no.

Wording rules read a funnel's own language and its translations, where examples are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise
from pydantic import BaseModel

from funnel.checking.findings import Family, Hit, Rule, Severity
from funnel.checking.rules.mail_pace import crowded_days
from funnel.checking.rules.plain import normal
from funnel.checking.rules.wording import Trick, Wording, tricks
from funnel.checking.rules.wording_de import DE
from funnel.checking.rules.wording_en import EN
from funnel.checking.subject import Subject
from funnel.document import OptInStep
from quizzes.document import ChoiceDoc

WORDINGS = {"de": DE, "en": EN}
_LANGUAGES = frozenset(WORDINGS)
# The button a refusal stands by.
_REFUSALS = {"skip_label": "button", "not_now": "button"}
_AGREEMENTS = frozenset({"marketing", "body", "title", "button"})


@dataclass(frozen=True, slots=True)
class Text:
    """One text with the patterns of its language."""

    path: str
    text: str
    language: str
    owner: type[BaseModel]
    field: str

    @property
    def wording(self) -> Wording:
        return WORDINGS[self.language]

    @property
    def is_refusal(self) -> bool:
        return self.field in _REFUSALS

    @property
    def beside(self) -> str:
        return self.path.removesuffix(self.field) + _REFUSALS[self.field]

    @property
    def is_agreement(self) -> bool:
        """Stands on the screen that asks for an address."""
        return self.owner is OptInStep and self.field in _AGREEMENTS


_SAYINGS = {
    Trick.SCARCITY: _(
        "“%(words)s” counts what is left, but this text stands the same tomorrow. Take it out, or"
        " say what is always true."
    ),
    Trick.COUNTDOWN: _(
        "“%(words)s” hurries people, but no time runs here. Take it out, or name the real date."
    ),
    Trick.ACTIVITY: _(
        "“%(words)s” tells of people nobody counted. Take it out, or let a real person speak,"
        " with name and permission."
    ),
    Trick.SHAMING: _(
        "“%(words)s” makes people ashamed of saying no. Write a plain “No thanks, just go on”."
    ),
    Trick.CALCULATING: _(
        "“%(words)s” pretends to work: the result is there at once. Take it out and show it."
    ),
}


def _texts(subject: Subject) -> Iterator[Text]:
    """Every text in a language with examples, the translations among them."""
    if subject.language in WORDINGS:
        for each in subject.said:
            yield Text(each.path, each.text, subject.language, each.owner, each.field)
    origins = {each.place: each for each in subject.said}
    for language, texts in subject.document.translations.items():
        short = language.partition("-")[0]
        for place, text in texts.items():
            origin = origins.get(place)
            if short in WORDINGS and origin is not None:
                path = f"translations.{language}.{place}"
                yield Text(path, text, short, origin.owner, origin.field)


def _finder(trick: Trick) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        for each in _texts(subject):
            if found := _shown(trick, each):
                yield Hit(each.path, str(_SAYINGS[trick]) % {"words": found[:60]}, weight=90)

    return find


@lru_cache(maxsize=4096)
def _tricks_in(text: str, language: str) -> Mapping[Trick, str]:
    """Five rules ask about each text, and the studio asks again after each word typed."""
    return dict(tricks(WORDINGS[language], text))


def _shown(trick: Trick, each: Text) -> str:
    """The words that show the trick; '' where there is none."""
    if trick is Trick.SHAMING and each.owner is ChoiceDoc:
        return ""  # an answer to choose may confess anything; it refuses nothing
    found = _tricks_in(each.text, each.language).get(trick, "")
    if found or trick is not Trick.SHAMING or not each.is_refusal:
        return found
    match = each.wording.refusals.search(normal(each.text))
    return match[0] if match else ""


def _bundled(subject: Subject) -> Iterator[Hit]:
    for each in _texts(subject):
        if not each.is_agreement:
            continue
        read = normal(each.text)
        count = sum(bool(purpose.search(read)) for purpose in each.wording.purposes.values())
        if each.field == "marketing" and count > 1:
            yield Hit(
                each.path,
                gettext(
                    "This one box asks for %(count)s things at once. Ask for the mails alone;"
                    " everything else needs a yes of its own."
                )
                % {"count": count},
                weight=95,
            )
        if each.wording.by_pressing.search(read):
            yield Hit(
                each.path,
                gettext(
                    "This takes an agreement nobody gave. Let the box ask, unticked, and say here"
                    " only what arrives and how to stop."
                ),
                weight=95,
            )


def _ticked(subject: Subject) -> Iterator[Hit]:
    for each in _texts(subject):
        if each.is_agreement and each.wording.ticked.search(normal(each.text)):
            yield Hit(
                each.path,
                gettext(
                    "This counts silence as a yes. Ask people to tick the box if they want it, and"
                    " leave it empty."
                ),
                weight=95,
            )


def _disguised(subject: Subject) -> Iterator[Hit]:
    """A no that begins like a yes, or that says what the button beside it says."""
    texts = {each.path: each.text for each in _texts(subject)}
    for each in _texts(subject):
        if not each.is_refusal:
            continue
        is_same = normal(each.text) == normal(texts.get(each.beside, ""))
        if is_same or each.wording.yeses.search(normal(each.text)):
            yield Hit(
                each.path,
                gettext("“%(words)s” reads like a yes. Call it what it is: “Not now”.")
                % {"words": each.text[:60]},
                weight=60,
            )


_HONEST, _ERROR, _WARNING = Family.HONEST, Severity.ERROR, Severity.WARNING


def _wording_rule(
    code: str,
    slug: str,
    title: StrPromise,
    find: Callable[[Subject], Iterator[Hit]],
    severity: Severity = _ERROR,
) -> Rule:
    return Rule(code, slug, _HONEST, severity, title, find, languages=_LANGUAGES)


RULES = (
    _wording_rule("H101", "bundled-consent", _("Consent nobody gave for itself"), _bundled),
    _wording_rule("H102", "ticked-box", _("Silence counted as a yes"), _ticked),
    _wording_rule("H103", "fake-scarcity", _("Fake scarcity"), _finder(Trick.SCARCITY)),
    _wording_rule("H104", "fake-countdown", _("Fake hurry"), _finder(Trick.COUNTDOWN)),
    _wording_rule("H105", "invented-crowd", _("Invented company"), _finder(Trick.ACTIVITY)),
    _wording_rule("H106", "confirm-shaming", _("A no that shames"), _finder(Trick.SHAMING)),
    _wording_rule("H107", "fake-calculating", _("Pretended work"), _finder(Trick.CALCULATING)),
    _wording_rule("H108", "disguised-no", _("A no in disguise"), _disguised, _WARNING),
    Rule("H109", "mails-a-day", _HONEST, _WARNING, _("More than one mail a day"), crowded_days),
)
